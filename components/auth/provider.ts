import { Provider } from "@pulumi/keycloak";
import type * as pulumi from "@pulumi/pulumi";
import type { KeycloakAdmin } from "../contracts";

/** The official Keycloak provider, as the service account that configures realms. */
export function keycloakProvider(
  name: string,
  admin: KeycloakAdmin,
  opts?: pulumi.ResourceOptions,
): Provider {
  return new Provider(
    name,
    {
      ...admin,
      realm: "master",
      // It logs in when it is first used: a stack whose Keycloak is dead can still be looked at and destroyed.
      initialLogin: false,
      // In seconds. A Keycloak that has just started takes longer than the provider's own five.
      clientTimeout: 60,
    },
    opts,
  );
}
