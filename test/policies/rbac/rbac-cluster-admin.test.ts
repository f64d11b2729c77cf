import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { rbacClusterAdmin } from "../../../policies/rbac/rbac-cluster-admin";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";
import { clusterRole, clusterRoleBinding, roleBinding } from "./objects";

const to = (name: Value, kind: Value = "Group"): Properties => ({ subjects: [{ kind, name }] });

describe("rbac-cluster-admin", () => {
  it("says what is wrong, how to put it right, and why it matters", () => {
    expectViolation(
      rbacClusterAdmin,
      clusterRoleBinding("cluster-admin"),
      /^roleRef\.name is "cluster-admin", which may do everything\.\n {2}Fix: Bind a role that has only the rights that are used\.\n {2}Why: One leaked token or one pod that is taken over is then the whole cluster, with all that it reaches\. https:\/\/kubernetes\.io\/docs\/concepts\/security\/rbac-good-practices\/#least-privilege$/,
    );
  });

  it("refuses it in one namespace, too", () => {
    expectViolation(rbacClusterAdmin, roleBinding("cluster-admin"), 'roleRef.name is "cluster-admin"');
  });

  it.each<[string, Value]>([
    ["no kind", undefined],
    ["a kind that there is not", 7],
    ["another kind", "Roles"],
  ])("refuses it with %s", (_, kind) => {
    const one = clusterRoleBinding("", { roleRef: { kind, name: "cluster-admin" } });
    expectViolation(rbacClusterAdmin, one, 'roleRef.name is "cluster-admin"');
  });

  it("refuses whatever is given to those who may do everything", () => {
    const one = clusterRoleBinding("view", {
      subjects: [
        { kind: "User", name: "jane" },
        { kind: "Group", name: "system:masters" },
      ],
    });
    expectViolation(
      rbacClusterAdmin,
      one,
      'subjects[1].name is "system:masters", whose members may do everything, whatever roles say.\n  Fix: Name the users, groups or service accounts that need the role.',
    );
  });

  it.each([
    ["system:anonymous", "User"],
    ["system:unauthenticated", "Group"],
    ["system:authenticated", "Group"],
  ])("refuses what is given to %s", (name, kind) => {
    const message = `subjects[0].name is "${name}": everybody who reaches the cluster has the role "view".\n  Fix: Name the users, groups or service accounts that need the role.`;
    expectViolation(rbacClusterAdmin, clusterRoleBinding("view", to(name, kind)), message);
    expectViolation(rbacClusterAdmin, roleBinding("view", to(name, kind)), message);
  });

  it.each([
    ["system:anonymous", "system:public-info-viewer"],
    ["system:anonymous", "system:service-account-issuer-discovery"],
    ["system:unauthenticated", "system:public-info-viewer"],
    ["system:unauthenticated", "system:service-account-issuer-discovery"],
    ["system:authenticated", "system:public-info-viewer"],
    ["system:authenticated", "system:service-account-issuer-discovery"],
    ["system:authenticated", "system:discovery"],
    ["system:authenticated", "system:basic-user"],
  ])("lets %s have %s", (name, role) => {
    expectCompliance(rbacClusterAdmin, clusterRoleBinding(role, to(name)));
  });

  it.each([
    ["system:anonymous", "system:discovery"],
    ["system:unauthenticated", "system:basic-user"],
    ["system:masters", "system:discovery"],
  ])("does not let %s have %s", (name, role) => {
    expectViolation(rbacClusterAdmin, clusterRoleBinding(role, to(name)), `subjects[0].name is "${name}"`);
  });

  it("refuses each of several", () => {
    const subjects = [
      { name: "system:anonymous" },
      { name: "system:masters" },
      { name: "system:authenticated" },
    ];
    expectViolation(
      rbacClusterAdmin,
      clusterRoleBinding("cluster-admin", { subjects }),
      'roleRef.name is "cluster-admin"',
      'subjects[0].name is "system:anonymous"',
      'subjects[1].name is "system:masters"',
      'subjects[2].name is "system:authenticated"',
    );
  });

  it.each<[string, Properties]>([
    ["a service account", { subjects: [{ kind: "ServiceAccount", name: "shop", namespace: "shop" }] }],
    ["service accounts of a namespace", to("system:serviceaccounts:shop")],
    ["a group of a strange name", to("constructor")],
    ["nobody", { subjects: [] }],
    ["no subjects", { subjects: undefined }],
  ])("lets a role of %s pass", (_, rest) => {
    expectCompliance(rbacClusterAdmin, clusterRoleBinding("shop", rest));
    expectCompliance(rbacClusterAdmin, roleBinding("admin", rest));
  });

  it("lets a Role pass that has that name: it is one of the namespace", () => {
    expectCompliance(rbacClusterAdmin, roleBinding("", { roleRef: { kind: "Role", name: "cluster-admin" } }));
  });

  it.each<[string, Properties]>([
    ["the role", { roleRef: UNKNOWN, ...to("system:authenticated") }],
    ["the name of the role", { roleRef: { kind: "ClusterRole", name: UNKNOWN }, ...to("system:anonymous") }],
    ["the kind of the role", { roleRef: { kind: UNKNOWN, name: "cluster-admin" } }],
    ["the subjects", { subjects: UNKNOWN }],
    ["a subject", { subjects: [UNKNOWN] }],
    ["a name", { subjects: [{ kind: "Group", name: UNKNOWN }] }],
  ])("judges at the update a binding of which it does not know %s yet", (_, rest) => {
    expectCompliance(rbacClusterAdmin, clusterRoleBinding("shop", rest));
  });

  it("finds what is known beside what is not", () => {
    const subjects: Value = [UNKNOWN, { kind: UNKNOWN, name: "system:masters" }];
    expectViolation(
      rbacClusterAdmin,
      clusterRoleBinding(UNKNOWN, { subjects }),
      'subjects[1].name is "system:masters"',
    );
    expectViolation(
      rbacClusterAdmin,
      clusterRoleBinding("cluster-admin", { subjects: UNKNOWN }),
      'roleRef.name is "cluster-admin"',
    );
  });

  it("refuses everybody who has a role that nobody names", () => {
    const one = roleBinding("", { roleRef: undefined, ...to("system:authenticated") });
    expectViolation(rbacClusterAdmin, one, "everybody who reaches the cluster has the role missing.");
  });

  it("lets words pass that are no subjects", () => {
    expectCompliance(rbacClusterAdmin, clusterRoleBinding("shop", { subjects: "system:masters" }));
    expectCompliance(rbacClusterAdmin, clusterRoleBinding("shop", { subjects: [7, { name: 7 }] }));
  });

  it("judges bindings of every version, and patches", () => {
    for (const type of ["v1beta1:ClusterRoleBinding", "v1:RoleBindingPatch", "v1:ClusterRoleBindingPatch"])
      expectViolation(
        rbacClusterAdmin,
        resource(`kubernetes:rbac.authorization.k8s.io/${type}`, { roleRef: { name: "cluster-admin" } }),
        "roleRef.name",
      );
  });

  it("has nothing to say of what is no binding", () => {
    expectCompliance(rbacClusterAdmin, clusterRole([], { roleRef: { name: "cluster-admin" } }));
    expectCompliance(
      rbacClusterAdmin,
      resource("kubernetes:iam.example.com/v1:RoleBinding", { roleRef: { name: "cluster-admin" } }),
    );
  });
});
