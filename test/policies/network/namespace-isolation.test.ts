import {
  expectCompliance,
  expectViolation,
  object,
  resource,
  type Manifest,
} from "../../../policies/harness";
import { namespaceIsolation } from "../../../policies/network/namespace-isolation";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const namespace = (name: string) =>
  resource("kubernetes:core/v1:Namespace", { metadata: { name } }, { name });

const manifest = (spec: Value, at: Value = "shop"): Manifest => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name: "policy", namespace: at },
  spec,
});

const policy = (spec: Value, at?: Value) => object(manifest(spec, at));

const both = ["Ingress", "Egress"];
const deny = policy({ podSelector: {}, policyTypes: both });
const shop = namespace("shop");

const closed = (what: string) => `has no NetworkPolicy that denies ${what} to all of its pods.`;

describe("namespace-isolation", () => {
  it("refuses a namespace without a policy, and says how to put it right, and why it matters", () => {
    expectViolation(
      namespaceIsolation,
      [shop],
      [
        shop,
        /^has no NetworkPolicy that denies ingress and egress to all of its pods\.\n {2}Fix: Add one with podSelector \{\}, policyTypes \[Ingress, Egress\] and no rules, and others for what its pods need\.\n {2}Why: Pods that no policy selects talk to every other pod, and to the internet: one that is taken over, too\. https:\/\/kubernetes\.io\/docs\/concepts\/services-networking\/network-policies\/#default-deny-all-ingress-and-all-egress-traffic$/,
      ],
    );
  });

  it.each<[string, Value, string, string]>([
    ["for the way in", { podSelector: {}, policyTypes: ["Ingress"] }, "egress", "Egress"],
    ["that does not say which way", { podSelector: {} }, "egress", "Egress"],
    ["for the way out", { podSelector: {}, policyTypes: ["Egress"] }, "ingress", "Ingress"],
    ["without a specification", undefined, "egress", "Egress"],
  ])("refuses a namespace with one only %s", (_, spec, open, type) => {
    expectViolation(namespaceIsolation, [shop, policy(spec)], [shop, closed(open)]);
    expectViolation(namespaceIsolation, [shop, policy(spec)], [shop, `policyTypes [${type}] and no rules`]);
  });

  it.each<[string, Value]>([
    ["labels", { matchLabels: { app: "shop" } }],
    ["expressions", { matchLabels: {}, matchExpressions: [{ key: "app", operator: "Exists" }] }],
    ["a word", "all"],
    ["a list", []],
    ["labels that are none", { matchLabels: "all" }],
  ])("refuses a policy that selects pods by %s", (_, podSelector) => {
    const one = policy({ podSelector, policyTypes: both });
    expectViolation(namespaceIsolation, [shop, one], [shop, closed("ingress and egress")]);
  });

  it.each<[string, Value]>([
    ["nothing", undefined],
    ["no labels", { matchLabels: {} }],
    ["no expressions", { matchExpressions: [] }],
    ["neither", { matchLabels: undefined, matchExpressions: undefined }],
  ])("lets a policy pass that selects pods by %s", (_, podSelector) => {
    expectCompliance(namespaceIsolation, [shop, policy({ podSelector, policyTypes: both })]);
  });

  it.each<[string, Value]>([
    ["a word", "Ingress"],
    ["words of others", ["ingress", "egress", 7]],
    ["none", []],
  ])("refuses a policy whose types are %s", (_, policyTypes) => {
    const one = policy({ podSelector: {}, policyTypes });
    expectViolation(namespaceIsolation, [shop, one], [shop, closed("ingress and egress")]);
  });

  it("refuses a namespace whose policy allows something at once", () => {
    const ingress = [{ from: [{ podSelector: {} }] }];
    const egress = [{ ports: [{ port: 53 }] }];
    const some = policy({ podSelector: {}, policyTypes: both, ingress, egress });
    expectViolation(namespaceIsolation, [shop, some], [shop, closed("ingress and egress")]);
    expectCompliance(namespaceIsolation, [shop, some, deny]);
  });

  it("refuses a namespace with a policy in another one", () => {
    const other = policy({ podSelector: {}, policyTypes: both }, "other");
    expectViolation(namespaceIsolation, [shop, other], [shop, closed("ingress and egress")]);
  });

  it("refuses each open namespace of several", () => {
    const other = namespace("other");
    const third = namespace("third");
    expectViolation(
      namespaceIsolation,
      [other, deny, shop, third],
      [other, closed("ingress and egress")],
      [third, closed("ingress and egress")],
    );
  });

  it.each<[string, Properties]>([
    ["without rules", { podSelector: {}, policyTypes: both }],
    ["with empty rules", { podSelector: {}, policyTypes: both, ingress: [], egress: [] }],
  ])("lets a namespace pass with one policy %s", (_, spec) => {
    expectCompliance(namespaceIsolation, [shop, policy(spec)]);
  });

  it("lets a namespace pass with a policy for each way", () => {
    expectCompliance(namespaceIsolation, [
      policy({ podSelector: {}, policyTypes: ["Egress"] }),
      shop,
      policy({ podSelector: {} }),
    ]);
  });

  it("lets a policy pass that is of the old group, or a patch", () => {
    const properties = { ...manifest({ podSelector: {}, policyTypes: both }) };
    for (const type of [
      "kubernetes:extensions/v1beta1:NetworkPolicy",
      "kubernetes:networking.k8s.io/v1:NetworkPolicyPatch",
    ])
      expectCompliance(namespaceIsolation, [shop, resource(type, properties)]);
  });

  it("takes nothing else for a policy", () => {
    const other = resource("kubernetes:cilium.io/v2:NetworkPolicy", { ...manifest({ policyTypes: both }) });
    expectViolation(namespaceIsolation, [shop, other], [shop, closed("ingress and egress")]);
  });

  it("knows a policy without a namespace by the default one", () => {
    const one = resource("kubernetes:networking.k8s.io/v1:NetworkPolicy", { spec: { policyTypes: both } });
    expectCompliance(namespaceIsolation, [namespace("default"), one]);
    expectViolation(namespaceIsolation, [shop, one], [shop, closed("ingress and egress")]);
  });

  describe("what all pods are open to", () => {
    it.each<[string, Value]>([
      ["a rule without anything", {}],
      ["empty lists", { from: [], ports: [] }],
    ])("refuses %s for the way in", (_, rule) => {
      const open = policy({ podSelector: {}, ingress: [{ ports: [{ port: 80 }] }, rule] });
      expectViolation(
        namespaceIsolation,
        [shop, deny, open],
        [
          open,
          'spec.ingress[1] lets all pods of namespace "shop" be reached from everything.\n  Fix: Name the peers and ports that they need, or the pods that need it in spec.podSelector.',
        ],
      );
    });

    it.each<Value>([{ matchLabels: {} }, { matchExpressions: [] }, undefined])(
      "refuses it for the pods of %p",
      (podSelector) => {
        const open = policy({ podSelector, ingress: [{}] });
        expectViolation(namespaceIsolation, [shop, deny, open], [open, "spec.ingress[0] lets all pods"]);
      },
    );

    it.each<[string, Value]>([
      ["a rule without anything", {}],
      ["empty lists", { to: [], ports: [] }],
    ])("refuses %s for the way out", (_, rule) => {
      const open = policy({ podSelector: {}, policyTypes: ["Egress"], egress: [rule] });
      expectViolation(
        namespaceIsolation,
        [deny, open, shop],
        [open, 'spec.egress[0] lets all pods of namespace "shop" reach everything.'],
      );
    });

    it.each<[string, Value]>([
      ["pods of a namespace", { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }],
      ["some addresses", { podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: "203.0.113.0/24" } }] }] }],
      ["a port", { podSelector: {}, egress: [{ ports: [{ port: 53 }] }] }],
      ["nobody knows yet", { podSelector: {}, ingress: [UNKNOWN], egress: UNKNOWN }],
      ["peers that nobody knows yet", { podSelector: {}, ingress: [{ from: UNKNOWN }] }],
      ["ports that nobody knows yet", { podSelector: {}, egress: [{ ports: UNKNOWN }] }],
      ["everything, some pods", { podSelector: { matchLabels: { app: "shop" } }, ingress: [{}] }],
      ["everything, pods that nobody knows yet", { podSelector: UNKNOWN, ingress: [{}] }],
      [
        "everything, pods of labels that nobody knows yet",
        { podSelector: { matchLabels: UNKNOWN }, ingress: [{}] },
      ],
      ["what is no rule", { podSelector: {}, ingress: ["all"] }],
    ])("lets %s pass", (_, spec) => {
      expectCompliance(namespaceIsolation, [shop, deny, policy(spec)]);
    });

    it("lets those in other namespaces pass, and in those that nobody knows yet", () => {
      const open = { podSelector: {}, ingress: [{}] };
      expectCompliance(namespaceIsolation, [shop, deny, policy(open, "other"), policy(open, UNKNOWN)]);
    });
  });

  it("lets those pass that are exempt, with what is in them", () => {
    const options = { exempt: ["other", "shop"] };
    expectCompliance(namespaceIsolation, [shop, policy({ podSelector: {}, ingress: [{}] })], { options });
    expectViolation(namespaceIsolation, [shop], [shop, closed("ingress and egress")], {
      options: { exempt: ["other"] },
    });
  });

  it.each<[string, Value]>([
    ["name", { name: UNKNOWN }],
    ["metadata", UNKNOWN],
  ])("judges at the update a namespace whose %s is not known yet", (_, metadata) => {
    expectCompliance(namespaceIsolation, [resource("kubernetes:core/v1:Namespace", { metadata })]);
  });

  it.each<[string, Value, Value]>([
    ["namespace", { podSelector: {}, policyTypes: both }, UNKNOWN],
    ["specification", UNKNOWN, "shop"],
    ["selector", { podSelector: UNKNOWN, policyTypes: both }, "shop"],
    ["labels", { podSelector: { matchLabels: UNKNOWN }, policyTypes: both }, "shop"],
    ["types", { podSelector: {}, policyTypes: UNKNOWN }, "shop"],
    ["rules", { podSelector: {}, policyTypes: both, ingress: UNKNOWN, egress: UNKNOWN }, "shop"],
    ["types one by one", { podSelector: {}, policyTypes: [UNKNOWN] }, "shop"],
  ])("judges at the update where a policy's %s is not known yet", (_, spec, at) => {
    expectCompliance(namespaceIsolation, [shop, policy(spec, at)]);
  });

  it("finds a way that is open beside what is not known yet", () => {
    const one = policy({ podSelector: UNKNOWN, policyTypes: ["Ingress"] });
    expectViolation(namespaceIsolation, [shop, one], [shop, closed("egress")]);
  });

  it("refuses a namespace without a name", () => {
    const one = resource("kubernetes:core/v1:Namespace", {});
    expectViolation(namespaceIsolation, [one, deny], [one, closed("ingress and egress")]);
  });

  it("has nothing to say of a patch of a namespace: it is somebody else's", () => {
    expectCompliance(namespaceIsolation, [
      resource("kubernetes:core/v1:NamespacePatch", { metadata: { name: "kube-system" } }),
    ]);
  });

  it("has nothing to say of a stack without namespaces", () => {
    expectCompliance(namespaceIsolation, [policy({ podSelector: {}, ingress: [{}] })]);
  });
});
