import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { rbacSecrets } from "../../../policies/rbac/rbac-secrets";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";
import { clusterRole, clusterRoleBinding, role, roleBinding } from "./objects";

const rule = (resources: Value, verbs: Value, rest: Properties = {}): Properties => ({
  apiGroups: [""],
  resources,
  verbs,
  ...rest,
});

const reader = clusterRole([rule(["secrets"], ["get"])]);
const given = "rules[0] gives get on secrets in all namespaces.";

describe("rbac-secrets", () => {
  it("refuses a role that is given in all namespaces, and says how to put it right, and why it matters", () => {
    expectViolation(
      rbacSecrets,
      [reader, clusterRoleBinding()],
      [
        reader,
        /^rules\[0\] gives get on secrets in all namespaces\.\n {2}Fix: Name the Secrets in resourceNames, or give the role by a RoleBinding in each namespace that needs it\.\n {2}Why: Listing Secrets is reading them: passwords, keys and tokens of everything in the cluster\. https:\/\/kubernetes\.io\/docs\/concepts\/security\/rbac-good-practices\/#listing-secrets$/,
      ],
    );
  });

  it.each(["get", "list", "watch", "*"])("refuses %s", (verb) => {
    const one = clusterRole([rule(["pods"], ["get"]), rule(["pods", "secrets"], ["create", verb])]);
    expectViolation(rbacSecrets, [one], [one, `rules[1] gives ${verb} on secrets in all namespaces.`]);
  });

  it("refuses every resource, and every group", () => {
    const one = clusterRole([{ apiGroups: ["*"], resources: ["*"], verbs: ["list", "watch"] }]);
    expectViolation(rbacSecrets, [one], [one, "rules[0] gives list, watch on * in all namespaces."]);
  });

  it("refuses each rule, and each role", () => {
    const other = clusterRole([rule(["secrets"], ["list"]), rule(["secrets"], ["watch"])]);
    expectViolation(
      rbacSecrets,
      [reader, other],
      [reader, given],
      [other, "rules[0] gives list on secrets"],
      [other, "rules[1] gives watch on secrets"],
    );
  });

  it("refuses a role that nothing in the stack gives to anybody", () => {
    expectViolation(
      rbacSecrets,
      [
        reader,
        clusterRoleBinding("other"),
        roleBinding("other"),
        roleBinding("tried", { roleRef: undefined }),
      ],
      [reader, given],
    );
  });

  it("refuses a role that is given in one namespace, and in all", () => {
    expectViolation(rbacSecrets, [roleBinding(), clusterRoleBinding(), reader], [reader, given]);
    expectViolation(rbacSecrets, [clusterRoleBinding(), roleBinding(), reader], [reader, given]);
  });

  it("lets a role pass that is given in some namespaces only", () => {
    expectCompliance(rbacSecrets, [reader, roleBinding(), roleBinding(), clusterRoleBinding("other")]);
  });

  it("is not misled by a binding of a Role of the same name", () => {
    const roleRef = { kind: "Role", name: "tried" };
    expectViolation(rbacSecrets, [reader, roleBinding("tried", { roleRef })], [reader, given]);
  });

  it.each<[string, Properties]>([
    ["Secrets that are named", rule(["secrets"], ["get"], { resourceNames: ["tls"] })],
    ["writing", rule(["secrets"], ["create", "update", "patch", "delete"])],
    ["reading of something else", rule(["configmaps", "secrets/status"], ["get"])],
    ["reading of Secrets that are no secrets", rule(["secrets"], ["get"], { apiGroups: ["example.com"] })],
  ])("lets %s pass", (_, one) => {
    expectCompliance(rbacSecrets, [clusterRole([one]), clusterRoleBinding()]);
  });

  it("refuses Secrets of which none is named", () => {
    const one = clusterRole([rule(["secrets"], ["get"], { resourceNames: [] })]);
    expectViolation(rbacSecrets, [one], [one, given]);
  });

  it("lets a Role pass: it is one of a namespace", () => {
    expectCompliance(rbacSecrets, [role([rule(["secrets"], ["*"])])]);
  });

  it("lets a role pass that is made of others, whatever a controller has written into it", () => {
    const rules = [rule(["secrets"], ["get"])];
    expectCompliance(rbacSecrets, [clusterRole(rules, { aggregationRule: { clusterRoleSelectors: [] } })]);
    expectCompliance(rbacSecrets, [clusterRole(rules, { aggregationRule: UNKNOWN })]);
    const other = clusterRole(rules, { aggregationRule: true });
    expectViolation(rbacSecrets, [other], [other, given]);
  });

  it.each<[string, Value]>([
    ["rules", UNKNOWN],
    ["a rule", [UNKNOWN]],
    ["groups", [rule(["secrets"], ["get"], { apiGroups: UNKNOWN })]],
    ["resources", [rule(UNKNOWN, ["get"])]],
    ["verbs", [rule(["secrets"], UNKNOWN)]],
    ["names", [rule(["secrets"], ["get"], { resourceNames: UNKNOWN })]],
  ])("judges at the update a role of which it does not know %s yet", (_, rules) => {
    expectCompliance(rbacSecrets, [clusterRole(rules), clusterRoleBinding()]);
  });

  it.each<[string, Properties]>([
    ["the role", { roleRef: UNKNOWN }],
    ["the kind of role", { roleRef: { kind: UNKNOWN, name: "tried" } }],
    ["the name of the role", { roleRef: { kind: "ClusterRole", name: UNKNOWN } }],
  ])("judges at the update what is given by a binding of which it does not know %s yet", (_, rest) => {
    expectCompliance(rbacSecrets, [reader, roleBinding("", rest)]);
  });

  it("does not take a binding of a role that it does not know yet for one in all namespaces", () => {
    expectCompliance(rbacSecrets, [reader, roleBinding(), clusterRoleBinding(UNKNOWN)]);
    expectCompliance(rbacSecrets, [reader, clusterRoleBinding(UNKNOWN)]);
  });

  it("judges at the update a role whose name is not known yet, where there are bindings", () => {
    const unnamed = clusterRole([rule(["secrets"], ["get"])], { metadata: { name: UNKNOWN } });
    expectCompliance(rbacSecrets, [unnamed, clusterRoleBinding("other")]);
    expectCompliance(rbacSecrets, [unnamed, clusterRoleBinding(UNKNOWN)]);
    expectViolation(rbacSecrets, [unnamed], [unnamed, given]);
  });

  it("finds a binding in all namespaces beside one that is not known yet", () => {
    expectViolation(rbacSecrets, [reader, roleBinding(UNKNOWN), clusterRoleBinding()], [reader, given]);
  });

  it("judges a role without a name", () => {
    const unnamed = clusterRole([rule(["secrets"], ["get"])], { metadata: {} });
    expectViolation(rbacSecrets, [unnamed, clusterRoleBinding("other")], [unnamed, given]);
  });

  it("judges roles and bindings of every version, and patches", () => {
    const old = resource("kubernetes:rbac.authorization.k8s.io/v1beta1:ClusterRolePatch", reader.properties);
    const binding = resource(
      "kubernetes:rbac.authorization.k8s.io/v1beta1:RoleBindingPatch",
      roleBinding().properties,
    );
    expectViolation(rbacSecrets, [old], [old, given]);
    expectCompliance(rbacSecrets, [old, binding]);
  });

  it("takes nothing else for a binding", () => {
    const other = resource("kubernetes:iam.example.com/v1:RoleBinding", roleBinding().properties);
    expectViolation(rbacSecrets, [reader, other], [reader, given]);
  });

  it("lets a stack pass that has no rules, or none that can be read", () => {
    expectCompliance(rbacSecrets, []);
    expectCompliance(rbacSecrets, [
      clusterRole(undefined),
      clusterRole("all"),
      clusterRole([7, rule(7, {})]),
    ]);
  });
});
