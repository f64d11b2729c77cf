import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { rbacWildcards } from "../../../policies/rbac/rbac-wildcards";
import { UNKNOWN, type Value } from "../../../policies/value";
import { clusterRole, clusterRoleBinding, role } from "./objects";

const reading = { apiGroups: [""], resources: ["pods"], verbs: ["get", "list"] };

describe("rbac-wildcards", () => {
  it("says what is wrong, how to put it right, and why it matters", () => {
    expectViolation(
      rbacWildcards,
      clusterRole([{ ...reading, verbs: ["*"] }]),
      /^rules\[0\]\.verbs has "\*"\.\n {2}Fix: Name the verbs that are used, one by one\.\n {2}Why: A wildcard gives away what nobody has thought of, and every kind of object that will be installed later\. https:\/\/kubernetes\.io\/docs\/concepts\/security\/rbac-good-practices\/#least-privilege$/,
    );
  });

  it.each(["apiGroups", "resources", "verbs", "nonResourceURLs"])("refuses one in %s", (field) => {
    expectViolation(
      rbacWildcards,
      role([reading, { ...reading, [field]: ["a", "*"] }]),
      `rules[1].${field} has "*".\n  Fix: Name the ${field} that are used, one by one.`,
    );
  });

  it.each<[string, string]>([
    ["resources", "*/scale"],
    ["resources", "pods/*"],
    ["nonResourceURLs", "/healthz/*"],
    ["apiGroups", "*.knative.dev"],
  ])("refuses one that is a part: %s %s", (field, text) => {
    expectViolation(
      rbacWildcards,
      clusterRole([{ ...reading, [field]: [text] }]),
      `rules[0].${field} has "${text}".`,
    );
  });

  it("refuses each of several", () => {
    expectViolation(
      rbacWildcards,
      clusterRole([{ apiGroups: ["*"], resources: ["*", "pods", "*/status"], verbs: ["*"] }]),
      'rules[0].apiGroups has "*".',
      'rules[0].resources has "*", "*/status".',
      'rules[0].verbs has "*".',
    );
  });

  it("judges roles of every version, and patches", () => {
    for (const type of ["v1beta1:ClusterRole", "v1alpha1:Role", "v1:RolePatch", "v1:ClusterRolePatch"])
      expectViolation(
        rbacWildcards,
        resource(`kubernetes:rbac.authorization.k8s.io/${type}`, { rules: [{ verbs: ["*"] }] }),
        "rules[0].verbs",
      );
  });

  it.each<[string, Value]>([
    ["names what it gives", [reading, { nonResourceURLs: ["/healthz", "/healthz/live"], verbs: ["get"] }]],
    ["gives nothing", []],
    ["has no rules", undefined],
  ])("lets a role pass that %s", (_, rules) => {
    expectCompliance(rbacWildcards, role(rules));
    expectCompliance(rbacWildcards, clusterRole(rules));
  });

  it("lets a role pass that is made of others", () => {
    const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { aggregate: "*" } }] };
    expectCompliance(rbacWildcards, clusterRole([], { aggregationRule }));
  });

  it.each<[string, Value]>([
    ["rules", UNKNOWN],
    ["a rule", [UNKNOWN]],
    ["verbs", [{ ...reading, verbs: UNKNOWN }]],
    ["a verb", [{ ...reading, verbs: ["get", UNKNOWN] }]],
  ])("judges at the update a role of which it does not know %s yet", (_, rules) => {
    expectCompliance(rbacWildcards, clusterRole(rules));
  });

  it("finds what is known beside what is not", () => {
    expectViolation(
      rbacWildcards,
      clusterRole([UNKNOWN, { apiGroups: UNKNOWN, resources: [UNKNOWN, "*"], verbs: ["get"] }]),
      'rules[1].resources has "*".',
    );
  });

  it.each<[string, Value, string]>([
    ["a word for a list", [{ ...reading, verbs: "*" }], 'rules[0].verbs has "*".'],
    ["a number for a verb", [{ ...reading, verbs: ["get", 7] }], "rules[0].verbs has 7."],
    ["an object for verbs", [{ ...reading, verbs: { all: true } }], 'rules[0].verbs has {"all":true}.'],
    [
      "a word for a rule",
      [reading, "all"],
      'rules[1] is "all", which is no rule.\n  Fix: Make it an object with verbs.',
    ],
    ["a word for the rules", "all", 'rules[0] is "all", which is no rule.'],
  ])("refuses %s", (_, rules, message) => {
    expectViolation(rbacWildcards, role(rules), message);
  });

  it("has nothing to say of what is no role", () => {
    expectCompliance(rbacWildcards, clusterRoleBinding("tried", { rules: [{ verbs: ["*"] }] }));
    expectCompliance(
      rbacWildcards,
      resource("kubernetes:iam.example.com/v1:Role", { rules: [{ verbs: ["*"] }] }),
    );
  });
});
