import { eksLogs as policy } from "../../../policies/clouds/eks-logs";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { UNKNOWN, type Value } from "../../../policies/value";

const eks = (enabledClusterLogTypes: Value) =>
  resource("aws:eks/cluster:Cluster", { enabledClusterLogTypes });
const gke = (loggingConfig: Value) => resource("gcp:container/cluster:Cluster", { loggingConfig });

test("a cluster of EKS without logs is refused", () => {
  expectViolation(
    policy,
    eks(undefined),
    `enabledClusterLogTypes is missing, which keeps no log of api, audit, authenticator.
  Fix: Add "api", "audit", "authenticator" to enabledClusterLogTypes.
  Why: Without them nobody can say afterwards who did what, and with which credentials. https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html`,
  );
});

test.each<[Value, string]>([
  [[], "is [], which keeps no log of api, audit, authenticator"],
  [["audit", "authenticator"], `is ["audit","authenticator"], which keeps no log of api.`],
  [["api", "authenticator", "scheduler"], "which keeps no log of audit."],
  [["api", "audit"], "which keeps no log of authenticator."],
  [["API", "audit", "authenticator"], "which keeps no log of api."],
  ["api", `is "api", which keeps no log of audit, authenticator.`],
  [true, "is true, which keeps no log of api, audit, authenticator."],
])("EKS: %j is refused", (logs, message) => {
  expectViolation(policy, eks(logs), message);
});

test.each<[string, Value]>([
  ["the three of them", ["authenticator", "api", "audit"]],
  ["all", ["api", "audit", "authenticator", "controllerManager", "scheduler"]],
  ["what is not known", UNKNOWN],
  ["one that is not known, which may be any", [UNKNOWN]],
])("EKS: %s may be", (_, logs) => {
  expectCompliance(policy, eks(logs));
});

test.each<[string, Value, string]>([
  [
    "nothing",
    undefined,
    `loggingConfig.enableComponents is missing, which keeps no log of SYSTEM_COMPONENTS, APISERVER.
  Fix: Add "SYSTEM_COMPONENTS", "APISERVER" to loggingConfig.enableComponents.`,
  ],
  [
    "none",
    { enableComponents: [] },
    "loggingConfig.enableComponents is [], which keeps no log of SYSTEM_COMPONENTS, APISERVER.",
  ],
  ["the usual", { enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS"] }, "which keeps no log of APISERVER."],
  ["the server's only", { enableComponents: ["APISERVER"] }, "which keeps no log of SYSTEM_COMPONENTS."],
])("GKE: %s is refused", (_, config, message) => {
  expectViolation(policy, gke(config), message);
});

test.each<[string, Value]>([
  ["both", { enableComponents: ["WORKLOADS", "APISERVER", "SYSTEM_COMPONENTS"] }],
  ["what is not known", UNKNOWN],
  ["a list that is not known", { enableComponents: UNKNOWN }],
])("GKE: %s may be", (_, config) => {
  expectCompliance(policy, gke(config));
});
