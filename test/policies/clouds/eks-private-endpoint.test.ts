import { eksPrivateEndpoint as policy } from "../../../policies/clouds/eks-private-endpoint";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const eks = (vpcConfig: Value) => resource("aws:eks/cluster:Cluster", { vpcConfig });
const gke = (properties: Properties) => resource("gcp:container/cluster:Cluster", properties);
const inside = { endpointPrivateAccess: true };
const open = "and no publicAccessCidrs say from where: everybody reaches the API server";
const wide = "which lets a good part of the internet reach the API server";

test("a cluster that everybody reaches is refused, and its nodes' way over the internet", () => {
  expectViolation(
    policy,
    eks({ subnetIds: ["subnet-1"] }),
    `vpcConfig.endpointPublicAccess is missing, ${open}.
  Fix: Set vpcConfig.endpointPublicAccess to false, or vpcConfig.publicAccessCidrs to the networks that you come from.
  Why: Whoever reaches an API server can try stolen credentials, and the next flaw in it, before anybody has patched it. https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html`,
    `vpcConfig.endpointPrivateAccess is missing, so that nodes go over the internet to reach the API server.
  Fix: Set vpcConfig.endpointPrivateAccess to true.`,
  );
});

test.each<[string, Properties, string]>([
  ["an open endpoint", { endpointPublicAccess: true }, `vpcConfig.endpointPublicAccess is true, ${open}`],
  ["a word for false", { endpointPublicAccess: "false" }, `endpointPublicAccess is "false", ${open}`],
  ["an empty list", { publicAccessCidrs: [] }, `vpcConfig.endpointPublicAccess is missing, ${open}`],
  [
    "everybody",
    { publicAccessCidrs: ["0.0.0.0/0"] },
    `vpcConfig.publicAccessCidrs[0] is "0.0.0.0/0", ${wide}`,
  ],
  ["everybody on IPv6", { publicAccessCidrs: ["::/0"] }, `publicAccessCidrs[0] is "::/0", ${wide}`],
  [
    "half of it",
    { publicAccessCidrs: ["203.0.113.0/24", "128.0.0.0/1"] },
    `publicAccessCidrs[1] is "128.0.0.0/1"`,
  ],
  [
    "a little more than a 256th",
    { publicAccessCidrs: ["10.0.0.0/7"] },
    `publicAccessCidrs[0] is "10.0.0.0/7"`,
  ],
  ["no network", { publicAccessCidrs: ["office"] }, `publicAccessCidrs[0] is "office", ${wide}`],
  ["a network after words", { publicAccessCidrs: ["any 10.0.0.0/8"] }, "publicAccessCidrs[0] is"],
  ["a network before words", { publicAccessCidrs: ["10.0.0.0/8 or any"] }, "publicAccessCidrs[0] is"],
  ["a list in a list", { publicAccessCidrs: [["10.0.0.0/8"]] }, `publicAccessCidrs[0] is ["10.0.0.0/8"]`],
  ["a number", { publicAccessCidrs: [8] }, `publicAccessCidrs[0] is 8, ${wide}`],
  ["what is no list", { publicAccessCidrs: "0.0.0.0/0" }, `publicAccessCidrs[0] is "0.0.0.0/0"`],
  [
    "everybody beside somebody unknown",
    { endpointPublicAccess: true, publicAccessCidrs: [UNKNOWN, "0.0.0.0/0"] },
    `publicAccessCidrs[1] is "0.0.0.0/0", ${wide}.
  Fix: Name the networks that you come from, such as 203.0.113.0/24, or close the public endpoint.`,
  ],
])("EKS: %s is refused", (_, vpcConfig, message) => {
  expectViolation(policy, eks({ ...inside, ...vpcConfig }), message);
});

test.each<[Value, string]>([
  [false, "is false"],
  ["true", 'is "true"'],
])("EKS: endpointPrivateAccess %p is refused", (endpointPrivateAccess, found) => {
  const vpcConfig: Properties = { endpointPublicAccess: false, endpointPrivateAccess };
  expectViolation(policy, eks(vpcConfig), `vpcConfig.endpointPrivateAccess ${found}, so that nodes`);
});

test.each<[string, Value]>([
  ["a private endpoint only", { ...inside, endpointPublicAccess: false }],
  [
    "networks that a closed endpoint has",
    { ...inside, endpointPublicAccess: false, publicAccessCidrs: ["0.0.0.0/0"] },
  ],
  [
    "named networks",
    { ...inside, endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/24", "10.0.0.0/8"] },
  ],
  ["networks of IPv6", { ...inside, publicAccessCidrs: ["2001:DB8::/32", "2001:db8::1/128"] }],
  ["what is not known", UNKNOWN],
  ["networks that are not known", { ...inside, publicAccessCidrs: UNKNOWN }],
  ["one that is not known", { ...inside, publicAccessCidrs: [UNKNOWN] }],
  [
    "switches that are not known",
    { endpointPublicAccess: UNKNOWN, endpointPrivateAccess: UNKNOWN, publicAccessCidrs: ["10.0.0.0/8"] },
  ],
])("EKS: %s may be", (_, vpcConfig) => {
  expectCompliance(policy, eks(vpcConfig));
});

const authorized = "masterAuthorizedNetworksConfig";

test.each<[string, Properties, string]>([
  [
    "a cluster that says nothing",
    {},
    `${authorized} is missing, and so is privateClusterConfig.enablePrivateEndpoint: everybody reaches the API server.
  Fix: Set privateClusterConfig.enablePrivateEndpoint to true, controlPlaneEndpointsConfig.ipEndpointsConfig.enabled to false, or masterAuthorizedNetworksConfig.cidrBlocks to the networks that you come from.`,
  ],
  [
    "a public endpoint",
    { privateClusterConfig: { enablePrivateEndpoint: false } },
    `${authorized} is missing`,
  ],
  [
    "an endpoint with addresses",
    { controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: true } } },
    `${authorized} is missing`,
  ],
  [
    "everybody",
    { [authorized]: { cidrBlocks: [{ cidrBlock: "10.0.0.0/8" }, { cidrBlock: "0.0.0.0/0" }] } },
    `${authorized}.cidrBlocks[1].cidrBlock is "0.0.0.0/0", ${wide}`,
  ],
  [
    "a block of nothing",
    { [authorized]: { cidrBlocks: [{}] } },
    `cidrBlocks[0].cidrBlock is missing, ${wide}`,
  ],
  [
    "what is no block",
    { [authorized]: { cidrBlocks: ["10.0.0.0/8"] } },
    "cidrBlocks[0].cidrBlock is missing",
  ],
  [
    "all of Google's customers",
    { [authorized]: { gcpPublicCidrsAccessEnabled: true, cidrBlocks: UNKNOWN } },
    `${authorized}.gcpPublicCidrsAccessEnabled is true, which lets every machine of every customer of Google Cloud reach the API server.
  Fix: Set masterAuthorizedNetworksConfig.gcpPublicCidrsAccessEnabled to false.`,
  ],
])("GKE: %s is refused", (_, properties, message) => {
  expectViolation(policy, gke(properties), message);
});

test.each<[string, Properties]>([
  ["a private endpoint", { privateClusterConfig: { enablePrivateEndpoint: true } }],
  ["an endpoint by name only", { controlPlaneEndpointsConfig: { ipEndpointsConfig: { enabled: false } } }],
  ["its own network only", { [authorized]: {} }],
  [
    "named networks",
    { [authorized]: { gcpPublicCidrsAccessEnabled: false, cidrBlocks: [{ cidrBlock: "10.0.0.0/8" }] } },
  ],
  ["what is not known", { [authorized]: UNKNOWN }],
  ["a block that is not known", { [authorized]: { cidrBlocks: [UNKNOWN, { cidrBlock: UNKNOWN }] } }],
  ["an endpoint that is not known", { privateClusterConfig: UNKNOWN }],
])("GKE: %s may be", (_, properties) => {
  expectCompliance(policy, gke(properties));
});

test("nothing else is concerned", () => {
  expectCompliance(policy, resource("aws:ecs/cluster:Cluster", {}));
});
