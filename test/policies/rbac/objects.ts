import { object } from "../../../policies/harness";
import type { Resource } from "../../../policies/policy";
import type { Properties, Value } from "../../../policies/value";

const apiVersion = "rbac.authorization.k8s.io/v1";

export const clusterRole = (rules: Value, rest: Properties = {}): Resource =>
  object({ apiVersion, kind: "ClusterRole", metadata: { name: "tried" }, rules, ...rest });

export const role = (rules: Value): Resource =>
  object({ apiVersion, kind: "Role", metadata: { name: "tried", namespace: "shop" }, rules });

/** What gives the ClusterRole of that name to somebody. */
export const clusterRoleBinding = (name: Value = "tried", rest: Properties = {}): Resource =>
  binding("ClusterRoleBinding", name, rest);

/** What gives it to somebody in one namespace. */
export const roleBinding = (name: Value = "tried", rest: Properties = {}): Resource =>
  binding("RoleBinding", name, rest);

const binding = (kind: string, name: Value, rest: Properties): Resource =>
  object({
    apiVersion,
    kind,
    metadata: { name: "binding" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
    subjects: [{ kind: "ServiceAccount", name: "shop", namespace: "shop" }],
    ...rest,
  });
