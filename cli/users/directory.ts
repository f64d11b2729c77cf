import type KeycloakAdminClient from "@keycloak/keycloak-admin-client";
import type { NetworkError } from "@keycloak/keycloak-admin-client";
import { causeOf } from "../../components/auth/addresses";
import { UserError } from "../../local/errors";
import type { Access } from "./access";

/** The users of a stack, while somebody is logged in to manage them. */
export interface Directory {
  readonly access: Access;
  /** Keycloak's own client, in the realm of the users. */
  readonly client: KeycloakAdminClient;
}

/** How long one answer may take, in milliseconds. */
const patience = 30_000;

/**
 * Logs in, and does work on the users of a stack.
 *
 * @throws UserError when Keycloak does not answer, or refuses
 */
export async function withDirectory<T>(
  access: Access,
  work: (directory: Directory) => Promise<T>,
  timeout = patience,
): Promise<T> {
  const { default: Client, NetworkError } = await import("@keycloak/keycloak-admin-client");
  const { url: baseUrl, realm, clientId, clientSecret } = access;
  // Whoever answers with another address is not given the secret, too.
  const common = { baseUrl, timeout, requestOptions: { redirect: "manual" } as const };
  const account = new Client({ ...common, realmName: "master" });
  const client = new Client({ ...common, realmName: realm });
  const login = () => account.auth({ grantType: "client_credentials", clientId, clientSecret });
  client.registerTokenProvider({
    // Its tokens last for a minute, and it has none to refresh them with.
    getAccessToken: async () => {
      if (account.isTokenExpired()) await login();
      return account.accessToken;
    },
  });
  try {
    await login();
    return await work({ access, client });
  } catch (error) {
    if (error instanceof NetworkError) throw new UserError(refusal(access, error));
    throw isSilence(error) ? new UserError(silence(access, error)) : error;
  }
}

/** Whether Keycloak answered that what is to be made is there already. */
export const isConflict = (error: unknown): boolean =>
  (error as Partial<NetworkError>).response?.status === 409;

/** Whether there was no answer: fetch gives its cause, or its time is up. */
function isSilence(error: unknown): boolean {
  const { cause, name } = error as Error;
  return cause !== undefined || name === "TimeoutError";
}

function silence({ url, stack }: Access, error: unknown): string {
  return (
    `Keycloak does not answer at ${url}: ${causeOf(error)}. See that it runs (\`npx cake status\`, ` +
    `\`npx cake up ${stack}\`), and that the address leads to it from this machine.`
  );
}

function refusal(
  { url, clientId, stack }: Access,
  { response, message, responseData }: NetworkError,
): string {
  const { status } = response;
  if (status === 401 || status === 403) {
    return (
      `Keycloak at ${url} refuses the service account ${clientId} of stack ${stack} (HTTP ${status}): the secret in the ` +
      "stack's state is not the one that it has, or its rights were taken away. Restore the state that belongs to " +
      "Keycloak's database, or make the account anew in a pod of it: kc.sh bootstrap-admin service."
    );
  }
  // What is no JSON is a page of whatever stands between.
  if (typeof responseData !== "object") {
    return (
      `What answers at ${url} is no Keycloak (HTTP ${status}). See that it runs (\`npx cake status\`, ` +
      `\`npx cake up ${stack}\`), and that the address leads to it from this machine.`
    );
  }
  return status === 400 || status === 409
    ? `Keycloak at ${url} does not take that: ${message}. Correct it, and try again.`
    : `Keycloak at ${url} answered HTTP ${status}: ${message}. See its log, and try again.`;
}
