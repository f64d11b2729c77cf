import type * as pulumi from "@pulumi/pulumi";
import type { DeployedFunction, EventBus, FunctionSpec } from "../components/contracts";
import { deploy } from "../components/events/platform";
import type { AuthorizationLayer } from "./authorization";
import type { DatabaseLayer } from "./database";
import type { FunctionPlace } from "./function-platform";
import { florist, type StackFunction } from "./functions";
import type { IdentityLayer } from "./identity";
import { ledgerName } from "./names";
import { realm } from "./realm";

/** What the florist uses of the layers. */
export interface FloristLayers {
  readonly database: Pick<DatabaseLayer, "application">;
  readonly identity: IdentityLayer;
  readonly authorization: AuthorizationLayer;
}

type Names = keyof typeof florist;

/** Whom tokens of users are for: the function that they use. */
const audience = "orders" satisfies Names;

/** What places an order when the stack is up. */
export interface TryOut {
  readonly url: DeployedFunction["url"];
  readonly tokenUrl: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
  /** Secret. */
  readonly clientSecret: pulumi.Output<string>;
}

export interface Florist {
  readonly functions: Readonly<Record<Names, DeployedFunction>>;
  /** Undefined where nobody is there to try it. */
  readonly tryOut?: TryOut;
}

/**
 * The florist's functions. Users sign in at the page of `orders`, which is known to the realm by the function's name, whose
 * tokens are for the function, and tell of every role of the realm. The others are woken by events, which a ledger in the
 * florist's database keeps until they are handled, where the bus itself does not.
 */
export function deployFlorist(
  { platform, bus, consumer, opts, ledger }: FunctionPlace & { readonly bus: EventBus },
  { database, identity, authorization }: FloristLayers,
): Florist {
  const application = database.application("florist");
  const connection = (name: string, pods: number) => application.connection(name, { ...consumer, pods });
  const specOf = (name: Names) => {
    const { code, scale, triggers, publishes }: StackFunction = florist[name];
    return {
      code,
      scale,
      triggers,
      publishes,
      needs: { bus, database: connection(name, florist[name].scale.max) },
    };
  };
  const specs = mapped(specOf);
  const orders: FunctionSpec = {
    ...specs.orders,
    // Not the id of what is made below: that one waits for the function's address.
    environment: { CLIENT_ID: audience },
    needs: {
      ...specs.orders.needs,
      identity: { ...identity.identity, audience },
      authorization: authorization.authorization,
    },
  };
  const deployed = mapped((name) => deploy(platform, name, name === audience ? orders : specs[name], opts));
  ledger?.(connection(ledgerName, 1), specs);
  identity.client(audience, {
    kind: "browser",
    redirectUris: [deployed.orders.url.apply((url) => `${url}/`)],
    roles: Object.keys(realm.roles),
    audiences: [audience],
  });
  return { functions: deployed, tryOut: identity.signIn && tryOutOf(identity, deployed.orders) };
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
    audiences: [audience],
  });
  const tokenUrl = identity.issuer.apply((issuer) => `${issuer}/protocol/openid-connect/token`);
  return clientSecret && { url, tokenUrl, clientId, clientSecret };
}

/** Something of each of the florist's functions. */
const mapped = <T>(make: (name: Names) => T): Record<Names, T> => ({
  orders: make("orders"),
  assign: make("assign"),
  notify: make("notify"),
  morning: make("morning"),
});
