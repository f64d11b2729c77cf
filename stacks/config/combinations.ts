import { failed, type Check } from "../../components/problems";
import { databases } from "../databases";
import { unknownKey } from "./problems";
import { reachProblems } from "./reach";
import type { CakeConfig } from "./schema";

/** What is wrong with keys that are good by themselves and do not fit each other. */
export function combinationProblems(config: CakeConfig): string[] {
  const { environment, preview, database, databaseUrl, simulate, cluster, events } = config;
  const checks: Check[] = [
    [
      environment === "prod" && !database,
      "cake:database is missing, and prod has no default for it. Allowed: a mapping with a kind: cockroach, existing or postgres.",
    ],
    [
      database?.kind === "existing" && databaseUrl === undefined,
      "cake:databaseUrl is missing, and cake:database.kind is existing. Set it with `pulumi config set --secret cake:databaseUrl`.",
    ],
    [
      database?.kind !== "existing" && databaseUrl !== undefined,
      "cake:databaseUrl is read by nothing: only cake:database.kind existing has an address. Remove it, or choose that kind.",
    ],
    [
      environment !== "preview" && preview !== undefined,
      `cake:preview is set, and cake:environment is ${environment}: only a preview ends by itself. Remove it, or set cake:environment to preview.`,
    ],
    [
      environment === "prod" && simulate === true,
      "cake:simulate is true in prod. Allowed: dev or preview, because nothing of it is real. Remove it.",
    ],
    ...eventsChecks(environment, cluster, events),
    ...cockroachChecks(database),
  ];
  return [...failed(checks), ...reachProblems(config), ...rotationProblems(database)];
}

/** A name that no database has would rotate nothing, in silence. */
function rotationProblems(database: CakeConfig["database"]): string[] {
  const known = Object.keys(databases);
  const unknown = Object.keys(database?.rotation ?? {}).filter((name) => !known.includes(name));
  return unknown.map((name) => unknownKey(["database", "rotation", name], known));
}

function cockroachChecks(database: CakeConfig["database"]): Check[] {
  if (database?.kind !== "cockroach") return [];
  const { plan = "basic", vcpus, requestUnits, storage } = database;
  return [
    [
      plan === "basic" && vcpus !== undefined,
      "cake:database.vcpus is for plan standard. Basic is bounded by requestUnits and storage: remove it, or set plan to standard.",
    ],
    [
      plan === "standard" && (requestUnits !== undefined || storage !== undefined),
      "cake:database.requestUnits and storage are for plan basic. Standard is bounded by vcpus: remove them, or set plan to basic.",
    ],
  ];
}

function eventsChecks(
  environment: CakeConfig["environment"],
  cluster: CakeConfig["cluster"],
  events: CakeConfig["events"],
): Check[] {
  if (events?.kind !== "knative") return [];
  const { channel, allowLossy } = events;
  const found = channel ? "is of kind memory" : "is missing, and its default is kind memory";
  return [
    [
      environment === "prod" && channel?.kind !== "kafka" && allowLossy !== true,
      `cake:events.channel ${found}, in prod: events that are under way are lost, and nobody is told, whenever a pod of ` +
        "Knative Eventing ends (a node is drained or dies, an upgrade, too little memory). Allowed: kind kafka. " +
        "Choose it, or set cake:events.allowLossy to true where a lost event is no harm.",
    ],
    [
      cluster.kind === "local" && channel?.kind === "kafka",
      "cake:events.channel is of kind kafka, and cake:cluster.kind is local: that one has no Kafka. Allowed: kind memory. " +
        "Remove the channel, or choose another cluster.",
    ],
  ];
}
