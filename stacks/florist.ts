import type * as pulumi from "@pulumi/pulumi";
import type { DeployedFunction, EventBus } from "../components/contracts";
import { florist } from "../examples/florist/florist";
import { usersCall, type FunctionName } from "../examples/florist/functions";
import type { AuthorizationLayer } from "./authorization";
import type { DatabaseLayer } from "./database";
import type { FunctionPlace } from "./function-platform";
import type { IdentityLayer } from "./identity";
import { realm } from "./realm";

/** What the florist uses of the layers. */
export interface FloristLayers {
  readonly database: Pick<DatabaseLayer, "application">;
  readonly identity: IdentityLayer;
  readonly authorization: AuthorizationLayer;
}

/** What places an order when the stack is up. */
export interface TryOut {
  readonly url: DeployedFunction["url"];
  readonly tokenUrl: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
  /** Secret. */
  readonly clientSecret: pulumi.Output<string>;
}

export interface Florist {
  readonly functions: Readonly<Record<FunctionName, DeployedFunction>>;
  /** Undefined where nobody is there to try it. */
  readonly tryOut?: TryOut;
}

/**
 * The florist of examples/florist on the stack's layers. Its page is known to the realm by the name of its function, whose
 * tokens are for the function, and tell of every role of the realm.
 */
export function deployFlorist(
  { platform, bus, consumer, opts, ledger }: FunctionPlace & { readonly bus: EventBus },
  { database, identity, authorization: { authorization } }: FloristLayers,
): Florist {
  const application = database.application("florist");
  const functions = florist(
    {
      platform,
      bus,
      ledger,
      connection: (name, pods) => application.connection(name, { ...consumer, pods }),
      // The id is not that of what is made below, which waits for the function's address.
      identity: { ...identity.identity, audience: usersCall, clientId: usersCall },
      authorization,
      feed: application.isWatched ? (sink) => application.tell(sink) : undefined,
    },
    opts,
  );
  const { url } = functions[usersCall];
  identity.client(usersCall, {
    kind: "browser",
    redirectUris: [url.apply((known) => `${known}/`)],
    roles: Object.keys(realm.roles),
    audiences: [usersCall],
  });
  return { functions, tryOut: identity.signIn && tryOutOf(identity, functions[usersCall]) };
}

/** A service that places an order when the stack is up, where there are users to try it, too. */
function tryOutOf(
  { identity, client, signIn }: IdentityLayer,
  { url }: DeployedFunction,
): TryOut | undefined {
  if (Object.keys(signIn?.passwords ?? {}).length === 0) return undefined;
  const { clientId, clientSecret } = client("try-out", {
    kind: "service",
    roles: ["florist"],
    audiences: [usersCall],
  });
  const tokenUrl = identity.issuer.apply((issuer) => `${issuer}/protocol/openid-connect/token`);
  return clientSecret && { url, tokenUrl, clientId, clientSecret };
}
