import { expectCompliance, expectViolation, object } from "../../../../policies/harness";
import type { Resource } from "../../../../policies/policy";
import { UNKNOWN, type Value } from "../../../../policies/value";
import { disruptionBudget as policy } from "../../../../policies/workloads/disruption-budget";
import { autoscaler, one, says, workload } from "./stack";

const none = 'No PodDisruptionBudget in its namespace, "web", selects its pods, which are two or more.';
const single = workload(undefined);

it("counts its least pods", () => {
  expectViolation(policy, [single, autoscaler(2)], [single, none]);
  expectCompliance(policy, [single, autoscaler(1)]);
  expectCompliance(policy, [single, autoscaler(undefined)]);
  expectCompliance(policy, [single, autoscaler(2), one]);
});

it("counts the pods of a Deployment that says more", () =>
  expectViolation(policy, [workload(3), autoscaler(1)], [workload(3), none]));

it.each<[string, Resource]>([
  ["another name", autoscaler(2, { name: "other" })],
  ["another kind", autoscaler(2, { kind: "StatefulSet" })],
  ["another namespace", autoscaler(2, {}, "other")],
  ["a name that is not known yet", autoscaler(2, { name: UNKNOWN })],
  ["a namespace that is not known yet", autoscaler(2, {}, UNKNOWN)],
  ["a number that is not known yet", autoscaler(UNKNOWN)],
  ["a number that is none", autoscaler("2")],
  [
    "another kind of its own",
    { ...autoscaler(2), type: "kubernetes:keda.sh/v1alpha1:HorizontalPodAutoscaler" },
  ],
])("takes none of %s", (_, other) => expectCompliance(policy, [single, other]));

it.each<Value>([undefined, UNKNOWN])("takes none where the name of what it scales is %p", (name) => {
  const nameless = object(
    {
      ...single.properties,
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { namespace: "web", name },
    },
    { name: "nameless" },
  );
  expectCompliance(policy, [nameless, autoscaler(2, { name })]);
});

it("goes by it where pods may not go", () => {
  const two = says({ minAvailable: 2 });
  expectCompliance(policy, [workload(2), autoscaler(3), two]);
  expectViolation(policy, [workload(3), autoscaler(2), two], [two, "spec.minAvailable is 2 of 2 pods"]);
  expectViolation(
    policy,
    [workload(2), autoscaler(undefined), says({ minAvailable: 1 })],
    [two, "is 1 of 1 pods"],
  );
});
