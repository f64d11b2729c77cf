import { expectCompliance, expectViolation, object, resource } from "../../../../policies/harness";
import type { Resource } from "../../../../policies/policy";
import { UNKNOWN, type Properties, type Value } from "../../../../policies/value";
import { disruptionBudget as policy } from "../../../../policies/workloads/disruption-budget";
import { autoscaler, budget, labels, one, says, selector, workload } from "./stack";

const none = 'No PodDisruptionBudget in its namespace, "web", selects its pods, which are two or more.';

it.each(["Deployment", "StatefulSet"])("wants a budget for a %s of two pods or more", (kind) => {
  const two = workload(2, { kind });
  expectViolation(policy, two, [two, none]);
  expectViolation(policy, [workload(9, { kind })], [workload(9, { kind }), none]);
  expectCompliance(policy, [two, one]);
});

it("says what is wrong, why, and what to do", () =>
  expectViolation(
    policy,
    workload(2),
    /^No PodDisruptionBudget in its namespace, "web", selects its pods, which are two or more\.\n {2}Fix: Create one there, with maxUnavailable: 1 and the labels of the pods as selector\.matchLabels: \{"app":"shop","tier":"web"\}\.\n {2}Why: Every upgrade of a cluster drains its nodes: without a budget, all pods of a service may go at once, and with one that lets none go, the node is never drained\. https:\/\/kubernetes\.io\/docs\/tasks\/run-application\/configure-pdb\/$/,
  ));

it.each<Value>([1, 0, undefined, UNKNOWN, "2", true])("wants none for %p pods", (replicas) =>
  expectCompliance(policy, [workload(replicas)]),
);

it.each(["DaemonSet", "ReplicaSet"])("wants none for a %s", (kind) =>
  expectCompliance(policy, [workload(2, { kind })]),
);

it("wants none for a patch, which does not say all", () =>
  expectCompliance(policy, [resource("kubernetes:apps/v1:DeploymentPatch", workload(2).properties)]));

it.each<[string, Resource]>([
  ["in another namespace", budget({ maxUnavailable: 1, selector }, "other")],
  ["for other labels", budget({ maxUnavailable: 1, selector: { matchLabels: { app: "other" } } })],
  ["for more labels", budget({ maxUnavailable: 1, selector: { matchLabels: { app: "shop", a: "b" } } })],
  ["without a selector", budget({ maxUnavailable: 1 })],
  ["without a specification", budget(undefined)],
  [
    "for labels that it excludes",
    budget({
      maxUnavailable: 1,
      selector: { matchExpressions: [{ key: "tier", operator: "NotIn", values: ["web"] }] },
    }),
  ],
  [
    "of another kind",
    object({ apiVersion: "example.com/v1", kind: "PodDisruptionBudget", spec: one.properties.spec }),
  ],
])("takes no budget %s", (_, other) => expectViolation(policy, [workload(2), other], [workload(2), none]));

it.each<[string, Resource]>([
  ["by one label", one],
  ["by all labels", budget({ maxUnavailable: 1, selector: { matchLabels: labels } })],
  [
    "by an expression",
    budget({ maxUnavailable: 1, selector: { matchExpressions: [{ key: "tier", operator: "Exists" }] } }),
  ],
  ["by no label, which are all", budget({ maxUnavailable: 1, selector: {} })],
  [
    "of an older API",
    object({ ...one.properties, apiVersion: "policy/v1beta1", kind: "PodDisruptionBudget" }),
  ],
])("takes a budget %s", (_, own) => expectCompliance(policy, [own, workload(2)]));

it("takes the namespace default for none", () => {
  const bare = object({
    ...workload(2).properties,
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "shop" },
  });
  const inDefault = 'No PodDisruptionBudget in its namespace, "default", selects its pods';
  expectViolation(policy, [bare, one], [bare, inDefault]);
  expectCompliance(policy, [bare, budget({ maxUnavailable: 1, selector }, "default")]);
});

it("finds each that has none", () => {
  const [other, third] = [
    workload(3, { name: "other", labels: { app: "other" } }),
    workload(2, { name: "third", labels: undefined }),
  ];
  expectViolation(
    policy,
    [other, workload(2), one, third],
    [other, none],
    [
      third,
      "Fix: Create one there, with maxUnavailable: 1 and the labels of the pods as selector.matchLabels: missing.",
    ],
  );
});

it("takes only one budget for a pod", () => {
  const second = budget({ maxUnavailable: 1, selector: {} }, "web", "second");
  expectViolation(
    policy,
    [workload(2), one, second],
    [
      workload(2),
      "Several PodDisruptionBudgets select its pods (budget, second), and then none of them can be evicted.\n  Fix: Keep one of them.\n",
    ],
  );
});

describe("what a budget lets go", () => {
  const repair = "\n  Fix: Set maxUnavailable to 1, without minAvailable.\n";

  it.each<[Properties, number, string]>([
    [{ maxUnavailable: 0 }, 2, "spec.maxUnavailable is 0: no pod of shop may go."],
    [{ maxUnavailable: "0%" }, 2, 'spec.maxUnavailable is "0%": no pod of shop may go.'],
    [{ minAvailable: 2 }, 2, "spec.minAvailable is 2 of 2 pods: no pod of shop may go."],
    [{ minAvailable: 4 }, 3, "spec.minAvailable is 4 of 3 pods: no pod of shop may go."],
    [{ minAvailable: "80%" }, 3, 'spec.minAvailable is "80%" of 3 pods: no pod of shop may go.'],
    [{ minAvailable: "100%" }, 9, 'spec.minAvailable is "100%" of 9 pods: no pod of shop may go.'],
    [{}, 2, "spec says neither maxUnavailable nor minAvailable: no pod of shop may go."],
    [{ maxUnavailable: "one" }, 2, 'spec.maxUnavailable is "one", neither a number nor a percentage.'],
    [{ minAvailable: true }, 2, "spec.minAvailable is true, neither a number nor a percentage."],
  ])("is too little: %j of %p pods", (spec, replicas, message) =>
    expectViolation(policy, [workload(replicas), says(spec)], [says(spec), `${message}${repair}`]),
  );

  it.each<[Properties, number]>([
    [{ maxUnavailable: 1 }, 2],
    [{ maxUnavailable: "1%" }, 2],
    [{ minAvailable: 1 }, 2],
    [{ minAvailable: "50%" }, 2],
    [{ minAvailable: "80%" }, 5],
  ])("is enough: %j of %p pods", (spec, replicas) =>
    expectCompliance(policy, [workload(replicas), says(spec)]),
  );

  it("is nobody's business where one pod is alone", () =>
    expectCompliance(policy, [workload(1), says({ maxUnavailable: 0 })]));

  it("is judged where a pod is of several", () => {
    const budgets = [budget({ maxUnavailable: 0, selector }, "other"), says({ maxUnavailable: 0 })];
    expectViolation(policy, [workload(2), ...budgets], [budgets[1]!, "spec.maxUnavailable is 0"]);
  });

  it("is of all pods that it selects", () => {
    const both = [workload(2), workload(2, { name: "basket" }), workload(1, { name: "single" })];
    const [enough, much] = [says({ minAvailable: 4 }), says({ minAvailable: 5 })];
    expectCompliance(policy, [...both, enough]);
    expectViolation(
      policy,
      [...both, much],
      [much, "spec.minAvailable is 5 of 5 pods: no pod of shop, basket may go."],
    );
    expectCompliance(policy, [...both, workload(1, { name: "elsewhere", namespace: "other" }), enough]);
    const elsewhere = workload(9, { name: "elsewhere", labels: { app: "other" } });
    expectViolation(
      policy,
      [...both, elsewhere, much],
      [elsewhere, none],
      [much, "spec.minAvailable is 5 of 5 pods"],
    );
  });

  it.each<[string, Resource]>([
    ["how many there are", workload(UNKNOWN, { name: "more" })],
    ["whether it selects them", workload(1, { name: "more", labels: { app: UNKNOWN } })],
    ["where they are", workload(1, { name: "more", namespace: UNKNOWN })],
  ])("waits for others of whom it is not known %s", (_, more) => {
    expectCompliance(policy, [workload(2), more, says({ minAvailable: 2 })]);
    expectCompliance(policy, [workload(2), more, says({ minAvailable: "100%" })]);
    const never = says({ maxUnavailable: 0 });
    expectViolation(
      policy,
      [workload(2), more, never],
      [never, "spec.maxUnavailable is 0: no pod of shop may go."],
    );
  });

  it.each<Properties>([{ maxUnavailable: UNKNOWN }, { minAvailable: UNKNOWN }])(
    "waits for what is not known yet: %p",
    (spec) => expectCompliance(policy, [workload(2), says(spec)]),
  );
});

describe("what is not known yet", () => {
  it.each<[string, Resource]>([
    ["its namespace", budget({ maxUnavailable: 1, selector }, UNKNOWN)],
    ["its selector", budget({ maxUnavailable: 1, selector: UNKNOWN })],
    ["a label of it", budget({ maxUnavailable: 1, selector: { matchLabels: { app: UNKNOWN } } })],
    ["all of it", budget(UNKNOWN)],
  ])("may be a budget for the pods: %s", (_, maybe) => expectCompliance(policy, [workload(2), maybe]));

  it.each<[string, Resource]>([
    ["labels", workload(2, { labels: UNKNOWN })],
    ["a label", workload(2, { labels: { app: UNKNOWN } })],
    ["the namespace", workload(2, { namespace: UNKNOWN })],
  ])("may be what a budget is for: %s", (_, maybe) => expectCompliance(policy, [maybe, one]));

  it("is no excuse where there is no budget", () => {
    const unlabelled = workload(2, { labels: UNKNOWN });
    const elsewhere = workload(2, { namespace: UNKNOWN });
    expectViolation(policy, unlabelled, [unlabelled, none]);
    expectViolation(policy, elsewhere, [
      elsewhere,
      "No PodDisruptionBudget in its namespace, not known yet, selects its pods",
    ]);
    expectViolation(
      policy,
      [unlabelled, budget({ maxUnavailable: 1, selector }, "other")],
      [unlabelled, none],
    );
  });

  it("is a maybe, not a second budget", () =>
    expectCompliance(policy, [
      workload(2),
      one,
      budget({ maxUnavailable: 1, selector: UNKNOWN }, "web", "second"),
    ]));
});

it("says nothing of a stack without workloads", () => {
  expectCompliance(policy, []);
  expectCompliance(policy, [budget({ maxUnavailable: 0, selector }), autoscaler(2)]);
});
