import { setTimeout as wait } from "node:timers/promises";
import { causeOf } from "../addresses";

/** A service account, and where it logs in. */
export interface Login {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** In milliseconds. An ingress takes a second or two to learn of a host; a load balancer's name may take a minute. */
const usually = { patience: 120_000, pause: 500, timeout: 10_000 };

/** The answers to which trying again is no help. */
const refused: readonly number[] = [400, 401, 403];

/**
 * Waits until the service account logs in, by the way that the provider will take: through DNS and the ingress.
 *
 * @returns the address
 * @throws Error when it is refused, at once, or when nothing answered it for two minutes
 */
export async function untilLogin(login: Login, limits = usually): Promise<string> {
  const { url, clientId } = login;
  const end = Date.now() + limits.patience;
  for (;;) {
    const answer = await tokenFrom(login, limits.timeout);
    if (answer === 200) return url;
    if (refused.includes(Number(answer))) {
      throw new Error(
        `Keycloak at ${url} refuses its service account ${clientId} with ${answer}. Its database is older than this ` +
          "stack's state: the secret is another one there. Restore the state that belongs to the database, or make the " +
          "account anew in a pod of Keycloak: kc.sh bootstrap-admin service.",
      );
    }
    if (Date.now() + limits.pause > end) {
      throw new Error(
        `Keycloak's pods are ready, and nobody logs in at ${url} (last answer: ${answer}). Tried for ` +
          `${Math.round(limits.patience / 1000)} seconds. See that the host leads to the cluster's ingress, and that the ` +
          "ingress takes rules of its class. The next update tries again.",
      );
    }
    await wait(limits.pause);
  }
}

/** @returns the status of the answer, or why there is none */
async function tokenFrom({ url, clientId, clientSecret }: Login, timeout: number): Promise<number | string> {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
  });
  try {
    const answer = await fetch(`${url}/realms/master/protocol/openid-connect/token`, {
      method: "POST",
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(timeout),
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch (error) {
    return causeOf(error);
  }
}
