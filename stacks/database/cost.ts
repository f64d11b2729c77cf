import { idleWarning, monthlyCost, type Poller, type Priced } from "../../components/cockroach/cost";
import type { Plan } from "../../components/cockroach/cluster/limits";
import type { CockroachConfig } from "../config";
import type { Settings } from "../presets";
import { wantsChangefeed } from "./changefeed";

/** What a stack may cost in a month, for people. */
export interface Cost {
  readonly words: string;
  /** Of what would use up what is free while nobody uses it. */
  readonly warning: string | undefined;
}

/**
 * What the limits of a stack's database allow it to cost. Everything else runs on the cluster, which has a price of
 * its own.
 *
 * @param pollers pods that ask the database day and night @default – those of the platform itself
 */
export function costOf(
  settings: Pick<Settings, "database" | "identity" | "authorization" | "events">,
  pollers: Readonly<Partial<Record<Poller, number>>> = pollersOf(settings),
): Cost {
  const priced = pricedOf(settings.database);
  return { words: monthlyCost(priced).words.join("\n"), warning: idleWarning(priced, pollers) };
}

function pricedOf(database: Settings["database"]): Priced {
  switch (database.kind) {
    case "postgres":
      return { plan: "cluster" };
    case "existing":
      return { plan: "existing" };
    case "cockroach":
      return planOf(database);
    default:
      return database satisfies never;
  }
}

/** What of a stack asks its database day and night. */
const pollersOf = ({
  identity,
  authorization,
  events,
}: Pick<Settings, "identity" | "authorization" | "events">): Partial<Record<Poller, number>> => ({
  keycloak: identity?.kind === "keycloak" ? identity.replicas : 0,
  spicedb: authorization?.replicas ?? 0,
  changefeed: wantsChangefeed({ events }) ? 1 : 0,
});

/** The plan with its own limits only. */
export function planOf({ plan = "basic", requestUnits, storage, vcpus }: CockroachConfig): Plan {
  return plan === "basic" ? { plan, requestUnits, storage } : { plan, vcpus };
}
