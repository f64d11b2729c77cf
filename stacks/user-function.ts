import type * as pulumi from "@pulumi/pulumi";
import type { DeployedFunction, FunctionPlatform } from "../components/contracts";
import { deploy } from "../components/events/platform";
import type { AuthorizationLayer } from "./authorization";
import type { PlainFunction } from "./functions";
import type { IdentityLayer } from "./identity";
import { realm } from "./realm";

/** Who uses a function, and what they may do. */
export interface Users {
  readonly identity: IdentityLayer;
  readonly authorization: AuthorizationLayer;
}

/**
 * A function for users that are signed in, which shows the page that they sign in at. The page is known to the realm by
 * the function's name, its tokens are for the function, and tell of every role of the realm.
 */
export function deployForUsers(
  platform: FunctionPlatform,
  name: string,
  spec: PlainFunction,
  { identity, authorization }: Users,
  opts: pulumi.ComponentResourceOptions,
): DeployedFunction {
  const deployed = deploy(
    platform,
    name,
    {
      ...spec,
      // Not the id of what is made below: that one waits for the function's address.
      environment: { ...spec.environment, CLIENT_ID: name },
      needs: {
        identity: { ...identity.identity, audience: name },
        authorization: authorization.authorization,
      },
    },
    opts,
  );
  identity.client(name, {
    kind: "browser",
    redirectUris: [deployed.url.apply((url) => `${url}/`)],
    roles: Object.keys(realm.roles),
    audiences: [name],
  });
  return deployed;
}
