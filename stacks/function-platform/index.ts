import type * as pulumi from "@pulumi/pulumi";
import type { Consumer } from "../../components/cockroach/application";
import type { Cluster, DatabaseConnection, EventBus, FunctionPlatform } from "../../components/contracts";
import type { EventLedgerArgs } from "../../components/events/ledger";
import type { Brought } from "../platform";
import type { Settings } from "../presets";

/**
 * What runs functions. It is made in two steps, because it does not wait for what functions use, and where they are lets
 * them out to that.
 */
export interface FunctionHost {
  /** Namespaces that functions are in: those that they use let them in. None where they are no pods. */
  readonly namespaces: readonly string[];
  /** @param used what functions use of the cluster */
  readonly place: (used: readonly (Used | undefined)[]) => FunctionPlace;
}

/** What functions use of the cluster. */
interface Used {
  /** What a namespace must let out for its pods to reach it. */
  readonly egress: object;
}

/** Where functions are. */
export interface FunctionPlace {
  readonly platform: FunctionPlatform;
  /** Undefined where nothing carries events. */
  readonly bus?: EventBus;
  /** Who connects to a database from there. */
  readonly consumer: Pick<Consumer, "namespace">;
  /** What a function is deployed with. */
  readonly opts: pulumi.ComponentResourceOptions;
  /** Undefined where the bus keeps an event until its function has handled it. */
  readonly ledger?: Ledger;
}

/** Makes what knows of events, in the database of these functions, which of them are handled. */
export type Ledger = (
  database: DatabaseConnection,
  functions: EventLedgerArgs["functions"],
  feed?: EventLedgerArgs["feed"],
) => void;

/** What a host is made with. */
export interface HostOptions {
  readonly cluster: Cluster;
  readonly brought: Brought;
  /** For what is in the cluster. */
  readonly inCluster: pulumi.ComponentResourceOptions;
}

/** The one place where the kind of it is chosen. Each brings an SDK, and only who has one loads it. */
export async function functionHost(settings: Settings, options: HostOptions): Promise<FunctionHost> {
  const { functions } = settings;
  switch (functions.kind) {
    case "knative":
      return (await import("./knative")).knativeHost(functions, settings, options);
    case "lambda":
      return (await import("./lambda")).lambdaHost(functions, settings);
    case "cloudfunctions":
      return (await import("./cloud-functions")).cloudFunctionsHost(functions, settings);
    default:
      return functions satisfies never;
  }
}
