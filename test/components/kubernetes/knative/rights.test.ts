import type { ReleaseObject } from "../../../../components/kubernetes/knative/manifests";
import { withNamedRights } from "../../../../components/kubernetes/knative/rights";

const definition = (name: string): ReleaseObject => ({
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name },
});

const definitions = [
  "brokers.eventing.knative.dev",
  "triggers.eventing.knative.dev",
  "images.caching.internal.knative.dev",
].map(definition);

const role = (...rules: readonly object[]): ReleaseObject => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: "tried" },
  rules,
});

const rulesOf = (...rules: readonly object[]) =>
  withNamedRights([...definitions, role(...rules)]).at(-1)!.rules;

const verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

test("every resource of a group is what the release defines there, with its state, and every verb is each of them", () => {
  expect(rulesOf({ apiGroups: ["eventing.knative.dev"], resources: ["*"], verbs: ["*"] })).toEqual([
    {
      apiGroups: ["eventing.knative.dev"],
      resources: ["brokers", "brokers/status", "triggers", "triggers/status"],
      verbs,
    },
  ]);
});

test("a subresource of everything is one of each", () => {
  const resources = ["*", "*/status", "*/finalizers"];
  expect(rulesOf({ apiGroups: ["caching.internal.knative.dev"], resources, verbs: ["get"] })).toEqual([
    {
      apiGroups: ["caching.internal.knative.dev"],
      resources: ["images", "images/status", "images/finalizers"],
      verbs: ["get"],
    },
  ]);
});

test("a rule for several groups is for what is defined in all of them", () => {
  const apiGroups = ["eventing.knative.dev", "bindings.knative.dev", "caching.internal.knative.dev"];
  expect(rulesOf({ apiGroups, resources: ["*"], verbs: ["list", "watch"] })).toEqual([
    {
      apiGroups,
      resources: ["brokers", "brokers/status", "triggers", "triggers/status", "images", "images/status"],
      verbs: ["list", "watch"],
    },
  ]);
});

test("a rule for a group that has nothing goes", () => {
  const pods = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };
  expect(rulesOf({ apiGroups: ["bindings.knative.dev"], resources: ["*"], verbs: ["*"] }, pods)).toEqual([
    pods,
  ]);
});

test("a role of which nothing is left has no rules", () => {
  expect(rulesOf({ apiGroups: ["bindings.knative.dev"], resources: ["*"], verbs: ["*"] })).toBeUndefined();
});

test("what can be scaled is a Deployment", () => {
  expect(rulesOf({ apiGroups: ["*"], resources: ["*/scale"], verbs: ["patch"] })).toEqual([
    { apiGroups: ["apps"], resources: ["deployments/scale"], verbs: ["patch"] },
  ]);
});

test.each([
  [
    "names what it gives",
    { apiGroups: ["eventing.knative.dev"], resources: ["brokers/status"], verbs: ["get"] },
  ],
  ["is for other groups", { apiGroups: ["", "apps"], resources: ["*"], verbs: ["*"] }],
  [
    "is for other groups, too",
    { apiGroups: ["eventing.knative.dev", "apps"], resources: ["*"], verbs: ["*"] },
  ],
  ["is for every group", { apiGroups: ["*"], resources: ["*", "*/scale"], verbs: ["patch"] }],
  ["is for addresses", { nonResourceURLs: ["/metrics"], verbs: ["*"] }],
  [
    "names its objects",
    { apiGroups: ["eventing.knative.dev"], resources: ["brokers"], resourceNames: ["own"], verbs: ["get"] },
  ],
])("a rule that %s stays as it is", (_, rule) => {
  expect(rulesOf(rule)).toEqual([rule]);
});

test("what is no role, or has no rules, stays as it is", () => {
  const config: ReleaseObject = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "config" },
    rules: ["*"],
  };
  const made: ReleaseObject = { ...role(), rules: undefined };
  expect(withNamedRights([config, made, ...definitions])).toEqual([config, made, ...definitions]);
});
