import { instanceMetadata as policy } from "../../../policies/clouds/instance-metadata";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const machines = [
  "aws:ec2/instance:Instance",
  "aws:ec2/launchConfiguration:LaunchConfiguration",
  "aws:ec2/launchTemplate:LaunchTemplate",
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
];
const machine = (metadataOptions: Value) => resource("aws:ec2/instance:Instance", { metadataOptions });
const given = "so that credentials are given to whoever makes an instance send one request";

test.each(machines)("%s without options is refused", (type) => {
  expectViolation(
    policy,
    resource(type, {}),
    `metadataOptions.httpTokens is missing, ${given}.
  Fix: Set metadataOptions.httpTokens to "required".
  Why: Metadata of a machine is credentials: whoever makes a program on it fetch an address of his choice has them. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html`,
  );
});

test.each<[string, Value, string]>([
  ["tokens for who likes", { httpTokens: "optional" }, `metadataOptions.httpTokens is "optional", ${given}`],
  ["true", { httpTokens: true }, `metadataOptions.httpTokens is true, ${given}`],
  ["no options", "required", `metadataOptions.httpTokens is missing, ${given}`],
  ["an endpoint that is there", { httpEndpoint: "enabled" }, "metadataOptions.httpTokens is missing"],
  [
    "three hops",
    { httpTokens: "required", httpPutResponseHopLimit: 3 },
    `metadataOptions.httpPutResponseHopLimit is 3, which lets credentials travel further than to a container of the instance.
  Fix: Set metadataOptions.httpPutResponseHopLimit to 1, or to 2 for containers.`,
  ],
  ["no hop", { httpTokens: "required", httpPutResponseHopLimit: 0 }, "httpPutResponseHopLimit is 0"],
  ["any hops", { httpTokens: "required", httpPutResponseHopLimit: -1 }, "httpPutResponseHopLimit is -1"],
  ["hops in words", { httpTokens: UNKNOWN, httpPutResponseHopLimit: "2" }, 'httpPutResponseHopLimit is "2"'],
])("a machine with %s is refused", (_, options, message) => {
  expectViolation(policy, machine(options), message);
});

test.each<[string, Value]>([
  ["tokens", { httpTokens: "required" }],
  ["one hop", { httpTokens: "required", httpPutResponseHopLimit: 1 }],
  ["a hop for containers", { httpTokens: "required", httpPutResponseHopLimit: 2 }],
  ["no metadata", { httpEndpoint: "disabled", httpPutResponseHopLimit: 64 }],
  ["what is not known", UNKNOWN],
  ["fields that are not known", { httpTokens: UNKNOWN, httpPutResponseHopLimit: UNKNOWN }],
  ["an endpoint that is not known", { httpEndpoint: UNKNOWN }],
])("a machine with %s may be", (_, options) => {
  expectCompliance(policy, machine(options));
});

const defaults = (properties: Properties) =>
  resource("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults", properties);

test("the default of a region asks for tokens, too", () => {
  expectViolation(
    policy,
    defaults({}),
    `httpTokens is missing, ${given}.\n  Fix: Set httpTokens to "required".`,
  );
  expectViolation(
    policy,
    defaults({ httpTokens: "no-preference", httpPutResponseHopLimit: 5 }),
    /^httpTokens is "no-preference"/,
    /^httpPutResponseHopLimit is 5/,
  );
  for (const httpPutResponseHopLimit of [undefined, -1, 1, 2])
    expectCompliance(policy, defaults({ httpTokens: "required", httpPutResponseHopLimit }));
});

const fleet = (properties: Properties) => resource("aws:ec2/spotFleetRequest:SpotFleetRequest", properties);

test("a fleet that describes its machines itself is refused", () => {
  expectViolation(
    policy,
    fleet({ launchSpecifications: [{ ami: "ami-1" }] }),
    `launchSpecifications has no way to ask for tokens, so that credentials are given without.
  Fix: Describe the instances in launchTemplateConfigs, by a LaunchTemplate whose metadataOptions.httpTokens is "required".`,
  );
  expectCompliance(policy, fleet({ launchTemplateConfigs: [{}] }));
  expectCompliance(policy, fleet({ launchSpecifications: [] }));
  expectCompliance(policy, fleet({ launchSpecifications: UNKNOWN }));
});

const pool = (nodeConfig: Value) => resource("gcp:container/nodePool:NodePool", { nodeConfig });
const cluster = (properties: Properties) => resource("gcp:container/cluster:Cluster", properties);
const good = { workloadMetadataConfig: { mode: "GKE_METADATA" } };
const each = "so that each pod can have the credentials of its node";

test.each<[string, Value, string]>([
  [
    "nothing",
    undefined,
    `nodeConfig.workloadMetadataConfig.mode is missing, ${each}.
  Fix: Set nodeConfig.workloadMetadataConfig.mode to "GKE_METADATA".`,
  ],
  ["the machine's", { workloadMetadataConfig: { mode: "GCE_METADATA" } }, `mode is "GCE_METADATA", ${each}`],
  ["true", { workloadMetadataConfig: true }, `nodeConfig.workloadMetadataConfig.mode is missing, ${each}`],
])("nodes of GKE that say %s are refused", (_, nodeConfig, message) => {
  expectViolation(policy, pool(nodeConfig), message);
  expectViolation(policy, cluster({ nodeConfig }), message);
});

test("pools in a cluster are judged one by one", () => {
  expectViolation(
    policy,
    cluster({ nodePools: [{ nodeConfig: good }, UNKNOWN, { nodeConfig: {} }, 5] }),
    `nodePools[2].nodeConfig.workloadMetadataConfig.mode is missing, ${each}`,
    "nodePools[3].nodeConfig.workloadMetadataConfig.mode is missing",
  );
});

test.each<[string, Properties]>([
  ["Google's own", { enableAutopilot: true }],
  ["nodes that are removed at once", { removeDefaultNodePool: true }],
  ["nodes that may not have it", { nodeConfig: good }],
  ["pools that may not have it", { nodePools: [{ nodeConfig: good }] }],
  ["pools that are not known", { nodePools: UNKNOWN }],
  ["nodes that are not known", { nodeConfig: UNKNOWN }],
  ["what may be Google's own", { enableAutopilot: UNKNOWN }],
])("a cluster of GKE with %s may be", (_, properties) => {
  expectCompliance(policy, cluster(properties));
});

test("pools of nodes that may not have it may be, and those that nobody knows", () => {
  expectCompliance(policy, pool(good));
  expectCompliance(policy, pool(UNKNOWN));
  expectViolation(
    policy,
    cluster({ enableAutopilot: false, removeDefaultNodePool: false }),
    `is missing, ${each}`,
  );
});
