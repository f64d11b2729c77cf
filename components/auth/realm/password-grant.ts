import { authentication } from "@pulumi/keycloak";
import type * as pulumi from "@pulumi/pulumi";

/** What tells it apart from Keycloak's own flows. */
const alias = "no password grant";

/**
 * Refuses the password grant in a whole realm (RFC 9700, 2.4). To leave it out of applications is not enough: Keycloak
 * gives every realm one that has it, `admin-cli`, and who knows a password would sign in there past all that the page asks
 * for besides.
 *
 * @returns what is there once it is refused
 */
export function refusePasswordGrant(
  name: string,
  realmId: pulumi.Input<string>,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  const own = `${name}-no-password-grant`;
  const flow = new authentication.Flow(own, { realmId, alias, providerId: "basic-flow" }, opts);
  const refused = new authentication.Execution(
    own,
    {
      realmId,
      parentFlowAlias: flow.alias,
      authenticator: "deny-access-authenticator",
      requirement: "REQUIRED",
    },
    opts,
  );
  // An empty flow would be in force for a moment otherwise.
  return new authentication.Bindings(
    own,
    { realmId, directGrantFlow: flow.alias },
    { ...opts, dependsOn: refused },
  );
}
