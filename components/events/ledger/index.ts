import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { DatabaseConnection, FunctionPlatform, FunctionSpec, KnativeEventBus } from "../../contracts";
import { schedule, subscribe } from "../bus";
import { recordsEvents } from "../function/needs";
import { sourceOf } from "../function/source";
import { refuse } from "../../refuse";
import { deploy } from "../platform";
import { unreachable, type Feed } from "./feed";
import type { Subscription } from "./function/outbox";
import { changesToken, subscriptionsVariable } from "./variables";
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
  /**
   * Has a CockroachDB tell an address of each event as soon as it is written, whoever writes it. A function that this adds
   * takes what is told, on the internet, from who shows its token; it takes as many connections as one pod may.
   * @default – the transaction that writes an event tells the ledger, and the schedule does
   */
  readonly feed?: Feed;
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
    refuse(`ledger ${name}`, problemsOf(args), this);
    const { platform, bus, database, feed } = args;
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
    if (feed) this.follow(`${name}-changes`, feed, args, opts);
    this.registerOutputs({});
  }

  /** The function that a changefeed calls. */
  private follow(
    name: string,
    feed: Feed,
    { platform, bus, database }: EventLedgerArgs,
    opts?: pulumi.ComponentResourceOptions,
  ): void {
    const token = new RandomPassword(name, { length: 40, special: false }, { parent: this }).result;
    const { url } = deploy(
      platform,
      name,
      {
        code: { source: path.join(__dirname, "changes") },
        scale: { max: 1 },
        secrets: { [changesToken]: token },
        needs: { bus, database },
      },
      { parent: this, dependsOn: opts?.dependsOn },
    );
    feed({ url: url.apply((known) => known ?? ""), token });
  }
}

function problemsOf({ platform, feed }: EventLedgerArgs): string[] {
  const reason = feed && unreachable(platform);
  return reason === undefined
    ? []
    : [`feed is given, and ${reason}. Allowed: an ingress with https:// and a public name. Take feed out.`];
}

/** Those whose handling the database knows of. */
function subscriptionsOf(functions: EventLedgerArgs["functions"]): Subscription[] {
  return Object.entries(functions)
    .filter(([, spec]) => recordsEvents(spec))
    .flatMap(([name, { triggers = [] }]) =>
      triggers.flatMap(({ event }) => (event ? [{ handler: sourceOf(name), filter: event }] : [])),
    );
}
