import { resourcePolicy, types } from "../policy";
import { at, isOneOf, shown, UNKNOWN, type Properties, type Value } from "../value";

const whole = (most: number, description: string) => ({
  description,
  default: most,
  type: "integer",
  minimum: 1,
});

const options = {
  requestUnits: whole(1_000_000_000, "Request units a month at most, of CockroachDB Basic: 200 dollars."),
  storageMib: whole(102_400, "MiB at most, of CockroachDB Basic: 100 GiB."),
  vcpus: whole(8, "Virtual processors at most, of CockroachDB Standard."),
  capacityUnits: whole(16, "Capacity units at most of Aurora, Neptune and DocumentDB, serverless."),
  unitsPerSecond: whole(
    10_000,
    "Reads, and writes, a second at most of a table of DynamoDB that is paid by use.",
  ),
  diskGib: whole(1_000, "GiB at most that a disk grows to by itself."),
  cents: whole(20_000, "Cents a month at most, of CockroachDB before its plans."),
};

type Most = keyof typeof options;

/** A property that bounds what a database may cost. */
interface Cap {
  readonly path: readonly string[];
  readonly most: Most;
}

const cap = (most: Most, ...path: string[]): Cap => ({ path, most });

/** What bounds each type of database, as it is configured. */
const caps: Readonly<Record<string, (properties: Properties) => Cap[]>> = {
  "cockroach:index/cluster:Cluster": cockroachCaps,
  "aws:rds/cluster:Cluster": ({ engineMode, serverlessv2ScalingConfiguration }) => [
    ...(engineMode === "serverless" ? [cap("capacityUnits", "scalingConfiguration", "maxCapacity")] : []),
    ...(serverlessv2ScalingConfiguration === undefined
      ? []
      : [cap("capacityUnits", "serverlessv2ScalingConfiguration", "maxCapacity")]),
  ],
  "aws:rds/shardGroup:ShardGroup": () => [cap("capacityUnits", "maxAcu")],
  "aws:neptune/cluster:Cluster": serverlessV2,
  "aws:docdb/cluster:Cluster": serverlessV2,
  "aws:dynamodb/table:Table": ({ billingMode }) =>
    billingMode === "PAY_PER_REQUEST"
      ? ["maxReadRequestUnits", "maxWriteRequestUnits"].map((field) =>
          cap("unitsPerSecond", "onDemandThroughput", field),
        )
      : [],
  // Without it, the disk does not grow.
  "aws:rds/instance:Instance": ({ maxAllocatedStorage }) =>
    isOneOf(maxAllocatedStorage, [undefined, 0]) ? [] : [cap("diskGib", "maxAllocatedStorage")],
  // It grows where nobody says otherwise, and without an end.
  "gcp:sql/databaseInstance:DatabaseInstance": ({ settings }) =>
    settings === undefined || isOneOf(at(settings, "diskAutoresize"), [false])
      ? []
      : [cap("diskGib", "settings", "diskAutoresizeLimit")],
};

/** What a database may cost has an end. */
export const databaseSpendingCap = resourcePolicy({
  name: "database-spending-cap",
  description: "What a database takes by use, or grows to by itself, has an upper bound.",
  why: "Without one, a loop in a program, or somebody who wants to harm, decides what the month costs.",
  link: "https://www.cockroachlabs.com/docs/cockroachcloud/plan-your-cluster-basic",
  options,
  concerns: types(...Object.keys(caps)),
  *check({ type, properties }, { options: most }) {
    for (const { path, most: of } of caps[type]?.(properties) ?? []) {
      const value = at(properties, ...path);
      const where = path.join(".");
      if (isWithin(value, most[of])) continue;
      const tooMuch = typeof value === "number" && value > most[of];
      yield {
        at: where,
        problem: `is ${shown(value)}${tooMuch ? `, which is more than ${most[of]}` : ""}`,
        fix: `Set ${where} to a number from 1 to ${most[of]}`,
      };
    }
  },
});

const isWithin = (value: Value, most: number): boolean =>
  value === UNKNOWN || (typeof value === "number" && value > 0 && value <= most);

/** A dedicated cluster is bounded by its nodes. */
function cockroachCaps({ plan, serverless, dedicated }: Properties): Cap[] {
  if (dedicated !== undefined || serverless === UNKNOWN) return [];
  const limits = at(serverless, "usageLimits");
  if (limits === undefined && at(serverless, "spendLimit") !== undefined)
    return [cap("cents", "serverless", "spendLimit")];
  const of = (most: Most, field: string) => cap(most, "serverless", "usageLimits", field);
  const processors = of("vcpus", "provisionedVirtualCpus");
  const use = [of("requestUnits", "requestUnitLimit"), of("storageMib", "storageMibLimit")];
  // Who names no plan gets that of the limits.
  const named = at(limits, "provisionedVirtualCpus") !== undefined;
  if (plan === "STANDARD" || (plan !== "BASIC" && named)) return [processors];
  return plan === UNKNOWN ? [] : use;
}

function serverlessV2({ serverlessV2ScalingConfiguration }: Properties): Cap[] {
  return serverlessV2ScalingConfiguration === undefined
    ? []
    : [cap("capacityUnits", "serverlessV2ScalingConfiguration", "maxCapacity")];
}
