import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { rbacEscalation } from "../../../policies/rbac/rbac-escalation";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";
import { clusterRole, clusterRoleBinding, role } from "./objects";

const roles = "rbac.authorization.k8s.io";
const webhooks = "admissionregistration.k8s.io";
const certificates = "certificates.k8s.io";

const rule = (group: string, resources: Value, verbs: Value, resourceNames?: Value): Properties => ({
  apiGroups: [group],
  resources,
  verbs,
  ...(resourceNames !== undefined && { resourceNames }),
});

/** What each right leads to, and how to do without. */
const rights: readonly [group: string, resources: string[], verbs: string[], leads: string, fix: string][] = [
  [
    roles,
    ["roles", "clusterroles"],
    ["escalate"],
    "write any right into a role",
    "escalate on roles, clusterroles",
  ],
  [roles, ["roles", "clusterroles"], ["bind"], "give itself any role", "bind on roles, clusterroles"],
  [
    "",
    ["users", "groups", "serviceaccounts"],
    ["impersonate"],
    "act as somebody else",
    "impersonate on users, groups, serviceaccounts",
  ],
  [
    "authentication.k8s.io",
    ["uids", "userextras", "userextras/scopes"],
    ["impersonate"],
    "act as somebody else",
    "impersonate on uids, userextras, userextras/*",
  ],
  [
    "",
    ["serviceaccounts/token", "*/token"],
    ["create"],
    "make itself a token of any service account",
    "create on serviceaccounts/token, or name the objects that it is for in resourceNames",
  ],
  [
    "",
    ["nodes/proxy", "*/proxy"],
    ["get", "create", "update", "patch", "delete", "deletecollection"],
    "run commands in every pod of a node",
    "get, create, update, patch, delete, deletecollection on nodes/proxy",
  ],
  ["", ["persistentvolumes"], ["create"], "mount the files of a node", "create on persistentvolumes"],
  [
    certificates,
    ["certificatesigningrequests/approval", "*/approval"],
    ["update", "patch"],
    "have a certificate made out in any name",
    "update, patch on certificatesigningrequests/approval",
  ],
  [
    certificates,
    ["signers"],
    ["approve", "sign"],
    "have a certificate made out in any name",
    "approve, sign on signers, or name the objects that it is for in resourceNames",
  ],
  [
    webhooks,
    ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"],
    ["create", "update", "patch", "delete", "deletecollection"],
    "read and change whatever is sent to the cluster",
    "create, update, patch, delete, deletecollection on mutatingwebhookconfigurations, validatingwebhookconfigurations, or name the objects that it is for in resourceNames",
  ],
  [
    "",
    ["namespaces"],
    ["update", "patch"],
    "lift the Pod Security and the isolation of a namespace by its labels",
    "update, patch on namespaces, or name the objects that it is for in resourceNames",
  ],
];

const each = rights.flatMap(([group, resources, verbs, leads, fix]) =>
  resources.flatMap((one) => verbs.map((verb) => ({ group, one, verb, leads, fix }))),
);

describe("rbac-escalation", () => {
  it("says what is wrong, how to put it right, and why it matters", () => {
    expectViolation(
      rbacEscalation,
      clusterRole([rule(roles, ["clusterroles"], ["escalate"])]),
      /^rules\[0\] gives escalate on clusterroles: its holder can write any right into a role\.\n {2}Fix: Leave out escalate on roles, clusterroles\.\n {2}Why: Whoever takes over one such pod or account has the cluster\. https:\/\/kubernetes\.io\/docs\/concepts\/security\/rbac-good-practices\/#privilege-escalation-risks$/,
    );
  });

  it.each(each)("refuses $verb on $one", ({ group, one, verb, leads, fix }) => {
    const rules = [rule(group, ["other", one], ["other", verb])];
    const message = `rules[0] gives ${verb} on ${one}: its holder can ${leads}.\n  Fix: Leave out ${fix}.`;
    expectViolation(rbacEscalation, role(rules), message);
    expectViolation(rbacEscalation, clusterRole(rules), message);
  });

  it.each(each)("refuses every verb on $one", ({ group, one, leads }) => {
    expectViolation(
      rbacEscalation,
      clusterRole([rule(group, [one], ["*"])]),
      new RegExp(`^rules\\[0\\] gives \\* on ${one.replace("*", "\\*")}: its holder can .*${leads}`),
    );
  });

  it.each(each)("refuses $verb on everything, with $leads", ({ verb, leads }) => {
    expectViolation(
      rbacEscalation,
      clusterRole([rule("*", ["*"], [verb])]),
      new RegExp(`^rules\\[0\\] gives ${verb} on \\*: its holder can .*${leads}`),
    );
  });

  it("says once what everything leads to", () => {
    expectViolation(
      rbacEscalation,
      clusterRole([rule("*", ["*"], ["*"])]),
      "rules[0] gives * on *: its holder can write any right into a role; or give itself any role; or act as somebody else; or make itself a token of any service account; or run commands in every pod of a node; or mount the files of a node; or have a certificate made out in any name; or read and change whatever is sent to the cluster; or lift the Pod Security and the isolation of a namespace by its labels.\n  Fix: Leave out escalate on roles, clusterroles; and bind on roles, clusterroles; and impersonate",
    );
  });

  it("says all that gives a right", () => {
    expectViolation(
      rbacEscalation,
      clusterRole([rule("", ["groups", "pods", "users", "nodes/proxy"], ["get", "impersonate", "list"])]),
      "rules[0] gives impersonate on groups, users: its holder can act as somebody else.",
      "rules[0] gives get on nodes/proxy: its holder can run commands in every pod of a node.",
    );
    expectViolation(
      rbacEscalation,
      clusterRole([rule(webhooks, ["validatingwebhookconfigurations"], ["get", "patch", "update"])]),
      "rules[0] gives patch, update on validatingwebhookconfigurations",
    );
  });

  it("says that objects can be named only where that is enough", () => {
    expectViolation(
      rbacEscalation,
      clusterRole([rule("", ["*"], ["patch"])]),
      /Leave out get, create, update, patch, delete, deletecollection on nodes\/proxy; and update, patch on namespaces\.\n/,
    );
  });

  it("refuses each of several", () => {
    expectViolation(
      rbacEscalation,
      clusterRole([
        rule("", ["pods"], ["get"]),
        rule("", ["namespaces", "serviceaccounts/token"], ["create", "patch"]),
      ]),
      "rules[1] gives create on serviceaccounts/token",
      "rules[1] gives patch on namespaces",
    );
  });

  it.each<[string, Properties]>([
    [
      "reading",
      rule("", ["namespaces", "persistentvolumes", "nodes", "serviceaccounts"], ["get", "list", "watch"]),
    ],
    ["reading roles", rule(roles, ["roles", "clusterroles"], ["get", "list", "create", "update"])],
    ["reading webhooks", rule(webhooks, ["mutatingwebhookconfigurations"], ["get", "list", "watch"])],
    ["asking for a certificate", rule(certificates, ["certificatesigningrequests"], ["create", "update"])],
    [
      "the state of a namespace",
      rule("", ["namespaces/status", "namespaces/finalizers"], ["update", "patch"]),
    ],
    ["making a namespace", rule("", ["namespaces"], ["create", "delete"])],
    ["making pods", rule("", ["pods"], ["create"])],
    ["binding of other kinds", rule("apis.example.com", ["roles"], ["bind", "escalate"])],
    ["bindings of pods", rule("", ["pods/binding"], ["create"])],
    ["tokens of others", rule("example.com", ["serviceaccounts/token"], ["create"])],
    ["a subresource of another name", rule("", ["*/tokens", "*s", "serviceaccounts/*"], ["create"])],
    ["extras of no user", rule("authentication.k8s.io", ["userextrasother"], ["impersonate"])],
    ["no resource", { apiGroups: [roles], resources: [], verbs: ["escalate"] }],
    ["addresses", { nonResourceURLs: ["/metrics"], verbs: ["get"] }],
  ])("lets %s pass", (_, one) => {
    expectCompliance(rbacEscalation, clusterRole([one]));
  });

  it.each<[string, Properties]>([
    ["tokens", rule("", ["serviceaccounts/token"], ["create"], ["shop"])],
    ["webhooks", rule(webhooks, ["mutatingwebhookconfigurations"], ["update"], ["shop", "other"])],
    ["namespaces", rule("", ["namespaces"], ["patch"], ["shop"])],
    [
      "signers of others",
      rule(certificates, ["signers"], ["sign"], ["issuers.cert-manager.io/*", "example.com/shop"]),
    ],
  ])("lets %s pass that are named", (_, one) => {
    expectCompliance(rbacEscalation, clusterRole([one]));
  });

  it.each<[string, Properties]>([
    ["no tokens named", rule("", ["serviceaccounts/token"], ["create"], [])],
    ["tokens of what is no name", rule("", ["serviceaccounts/token"], ["create"], [7])],
    ["bind, for roles that are named", rule(roles, ["clusterroles"], ["bind"], ["view"])],
    ["impersonate, for users that are named", rule("", ["users"], ["impersonate"], ["jane"])],
    ["nodes that are named", rule("", ["nodes/proxy"], ["get"], ["one"])],
    [
      "signers of the cluster",
      rule(certificates, ["signers"], ["sign"], ["kubernetes.io/kube-apiserver-client"]),
    ],
    [
      "one signer of the cluster",
      rule(certificates, ["signers"], ["sign"], ["example.com/a", "kubernetes.io/*"]),
    ],
    ["every signer", rule(certificates, ["signers"], ["sign"], ["*"])],
  ])("refuses %s", (_, one) => {
    expectViolation(rbacEscalation, clusterRole([one]), "rules[0] gives");
  });

  it.each<[string, Value]>([
    ["rules", UNKNOWN],
    ["a rule", [UNKNOWN]],
    ["groups", [{ apiGroups: UNKNOWN, resources: ["*"], verbs: ["*"] }]],
    ["resources", [rule("", UNKNOWN, ["*"])]],
    ["a resource", [rule("", ["pods", UNKNOWN], ["*"])]],
    ["verbs", [rule(roles, ["roles"], UNKNOWN)]],
    ["a verb", [rule(roles, ["roles"], ["get", UNKNOWN])]],
    ["names", [rule("", ["serviceaccounts/token"], ["create"], UNKNOWN)]],
    ["a name", [rule("", ["serviceaccounts/token"], ["create"], [UNKNOWN, "shop"])]],
  ])("judges at the update a role of which it does not know %s yet", (_, rules) => {
    expectCompliance(rbacEscalation, clusterRole(rules));
  });

  it("finds what is known beside what is not", () => {
    expectViolation(
      rbacEscalation,
      clusterRole([UNKNOWN, rule(roles, [UNKNOWN, "roles"], ["bind", UNKNOWN], UNKNOWN)]),
      "rules[1] gives bind on roles",
    );
    expectViolation(
      rbacEscalation,
      clusterRole([rule(certificates, ["signers"], ["sign"], [UNKNOWN, "kubernetes.io/legacy-unknown"])]),
      "rules[0] gives sign on signers",
    );
  });

  it("takes words for lists of one", () => {
    expectViolation(
      rbacEscalation,
      role([{ apiGroups: roles, resources: "roles", verbs: "escalate" }]),
      "rules[0] gives escalate on roles",
    );
  });

  it.each<[string, Value]>([
    ["no rules", undefined],
    ["rules that are none", ["all", 7, { verbs: 7, resources: {}, apiGroups: true }]],
  ])("lets a role with %s pass", (_, rules) => {
    expectCompliance(rbacEscalation, role(rules));
  });

  it("has nothing to say of what is no role", () => {
    const rules = [rule(roles, ["roles"], ["escalate"])];
    expectCompliance(rbacEscalation, clusterRoleBinding("tried", { rules }));
    expectCompliance(rbacEscalation, resource("kubernetes:iam.example.com/v1:Role", { rules }));
  });
});
