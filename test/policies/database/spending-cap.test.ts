import { databaseSpendingCap as policy } from "../../../policies/database/spending-cap";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const cluster = "cockroach:index/cluster:Cluster";
const limits = { requestUnitLimit: 50_000_000, storageMibLimit: 10_240 };

/** How each type is given a bound: its options, the option and the default of what it may be at most. */
const bounds: [
  says: string,
  type: string,
  path: string,
  option: string,
  most: number,
  bounded: (value: Value) => Properties,
][] = [
  [
    "request units",
    cluster,
    "serverless.usageLimits.requestUnitLimit",
    "requestUnits",
    1_000_000_000,
    (requestUnitLimit) => ({ plan: "BASIC", serverless: { usageLimits: { ...limits, requestUnitLimit } } }),
  ],
  [
    "storage",
    cluster,
    "serverless.usageLimits.storageMibLimit",
    "storageMib",
    102_400,
    (storageMibLimit) => ({ plan: "BASIC", serverless: { usageLimits: { ...limits, storageMibLimit } } }),
  ],
  [
    "processors",
    cluster,
    "serverless.usageLimits.provisionedVirtualCpus",
    "vcpus",
    8,
    (provisionedVirtualCpus) => ({
      plan: "STANDARD",
      serverless: { usageLimits: { provisionedVirtualCpus } },
    }),
  ],
  [
    "cents, as it was",
    cluster,
    "serverless.spendLimit",
    "cents",
    20_000,
    (spendLimit) => ({ serverless: { spendLimit: spendLimit ?? "none" } }),
  ],
  [
    "Aurora's units",
    "aws:rds/cluster:Cluster",
    "serverlessv2ScalingConfiguration.maxCapacity",
    "capacityUnits",
    16,
    (maxCapacity) => ({ serverlessv2ScalingConfiguration: { maxCapacity } }),
  ],
  [
    "Aurora's units, as they were",
    "aws:rds/cluster:Cluster",
    "scalingConfiguration.maxCapacity",
    "capacityUnits",
    16,
    (maxCapacity) => ({ engineMode: "serverless", scalingConfiguration: { maxCapacity } }),
  ],
  [
    "units of a shard group",
    "aws:rds/shardGroup:ShardGroup",
    "maxAcu",
    "capacityUnits",
    16,
    (maxAcu) => ({ maxAcu }),
  ],
  [
    "Neptune's units",
    "aws:neptune/cluster:Cluster",
    "serverlessV2ScalingConfiguration.maxCapacity",
    "capacityUnits",
    16,
    (maxCapacity) => ({ serverlessV2ScalingConfiguration: { maxCapacity } }),
  ],
  [
    "DocumentDB's units",
    "aws:docdb/cluster:Cluster",
    "serverlessV2ScalingConfiguration.maxCapacity",
    "capacityUnits",
    16,
    (maxCapacity) => ({ serverlessV2ScalingConfiguration: { maxCapacity } }),
  ],
  [
    "reads",
    "aws:dynamodb/table:Table",
    "onDemandThroughput.maxReadRequestUnits",
    "unitsPerSecond",
    10_000,
    (maxReadRequestUnits) => ({
      billingMode: "PAY_PER_REQUEST",
      onDemandThroughput: { maxReadRequestUnits, maxWriteRequestUnits: 10 },
    }),
  ],
  [
    "writes",
    "aws:dynamodb/table:Table",
    "onDemandThroughput.maxWriteRequestUnits",
    "unitsPerSecond",
    10_000,
    (maxWriteRequestUnits) => ({
      billingMode: "PAY_PER_REQUEST",
      onDemandThroughput: { maxReadRequestUnits: 10, maxWriteRequestUnits },
    }),
  ],
  [
    "a disk of Cloud SQL",
    "gcp:sql/databaseInstance:DatabaseInstance",
    "settings.diskAutoresizeLimit",
    "diskGib",
    1_000,
    (diskAutoresizeLimit) => ({ settings: { diskAutoresizeLimit } }),
  ],
];

it("says all of it", () => {
  expectViolation(
    policy,
    resource(cluster, { plan: "BASIC", serverless: { usageLimits: { ...limits, requestUnitLimit: 0 } } }),
    "serverless.usageLimits.requestUnitLimit is 0.\n  Fix: Set serverless.usageLimits.requestUnitLimit to a number from " +
      "1 to 1000000000.\n  Why: Without one, a loop in a program, or somebody who wants to harm, decides what the month " +
      "costs. https://www.cockroachlabs.com/docs/cockroachcloud/plan-your-cluster-basic",
  );
});

describe.each(bounds)("%s", (_, type, path, option, most, bounded) => {
  it("has a bound", () => {
    for (const value of [undefined, 0, -1, "8", [8]])
      expectViolation(
        policy,
        resource(type, bounded(value)),
        new RegExp(`^${path} is [^,]*\\.\n  Fix: Set ${path} to a number from 1 to ${most}\\.`),
      );
  });

  it("is bounded by the option", () => {
    expectViolation(
      policy,
      resource(type, bounded(most + 1)),
      `${path} is ${most + 1}, which is more than ${most}.`,
    );
    expectCompliance(policy, resource(type, bounded(most + 1)), { options: { [option]: most + 1 } });
  });

  it("passes with a bound, and while it is not known", () => {
    for (const value of [1, most, UNKNOWN] as Value[])
      expectCompliance(policy, resource(type, bounded(value)));
  });
});

describe("CockroachDB", () => {
  it.each<[string, Properties]>([
    ["with no limits", { plan: "BASIC", serverless: {} }],
    ["that does not say that it is serverless", { plan: "BASIC" }],
    ["of no plan", { serverless: {} }],
    ["with limits of another kind", { plan: "BASIC", serverless: { usageLimits: 50 } }],
  ])("is refused %s", (_, properties) => {
    expectViolation(
      policy,
      resource(cluster, properties),
      "serverless.usageLimits.requestUnitLimit is missing",
      "serverless.usageLimits.storageMibLimit is missing",
    );
  });

  it("is refused on Standard without processors, whatever else it limits", () => {
    expectViolation(
      policy,
      resource(cluster, { plan: "STANDARD", serverless: { usageLimits: limits } }),
      "serverless.usageLimits.provisionedVirtualCpus is missing",
    );
  });

  it("is taken for what its limits are of where it names no plan", () => {
    const serverless = { usageLimits: { provisionedVirtualCpus: 9 } };
    const words = "provisionedVirtualCpus is 9, which is more than 8";
    expectViolation(policy, resource(cluster, { serverless }), words);
    expectViolation(policy, resource(cluster, { plan: UNKNOWN, serverless }), words);
    expectViolation(
      policy,
      resource(cluster, { plan: "BASIC", serverless }),
      "requestUnitLimit is missing",
      "storageMibLimit is missing",
    );
  });

  it("counts limits before what they replaced", () => {
    expectViolation(
      policy,
      resource(cluster, { serverless: { spendLimit: 100, usageLimits: { ...limits, storageMibLimit: 0 } } }),
      "serverless.usageLimits.storageMibLimit is 0",
    );
  });

  it.each<Properties>([
    { plan: "ADVANCED", dedicated: { numVirtualCpus: 4 } },
    { plan: "BASIC", serverless: UNKNOWN },
    { plan: UNKNOWN, serverless: {} },
    { plan: "BASIC", serverless: { usageLimits: UNKNOWN } },
    { serverless: { spendLimit: UNKNOWN } },
  ])("passes where nodes bound it, or nobody can say yet: %#", (properties) => {
    expectCompliance(policy, resource(cluster, properties));
  });
});

describe("what does not grow", () => {
  it.each<[string, Properties]>([
    ["aws:rds/cluster:Cluster", { engineMode: "provisioned" }],
    ["aws:rds/cluster:Cluster", { scalingConfiguration: { maxCapacity: 256 } }],
    ["aws:neptune/cluster:Cluster", {}],
    ["aws:docdb/cluster:Cluster", {}],
    ["aws:dynamodb/table:Table", { billingMode: "PROVISIONED" }],
    ["aws:dynamodb/table:Table", {}],
    ["aws:dynamodb/table:Table", { billingMode: UNKNOWN }],
    ["aws:rds/instance:Instance", {}],
    ["aws:rds/instance:Instance", { maxAllocatedStorage: 0 }],
    ["aws:rds/instance:Instance", { maxAllocatedStorage: 1_000 }],
    ["aws:rds/instance:Instance", { maxAllocatedStorage: UNKNOWN }],
    ["gcp:sql/databaseInstance:DatabaseInstance", { settings: { diskAutoresize: false } }],
    ["gcp:sql/databaseInstance:DatabaseInstance", { settings: { diskAutoresize: UNKNOWN } }],
    ["gcp:sql/databaseInstance:DatabaseInstance", { settings: UNKNOWN }],
    ["gcp:sql/databaseInstance:DatabaseInstance", { clone: { sourceInstanceName: "orders" } }],
  ])("passes: %s %#", (type, properties) => {
    expectCompliance(policy, resource(type, properties));
  });

  it("is the disk of an instance that has an end, and not a far one", () => {
    const type = "aws:rds/instance:Instance";
    const words = "maxAllocatedStorage is 1001, which is more than 1000.";
    expectViolation(policy, resource(type, { maxAllocatedStorage: 1_001 }), words);
    expectViolation(policy, resource(type, { maxAllocatedStorage: "20" }), 'maxAllocatedStorage is "20".');
  });

  it("is a disk that is told to grow, with no end", () => {
    expectViolation(
      policy,
      resource("gcp:sql/databaseInstance:DatabaseInstance", { settings: { diskAutoresize: true } }),
      "settings.diskAutoresizeLimit is missing",
    );
  });
});
