import { costCap as policy } from "../../../policies/stack/cost";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const cluster = (properties: Properties, name = "database") =>
  resource("cockroach:index/cluster:Cluster", { plan: "BASIC", ...properties }, { name });
const limited = (requestUnitLimit: Value, storageMibLimit: Value = 10240, name?: string) =>
  cluster({ serverless: { usageLimits: { requestUnitLimit, storageMibLimit } } }, name);
const eks = resource("aws:eks/cluster:Cluster", {}, { name: "main" });
const dev = { environment: "dev" } as const;

const told = ", or tell what it costs a month with the option prices.";

test("the message says how much, of how much, for what, and what to do", () => {
  expectViolation(
    policy,
    [eks, resource("aws:ec2/natGateway:NatGateway", {}, { name: "out" })],
    [
      "stack",
      `The stack may cost 105.85 USD a month, and in dev at most 20.00 USD: 73.00 USD main: a control plane of EKS, 0.1 USD an hour (aws.amazon.com/eks/pricing); 32.85 USD out: a NAT gateway, 0.045 USD an hour (aws.amazon.com/vpc/pricing).
  Fix: Lower the usage limits, leave something out, or raise the option dev once somebody has agreed to the price.
  Why: A price that nobody has looked at is found on the invoice, a month late. https://www.cockroachlabs.com/docs/cockroachcloud/plan-your-cluster-basic`,
    ],
    dev,
  );
});

test.each([
  ["dev", 150_000_000, 20],
  ["preview", 100_000_000, 10],
  ["prod", 2_550_000_000, 500],
] as const)("%s may cost what %p request units are, and no more", (environment, units, most) => {
  expectCompliance(policy, limited(units), { environment });
  expectViolation(
    policy,
    [limited(units + 1_000_000)],
    [
      "stack",
      `The stack may cost ${most}.20 USD a month, and in ${environment} at most ${most}.00 USD: ${most}.20 USD database: CockroachDB, by its usage limits.`,
    ],
    { environment },
  );
});

test("several clusters cost what they cost together", () => {
  const [one, two] = [limited(130_000_000), limited(130_000_000, 10240, "more")];
  expectCompliance(policy, one, dev);
  expectViolation(policy, [one, two], ["stack", "may cost 32.00 USD a month"], dev);
});

test("what is free, and what has no price, is not told of", () => {
  const free = limited(50_000_000, 10240, "free");
  expectViolation(
    policy,
    [free, eks, resource("random:index/randomPassword:RandomPassword", {})],
    ["stack", /USD: 73\.00 USD main: [^;]*\.\n/],
    dev,
  );
});

test("storage costs, too", () => {
  expectViolation(policy, [limited(50_000_000, 61440)], ["stack", "may cost 25.00 USD"], dev);
  expectCompliance(policy, limited(50_000_000, 0), dev);
  expectCompliance(policy, limited(0, 10240), dev);
});

test.each<[string, Properties, string]>([
  [
    "request units",
    { usageLimits: { storageMibLimit: 10240 } },
    `serverless.usageLimits.requestUnitLimit is missing, so that nothing caps what the cluster costs.\n  Fix: Set serverless.usageLimits.requestUnitLimit to a whole number${told}`,
  ],
  [
    "storage",
    { usageLimits: { requestUnitLimit: 50_000_000 } },
    `serverless.usageLimits.storageMibLimit is missing, so that nothing caps what the cluster costs.\n  Fix: Set serverless.usageLimits.storageMibLimit to a whole number${told}`,
  ],
  ["anything", {}, "serverless.usageLimits.requestUnitLimit is missing"],
  [
    "what is a number",
    { usageLimits: { requestUnitLimit: "50", storageMibLimit: 1 } },
    'requestUnitLimit is "50"',
  ],
  [
    "what is not below zero",
    { usageLimits: { requestUnitLimit: -1, storageMibLimit: 1 } },
    "requestUnitLimit is -1",
  ],
  ["what is whole", { usageLimits: { requestUnitLimit: 1, storageMibLimit: 1.5 } }, "storageMibLimit is 1.5"],
  ["a number of cents", { spendLimit: "100" }, "requestUnitLimit is missing"],
  ["limits that are some", { usageLimits: 7 }, "requestUnitLimit is missing"],
])("a cluster without a limit of %s is refused", (_, serverless, message) => {
  const found = cluster({ serverless });
  expectViolation(policy, [eks, found], [found, message]);
});

test("a cluster without anything is refused", () => {
  const found = cluster({ plan: undefined });
  expectViolation(policy, [found], [found, "serverless.usageLimits.requestUnitLimit is missing"]);
});

test.each(["STANDARD", "ADVANCED", 7])("plan %p has no price here", (plan) => {
  const found = cluster({ plan, serverless: { usageLimits: { provisionedVirtualCpus: 2 } } });
  expectViolation(
    policy,
    [found],
    [
      found,
      `plan is ${JSON.stringify(plan)}, whose price depends on cloud, region and size, and is not known here.\n  Fix: Set plan to "BASIC" with usage limits${told}`,
    ],
  );
});

test("the old limit is in cents", () => {
  expectCompliance(policy, cluster({ plan: undefined, serverless: { spendLimit: 2000 } }), dev);
  expectViolation(
    policy,
    [cluster({ serverless: { spendLimit: 2001 } })],
    ["stack", "may cost 20.01 USD"],
    dev,
  );
});

test.each<[string, Properties]>([
  ["a plan", { plan: UNKNOWN }],
  ["limits", { serverless: UNKNOWN }],
  [
    "a limit of storage",
    { serverless: { usageLimits: { requestUnitLimit: 1e9, storageMibLimit: UNKNOWN } } },
  ],
  ["a limit of request units", { serverless: { usageLimits: { requestUnitLimit: UNKNOWN } } }],
  ["the old limit", { serverless: { spendLimit: UNKNOWN } }],
])("%s that is not known yet costs nothing for now, and the rest is judged", (_, properties) => {
  expectCompliance(policy, cluster(properties), dev);
  expectViolation(policy, [cluster(properties), eks], ["stack", "may cost 73.00 USD"], dev);
});

test.each<[string, number, string]>([
  ["aws:eks/cluster:Cluster", 73, "a control plane of EKS, 0.1 USD an hour (aws.amazon.com/eks/pricing)"],
  ["aws:ec2/natGateway:NatGateway", 32.85, "a NAT gateway, 0.045 USD an hour (aws.amazon.com/vpc/pricing)"],
  ["aws:ec2/eip:Eip", 3.65, "a public address, 0.005 USD an hour (aws.amazon.com/vpc/pricing)"],
  [
    "aws:lb/loadBalancer:LoadBalancer",
    16.43,
    "a load balancer, 0.0225 USD an hour (aws.amazon.com/elasticloadbalancing/pricing)",
  ],
  [
    "aws:alb/loadBalancer:LoadBalancer",
    16.43,
    "a load balancer, 0.0225 USD an hour (aws.amazon.com/elasticloadbalancing/pricing)",
  ],
  [
    "aws:elb/loadBalancer:LoadBalancer",
    18.25,
    "a classic load balancer, 0.025 USD an hour (aws.amazon.com/elasticloadbalancing/pricing)",
  ],
  [
    "gcp:container/cluster:Cluster",
    73,
    "the management of a cluster of GKE, 0.1 USD an hour (cloud.google.com/kubernetes-engine/pricing)",
  ],
])("%s costs %p", (type, dollars, words) => {
  const most = { ...dev, options: { dev: 0 } };
  const amount = `${dollars.toFixed(2)} USD`;
  expectViolation(
    policy,
    [resource(type, {})],
    ["stack", `may cost ${amount} a month, and in dev at most 0.00 USD: ${amount} tried: ${words}.`],
    most,
  );
});

test.each([
  "aws:autoscaling/group:Group",
  "aws:docdb/cluster:Cluster",
  "aws:ec2/instance:Instance",
  "aws:eks/nodeGroup:NodeGroup",
  "aws:elasticache/cluster:Cluster",
  "aws:elasticache/replicationGroup:ReplicationGroup",
  "aws:msk/cluster:Cluster",
  "aws:opensearch/domain:Domain",
  "aws:rds/clusterInstance:ClusterInstance",
  "aws:rds/instance:Instance",
  "aws:redshift/cluster:Cluster",
  "gcp:alloydb/cluster:Cluster",
  "gcp:compute/instance:Instance",
  "gcp:compute/instanceGroupManager:InstanceGroupManager",
  "gcp:container/nodePool:NodePool",
  "gcp:redis/instance:Instance",
  "gcp:spanner/instance:Instance",
  "gcp:sql/databaseInstance:DatabaseInstance",
])("%s has a price that must be told, by its type or its name", (type) => {
  const found = resource(type, {}, { name: "big" });
  expectViolation(
    policy,
    [found],
    [
      found,
      `Its price depends on its size, and is not known here, so that nobody knows what the stack costs.\n  Fix: Leave it out${told}`,
    ],
  );
  expectCompliance(policy, [found], { options: { prices: { [type]: 500 } } });
  expectViolation(policy, [found], ["stack", "501.00 USD big: as told by the option prices."], {
    options: { prices: { big: 501, [type]: 1 } },
  });
});

test("a price that is told counts before one that is known", () => {
  const options = { prices: { main: 5, database: 6 } };
  expectCompliance(policy, [eks, cluster({ plan: "STANDARD" })], { ...dev, options });
  expectViolation(policy, [eks, cluster({ plan: "STANDARD" })], ["stack", "may cost 11.00 USD"], {
    ...dev,
    options: { ...options, dev: 10 },
  });
});

test("a stack without anything that costs passes, whatever it is called", () => {
  expectCompliance(policy, [], { options: { prod: 0 } });
  expectCompliance(policy, [resource("toString", {}, { name: "constructor" })], { options: { prod: 0 } });
});
