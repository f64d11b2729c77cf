import { replicasAndZones as policy } from "../../../policies/stack/replicas-and-zones";
import { expectCompliance, expectViolation, object } from "../../../policies/harness";
import type { Resource } from "../../../policies/policy";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const zone = "topology.kubernetes.io/zone";
const labels: Properties = { app: "shop", tier: "api" };
const spread: Properties = { topologySpreadConstraints: [{ topologyKey: zone }] };

interface Given {
  readonly kind?: string;
  readonly replicas?: Value;
  readonly pods?: Value;
  readonly labels?: Value;
  readonly namespace?: Value;
}

const workload = (given: Given = {}) =>
  object(
    {
      apiVersion: "apps/v1",
      kind: given.kind ?? "Deployment",
      metadata: { name: "shop", namespace: given.namespace ?? "shop" },
      spec: {
        replicas: "replicas" in given ? given.replicas : 2,
        template: {
          metadata: { labels: "labels" in given ? given.labels : labels },
          spec: "pods" in given ? given.pods : spread,
        },
      },
    },
    { name: "workload" },
  );
const other = (apiVersion: string, kind: string, spec: Value, namespace: Value = "shop") =>
  object({ apiVersion, kind, metadata: { name: "caller", namespace }, spec });
const service = (selector: Value = { app: "shop" }, namespace: Value = "shop") =>
  other("v1", "Service", { selector }, namespace);
const budget = (selector: Value) => other("policy/v1", "PodDisruptionBudget", { selector });
const scaler = (
  minReplicas: Value,
  target: Value = { kind: "Deployment", name: "shop" },
  namespace: Value = "shop",
) => other("autoscaling/v2", "HorizontalPodAutoscaler", { scaleTargetRef: target, minReplicas }, namespace);

const alone = workload({ replicas: 1 });
const tooFew = "spec.replicas is 1, and others need workload.";
const oneZone =
  "spec.template.spec.topologySpreadConstraints is missing, so that all pods may be in one zone.";

test("the messages say what fails, and how to keep it up", () => {
  const found = workload({ replicas: 1, pods: {} });
  const why =
    "Why: One pod is none while its node is drained, and all pods of one zone are none when that zone fails. https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/";
  expectViolation(
    policy,
    [service(), found],
    [
      found,
      `spec.replicas is 1, and others need workload.\n  Fix: Set spec.replicas to 2 or more.\n  ${why}`,
    ],
    [
      found,
      `${oneZone}
  Fix: Add a constraint with topologyKey "topology.kubernetes.io/zone", maxSkew 1, whenUnsatisfiable "ScheduleAnyway" and the labelSelector of the pods.
  ${why}`,
    ],
  );
});

test.each<[string, Value, string]>([
  ["one", 1, "1"],
  ["none", 0, "0"],
  ["the usual number", undefined, "missing"],
  ["a text", "2", '"2"'],
])("%s of a pod is too few", (_, replicas, shown) => {
  for (const kind of ["Deployment", "StatefulSet"]) {
    const found = workload({ kind, replicas });
    expectViolation(policy, [service(), found], [found, `spec.replicas is ${shown}, and`]);
  }
});

describe("what must stay up", () => {
  test.each<[string, Resource]>([
    ["what a Service calls", service()],
    ["what a Service calls by all labels", service(labels)],
    ["what a budget keeps", budget({ matchLabels: { app: "shop" } })],
    ["what a budget keeps by everything", budget({})],
    [
      "what a budget keeps by a value",
      budget({ matchExpressions: [{ key: "app", operator: "In", values: ["a", "shop"] }] }),
    ],
    [
      "what a budget keeps by no value",
      budget({ matchExpressions: [{ key: "app", operator: "NotIn", values: ["a"] }] }),
    ],
    ["what a budget keeps by a label", budget({ matchExpressions: [{ key: "app", operator: "Exists" }] })],
    [
      "what a budget keeps by no label",
      budget({ matchExpressions: [{ key: "no", operator: "DoesNotExist" }] }),
    ],
    [
      "what a budget keeps by both",
      budget({ matchLabels: { app: "shop" }, matchExpressions: [{ key: "tier", operator: "Exists" }] }),
    ],
  ])("is %s", (_, caller) => {
    expectViolation(policy, [caller, alone], [alone, tooFew]);
    expectViolation(policy, [alone, caller], [alone, tooFew]);
  });

  test.each<[string, Resource]>([
    ["nothing calls", other("v1", "ConfigMap", {})],
    ["a Service of others calls", service({ app: "others" })],
    ["a Service calls with one label more", service({ app: "shop", color: "blue" })],
    ["a Service without a selector is beside", service({})],
    ["a Service with no selector at all is beside", other("v1", "Service", {})],
    ["a Service with a selector that is none is beside", service("app=shop")],
    ["a Service of another namespace would call", service({ app: "shop" }, "elsewhere")],
    ["a Service with a selector that is not known calls", service(UNKNOWN)],
    ["a Service with a value that is not known calls", service({ app: UNKNOWN })],
    ["a Service of a namespace that is not known calls", service({ app: "shop" }, UNKNOWN)],
    [
      "a Knative Service is beside",
      other("serving.knative.dev/v1", "Service", { selector: { app: "shop" } }),
    ],
    ["a budget without a selector is beside", budget(undefined)],
    ["a budget with a selector that is none is beside", budget("app=shop")],
    ["a budget of others keeps", budget({ matchLabels: { app: "others" } })],
    [
      "a budget keeps half of",
      budget({ matchLabels: { app: "shop" }, matchExpressions: [{ key: "no", operator: "Exists" }] }),
    ],
    [
      "a budget keeps the other half of",
      budget({ matchLabels: { app: "no" }, matchExpressions: [{ key: "app", operator: "Exists" }] }),
    ],
    [
      "a budget keeps by another value",
      budget({ matchExpressions: [{ key: "app", operator: "In", values: ["a"] }] }),
    ],
    [
      "a budget keeps but not by a value",
      budget({ matchExpressions: [{ key: "app", operator: "NotIn", values: ["shop"] }] }),
    ],
    [
      "a budget keeps without a label",
      budget({ matchExpressions: [{ key: "app", operator: "DoesNotExist" }] }),
    ],
    [
      "a budget keeps by an operator that is none",
      budget({ matchExpressions: [{ key: "app", operator: "Gt" }] }),
    ],
    [
      "a budget keeps by a value that is not known",
      budget({ matchExpressions: [{ key: "app", operator: "NotIn", values: [UNKNOWN] }] }),
    ],
    ["a budget keeps by no key", budget({ matchExpressions: [{ operator: "DoesNotExist" }] })],
    ["a policy that is no budget keeps", other("policy/v1", "PodSecurityPolicy", { selector: {} })],
  ])("is not what %s", (_, caller) => {
    expectCompliance(policy, [caller, alone]);
  });

  test("is not what has labels that are not known yet", () => {
    expectCompliance(policy, [service(), workload({ replicas: 1, labels: UNKNOWN })]);
    expectCompliance(policy, [service(), workload({ replicas: 1, labels: { app: UNKNOWN } })]);
    const without = budget({ matchExpressions: [{ key: "app", operator: "DoesNotExist" }] });
    expectCompliance(policy, [without, workload({ replicas: 1, labels: UNKNOWN })]);
    const but = budget({ matchExpressions: [{ key: "app", operator: "NotIn", values: ["x"] }] });
    expectCompliance(policy, [but, workload({ replicas: 1, labels: { app: UNKNOWN } })]);
  });

  test("is not a Pod, a DaemonSet or a Job", () => {
    const kinds = [workload({ kind: "DaemonSet", replicas: 1 }), other("batch/v1", "Job", {})];
    expectCompliance(policy, [service(), budget({}), ...kinds]);
  });

  test("is not what is exempt", () => {
    expectCompliance(policy, [service(), alone], { options: { exempt: ["others", "workload"] } });
    expectViolation(policy, [service(), alone], [alone, tooFew], {
      options: { exempt: ["work", "workload2"] },
    });
  });
});

describe("replicas", () => {
  test("two or more pass, and a number that is not known", () => {
    for (const replicas of [2, 3, UNKNOWN] as const)
      expectCompliance(policy, [service(), workload({ replicas })]);
  });

  test("an autoscaler says how many there are", () => {
    expectCompliance(policy, [service(), alone, scaler(2)]);
    expectCompliance(policy, [service(), alone, scaler(UNKNOWN)]);
    expectCompliance(policy, [service(), workload({ replicas: undefined }), scaler(2)]);
    const one = scaler(1);
    expectViolation(
      policy,
      [service(), workload(), one],
      [one, "spec.minReplicas is 1, and others need workload.\n  Fix: Set spec.minReplicas to 2 or more."],
    );
    const usual = scaler(undefined);
    expectViolation(policy, [service(), workload(), usual], [usual, "spec.minReplicas is missing, and"]);
  });

  test.each<[string, Resource]>([
    ["name", scaler(2, { kind: "Deployment", name: "others" })],
    ["kind", scaler(2, { kind: "StatefulSet", name: "shop" })],
    ["namespace", scaler(2, { kind: "Deployment", name: "shop" }, "elsewhere")],
    [
      "kind of object",
      other("v1", "ConfigMap", { scaleTargetRef: { kind: "Deployment", name: "shop" }, minReplicas: 2 }),
    ],
  ])("an autoscaler of another %s says nothing", (_, one) => {
    expectViolation(policy, [service(), alone, one], [alone, tooFew]);
  });

  test.each<[string, Resource]>([
    ["name", scaler(1, { kind: "Deployment", name: UNKNOWN })],
    ["target", scaler(1, UNKNOWN)],
    ["kind", scaler(1, { kind: UNKNOWN, name: "shop" })],
    ["namespace", scaler(1, { kind: "Deployment", name: "shop" }, UNKNOWN)],
  ])("an autoscaler whose %s is not known may be the one", (_, one) => {
    expectCompliance(policy, [service(), alone, one]);
    const known = scaler(1);
    expectViolation(policy, [service(), alone, one, known], [known, "spec.minReplicas is 1"]);
  });

  test("an autoscaler whose kind is not known, of another name, is not the one", () => {
    expectViolation(
      policy,
      [service(), alone, scaler(2, { kind: UNKNOWN, name: "others" })],
      [alone, tooFew],
    );
  });
});

describe("zones", () => {
  const apart = (podAntiAffinity: Value): Value => ({ affinity: { podAntiAffinity } });
  const term = (topologyKey: Value): Value => ({ weight: 1, podAffinityTerm: { topologyKey } });

  test.each<[string, Value, string]>([
    ["nothing", undefined, "is missing,"],
    ["no constraint", { topologySpreadConstraints: [] }, `does not name ${zone},`],
    [
      "hosts only",
      { topologySpreadConstraints: [{ topologyKey: "kubernetes.io/hostname" }] },
      `does not name ${zone}, so that all pods may be in one zone.`,
    ],
    ["what is no list", { topologySpreadConstraints: zone }, `does not name ${zone},`],
    [
      "hosts only, apart",
      apart({ preferredDuringSchedulingIgnoredDuringExecution: [term("kubernetes.io/hostname")] }),
      "is missing,",
    ],
    [
      "hosts only, surely apart",
      apart({ requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: "kubernetes.io/hostname" }] }),
      "is missing,",
    ],
    [
      "the two kinds of terms mixed up",
      apart({ requiredDuringSchedulingIgnoredDuringExecution: [term(zone)] }),
      "is missing,",
    ],
    [
      "the two kinds of terms mixed up, the other way",
      apart({ preferredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: zone }] }),
      "is missing,",
    ],
    [
      "pods together",
      {
        affinity: {
          podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: zone }] },
        },
      },
      "is missing,",
    ],
  ])("pods with %s may be in one", (_, pods, message) => {
    const found = workload({ pods });
    expectViolation(
      policy,
      [service(), found],
      [found, `spec.template.spec.topologySpreadConstraints ${message}`],
    );
  });

  test.each<[string, Value]>([
    [
      "a constraint among others",
      { topologySpreadConstraints: [{ topologyKey: "kubernetes.io/hostname" }, { topologyKey: zone }] },
    ],
    ["terms that are wishes", apart({ preferredDuringSchedulingIgnoredDuringExecution: [term(zone)] })],
    [
      "terms that must be",
      apart({ requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: zone }] }),
    ],
    ["constraints that are not known", { topologySpreadConstraints: UNKNOWN }],
    ["a constraint that is not known", { topologySpreadConstraints: [UNKNOWN] }],
    ["a key that is not known", { topologySpreadConstraints: [{ topologyKey: UNKNOWN }] }],
    ["wishes that are not known", apart({ preferredDuringSchedulingIgnoredDuringExecution: UNKNOWN })],
    ["musts that are not known", apart({ requiredDuringSchedulingIgnoredDuringExecution: UNKNOWN })],
    ["an affinity that is not known", { affinity: UNKNOWN }],
    ["a specification that is not known", UNKNOWN],
  ])("pods with %s pass", (_, pods) => {
    expectCompliance(policy, [service(), workload({ pods })]);
  });
});
