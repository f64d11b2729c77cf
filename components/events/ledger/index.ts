import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { DatabaseConnection, FunctionPlatform, FunctionSpec, KnativeEventBus } from "../../contracts";
import { schedule, subscribe } from "../bus";
import { recordsEvents } from "../function/needs";
import { sourceOf } from "../function/source";
import { deploy } from "../platform";
import type { Subscription } from "./function/outbox";
import { subscriptionsVariable } from "./variables";
import { outboxWritten } from "./wake";

export interface EventLedgerArgs {
  readonly platform: FunctionPlatform;
  readonly bus: KnativeEventBus;
  /** The database of the functions, which has the tables in `tables.sql` by a migration. */
  readonly database: DatabaseConnection;
  /** The functions of the bus, by name: what wakes them, and what they need. */
  readonly functions: Readonly<Record<string, Pick<FunctionSpec, "triggers" | "needs">>>;
  /** When it looks into the outbox unasked, in cron's form: asking can fail, too. @default – each five minutes */
  readonly schedule?: string;
}

/** Each five minutes. */
const usual = "*/5 * * * *";

/**
 * What makes events of a database reliable: a function that gives the events of the outbox to the bus until all functions
 * have handled them, and keeps those that they could not. It is at zero while nothing happens. The bus has
 * `deadLettersOf(name, …)` for its dead letters, and `ledger: true`.
 *
 * @example new EventLedger("ledger", { platform, bus, database: shop.connection("ledger", { namespace }), functions })
 */
export class EventLedger extends pulumi.ComponentResource {
  constructor(name: string, args: EventLedgerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:events:EventLedger", name, {}, opts);
    const { platform, bus, database } = args;
    const deployed = deploy(
      platform,
      name,
      {
        code: { source: path.join(__dirname, "function") },
        visibility: "cluster",
        // One at a time: a second one would only look at the same rows.
        scale: { max: 1 },
        environment: { [subscriptionsVariable]: JSON.stringify(subscriptionsOf(args.functions)) },
        needs: { bus, database },
      },
      { parent: this, dependsOn: opts?.dependsOn },
    );
    const to = deployed.innerUrl.apply(() => name);
    const child = { parent: this };
    subscribe(bus, { name: `${name}-written`, filter: { type: outboxWritten }, to }, child);
    schedule(bus, { name: `${name}-looks`, cron: args.schedule ?? usual, to }, child);
    this.registerOutputs({});
  }
}

/** Those whose handling the database knows of. */
function subscriptionsOf(functions: EventLedgerArgs["functions"]): Subscription[] {
  return Object.entries(functions)
    .filter(([, spec]) => recordsEvents(spec))
    .flatMap(([name, { triggers = [] }]) =>
      triggers.flatMap(({ event }) => (event ? [{ handler: sourceOf(name), filter: event }] : [])),
    );
}
