import type * as pulumi from "@pulumi/pulumi";
import type {
  Authorization,
  DatabaseConnection,
  DeployedFunction,
  EventBus,
  FunctionPlatform,
  FunctionSpec,
} from "../../components/contracts";
import type { Feed } from "../../components/events/ledger/feed";
import { deploy } from "../../components/events/platform";
import { functions, usersCall, type FunctionName } from "./functions";

type Needs = NonNullable<FunctionSpec["needs"]>;

/** What the florist is built on: contracts of the layers, whoever made them. */
export interface FloristArgs {
  readonly platform: FunctionPlatform;
  readonly bus: EventBus;
  /** Makes what keeps events in the florist's database until they are handled. @default – the bus keeps them */
  readonly ledger?: (
    database: DatabaseConnection,
    functions: Readonly<Record<string, FunctionSpec>>,
    feed?: Feed,
  ) => void;
  /** A connection to the florist's database for so many pods of a function. */
  readonly connection: (name: string, pods: number) => DatabaseConnection;
  /** Who signs users in, and what its page is known by there. */
  readonly identity: NonNullable<Needs["identity"]> & { readonly clientId: string };
  readonly authorization: Authorization;
  /** Has its database tell of events as soon as they are written; a CockroachDB can. @default – nothing does */
  readonly feed?: Feed;
}

/**
 * The florist's functions. Users sign in at the page of `orders`; the others are woken by events, which a ledger in the
 * florist's database keeps until they are handled, where the bus itself does not.
 */
export function florist(
  {
    platform,
    bus,
    ledger,
    connection,
    identity: { clientId, ...identity },
    authorization,
    feed,
  }: FloristArgs,
  opts: pulumi.ComponentResourceOptions,
): Record<FunctionName, DeployedFunction> {
  const plain = mapped((name): FunctionSpec => ({
    ...functions[name],
    needs: { bus, database: connection(name, functions[name].scale.max) },
  }));
  const specs: Record<FunctionName, FunctionSpec> = {
    ...plain,
    [usersCall]: {
      ...plain[usersCall],
      environment: { CLIENT_ID: clientId },
      needs: { ...plain[usersCall].needs, identity, authorization },
    },
  };
  const deployed = mapped((name) => deploy(platform, name, specs[name], opts));
  ledger?.(connection("ledger", 1), specs, feed);
  return deployed;
}

/** Something of each function. */
const mapped = <T>(make: (name: FunctionName) => T): Record<FunctionName, T> => ({
  orders: make("orders"),
  assign: make("assign"),
  notify: make("notify"),
  morning: make("morning"),
});
