import type { Checkout } from "./checkout";
import { call } from "./ingress";
import type { Application } from "./sign-in";

/** Users of a stack that was brought up with Keycloak and SpiceDB. */
export interface StackUsers {
  /** The page that they sign in at: the florist's. */
  readonly url: string;
  /** First passwords, by name. */
  readonly passwords: Readonly<Record<string, string>>;
  /** What the page is to Keycloak. */
  readonly application: Application;
}

/** @param env of plain Pulumi on the stack */
export async function usersOf(checkout: Checkout, env: Record<string, string>): Promise<StackUsers> {
  const output = ["stack", "output", "signIn", "--json", "--show-secrets", "--stack", "dev"];
  const { text } = await checkout.run(env, "pulumi", ...output);
  const { url, passwords } = JSON.parse(text) as Pick<StackUsers, "url" | "passwords">;
  const { issuer, clientId } = (await call(`${url}/sign-in`)).body as Omit<Application, "redirectUri">;
  return { url, passwords, application: { issuer, clientId, redirectUri: `${url}/` } };
}
