import type * as pulumi from "@pulumi/pulumi";
import type { Identity, OidcClient } from "../../contracts";
import { refuse } from "../../refuse";
import type { ClientArgs } from "./args";
import { KeycloakClient } from "./keycloak";
import { problemsOf } from "./problems";

export type { ClientArgs } from "./args";

/**
 * An application that users sign in to, or a service that signs in itself: made in Keycloak, taken from the
 * configuration where users are somebody else's.
 *
 * @example client(realm.identity, "page", { kind: "browser", redirectUris: ["https://shop.example.com/"] }, realm.within)
 *
 * @param opts for Keycloak: `within` of the realm, or `keycloakProvider(name, identity.admin)` as provider
 * @throws ResourceError naming everything that is wrong, before anything is made
 */
export function client(
  identity: Identity,
  name: string,
  args: ClientArgs,
  opts?: pulumi.ComponentResourceOptions,
): OidcClient {
  switch (identity.kind) {
    case "keycloak":
      return new KeycloakClient(name, identity, args, opts);
    case "oidc":
      return configured(identity.clients, name, args);
    default:
      return identity satisfies never;
  }
}

function configured(
  clients: Readonly<Record<string, OidcClient>>,
  name: string,
  args: ClientArgs,
): OidcClient {
  const found = Object.hasOwn(clients, name) ? clients[name] : undefined;
  const names = Object.keys(clients).join(", ") || "none";
  const problems = problemsOf(name, args);
  if (!found) {
    problems.push(
      `it is not among the clients of the configuration (${names}). Register it at the provider, and name its id there.`,
    );
  } else if (args.kind === "service" && !found.clientSecret) {
    problems.push("it is a service, and the configuration has no clientSecret of it. Set it as a secret.");
  }
  refuse(`Client ${name}`, problems);
  return found!;
}
