import * as fs from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import { RunError } from "@pulumi/pulumi";
import type { ClusterAccess } from "./kubeconfig";

/** A cluster that has not answered after this long counts as unreachable, in milliseconds. */
export const patience = 5_000;

/** The oldest minor version of Kubernetes 1.x that a minor version of Knative 1.x runs on. */
const oldestKubernetes: Readonly<Record<string, number>> = { 20: 32, 21: 33, 22: 34, 23: 34 };

/**
 * Asks the cluster for its version, before anything is made on it.
 * @param knative the release to be installed, e.g. `1.22.0`; undefined when that is not known
 * @throws RunError when the cluster cannot be reached, refuses the credentials, or is too old
 */
export async function preflight(access: ClusterAccess, knative?: string, timeout = patience): Promise<void> {
  // What only kubectl's own client can take part in (proxies, login helpers) is left to the provider.
  if (access.cluster["proxy-url"] !== undefined) return;
  const { status, body } = await get(access, timeout);
  const server = access.server.origin;
  if (status === 401 || status === 403) {
    if ("exec" in access.user || "auth-provider" in access.user) return;
    throw new RunError(
      `The cluster at ${server} refuses the credentials in the kubeconfig (HTTP ${status}). ` +
        `Sign in again, or choose another context with cake:cluster.context.`,
    );
  }
  const version = status === 200 ? versionIn(body) : undefined;
  if (!version) {
    throw new RunError(
      `What answers at ${server} is no Kubernetes API (HTTP ${status}). ` +
        `Correct the server in the kubeconfig, or choose another context with cake:cluster.context.`,
    );
  }
  const oldest = oldestKubernetes[knative?.split(".")[1] ?? ""];
  if (oldest === undefined || version.major > 1 || version.minor >= oldest) return;
  throw new RunError(tooOld(server, version.minor, knative ?? "", oldest));
}

function tooOld(server: string, minor: number, knative: string, oldest: number): string {
  const fitting = Object.keys(oldestKubernetes).filter((one) => (oldestKubernetes[one] ?? Infinity) <= minor);
  const way = fitting.length > 0 ? `, or set cake:functions.manifests.release to 1.${fitting.at(-1)}.0` : "";
  return (
    `The cluster at ${server} runs Kubernetes 1.${minor}, and Knative ${knative} needs 1.${oldest} or newer. ` +
    `Upgrade the cluster${way}.`
  );
}

function versionIn(body: string): { major: number; minor: number } | undefined {
  try {
    const { major, minor } = JSON.parse(body) as { major?: unknown; minor?: unknown };
    // Some clouds say "34+".
    const parsed = { major: parseInt(String(major), 10), minor: parseInt(String(minor), 10) };
    return Number.isNaN(parsed.major + parsed.minor) ? undefined : parsed;
  } catch {
    return undefined;
  }
}

async function get(access: ClusterAccess, timeout: number): Promise<{ status: number; body: string }> {
  try {
    const url = new URL(`${access.server.pathname.replace(/\/$/, "")}/version`, access.server);
    const options = { ...tls(access), headers: authorization(access), agent: false };
    return await answer(url, { ...options, signal: AbortSignal.timeout(timeout) });
  } catch (error) {
    throw unreachable(access, error as Error, timeout);
  }
}

function answer(url: URL, options: https.RequestOptions): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const client = url.protocol === "https:" ? https : http;
    const request = client.get(url, options, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (body += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      response.on("error", reject);
    });
    request.on("error", reject);
  });
}

function tls({ cluster, user }: ClusterAccess): https.RequestOptions {
  const decoded = (data?: string) => (data === undefined ? undefined : Buffer.from(data, "base64"));
  return {
    ca: decoded(cluster["certificate-authority-data"]),
    cert: decoded(user["client-certificate-data"]),
    key: decoded(user["client-key-data"]),
    servername: cluster["tls-server-name"],
    rejectUnauthorized: cluster["insecure-skip-tls-verify"] !== true,
  };
}

function authorization({ user }: ClusterAccess): http.OutgoingHttpHeaders {
  const token = user.token ?? (user.tokenFile && fs.readFileSync(user.tokenFile, "utf8").trim());
  return token ? { authorization: `Bearer ${token}` } : {};
}

function unreachable(access: ClusterAccess, error: Error, timeout: number): RunError {
  const reason =
    error.name === "TimeoutError" || error.name === "AbortError"
      ? `no answer within ${timeout / 1000} s`
      : error.message || ((error as NodeJS.ErrnoException).code ?? error.name);
  return new RunError(
    `The cluster at ${access.server.origin} cannot be reached: ${reason}. ` +
      "Start it (the local platform with `npx cake up`), or correct the server in the kubeconfig that cake:cluster chooses.",
  );
}
