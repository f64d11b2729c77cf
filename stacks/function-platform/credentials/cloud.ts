import { RunError } from "@pulumi/pulumi";
import { causeOf } from "../../../components/auth/addresses";

/** How long a cloud, or this machine's own metadata service, may take to answer, in milliseconds. */
export const patience = 1_500;

/** Where the metadata service of a machine in a cloud is, in each of the two. */
export const metadataAddress = "http://169.254.169.254";

/** Another way to a cloud than this program's own; the provider takes it. */
export const hasProxy = ({ HTTPS_PROXY, https_proxy, ALL_PROXY, all_proxy }: NodeJS.ProcessEnv): boolean =>
  [HTTPS_PROXY, https_proxy, ALL_PROXY, all_proxy].some(Boolean);

/** @throws RunError when a cloud does not answer in time */
export async function ask<T>(
  cloud: string,
  address: string,
  timeout: number,
  question: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await question(AbortSignal.timeout(timeout));
  } catch (error) {
    const reason =
      (error as Error).name === "TimeoutError" ? `no answer within ${timeout / 1000} s` : causeOf(error);
    throw new RunError(
      `${cloud} cannot be asked whether it takes your credentials: ${new URL(address).host} does not answer (${reason}). ` +
        "See that this machine reaches the internet.",
    );
  }
}

/** Whether this machine has a role of its own in a cloud: what its metadata service answers. Others answer nothing. */
export async function metadata(
  address: string,
  timeout: number,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response | undefined> {
  try {
    const answer = await fetch(address, { headers, signal: AbortSignal.timeout(timeout) });
    await answer.body?.cancel();
    return answer;
  } catch {
    return undefined;
  }
}
