import * as pulumi from "@pulumi/pulumi";
import type { Identity } from "../components/contracts";
import type { TryOut } from "./florist";
import type { Platform } from "./platform";

/** The outputs of a stack. */
export interface Outputs {
  /** Public address of each function; undefined for one that is visible to the cluster only. */
  readonly urls: Readonly<Record<string, pulumi.Output<string | undefined>>>;
  /** Where users sign in, with first passwords of those that are there to try it, by name; undefined where nobody does. */
  readonly signIn?: {
    readonly url: pulumi.Output<string | undefined>;
    readonly passwords: pulumi.Output<Readonly<Record<string, string>>>;
  };
  /** Where those users are managed, and as whom, for `cake users`; undefined where users are somebody else's. */
  readonly keycloak?: {
    readonly url: pulumi.Output<string>;
    readonly realm: pulumi.Output<string>;
    readonly clientId: pulumi.Output<string>;
    readonly clientSecret: pulumi.Output<string>;
  };
  /** What `cake up` places an order with. */
  readonly tryOut?: TryOut;
}

export function outputsOf({ functions, identity, signIn, tryOut }: Omit<Platform, "authorization">): Outputs {
  const urls = Object.entries(functions).map(([name, { url }]) => [name, url] as const);
  const users = identity?.identity;
  return {
    urls: Object.fromEntries(urls),
    ...(signIn && {
      signIn: { url: signIn.url, passwords: pulumi.secret(pulumi.all(signIn.passwords)) },
    }),
    ...(tryOut && { tryOut: { ...tryOut, clientSecret: pulumi.secret(tryOut.clientSecret) } }),
    ...(users?.kind === "keycloak" && { keycloak: managementOf(users) }),
  };
}

function managementOf({
  realm,
  admin: { url, clientId, clientSecret },
}: Extract<Identity, { kind: "keycloak" }>): Outputs["keycloak"] {
  return { url, realm, clientId, clientSecret: pulumi.secret(clientSecret) };
}
