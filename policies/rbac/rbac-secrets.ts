import { stackPolicy, type Resource } from "../policy";
import { at, isObject, isOneOf, UNKNOWN, type Properties, type Value } from "../value";
import { granted, isBinding, isBoundTo, isClusterRole, isClusterRoleBinding, rulesOf } from "./rules";

const reading = { group: "", resources: ["secrets"], verbs: ["get", "list", "watch"] } as const;

/**
 * Nobody reads the Secrets of all namespaces. It is over the whole stack because a ClusterRole that a RoleBinding gives to
 * somebody holds in one namespace only.
 */
export const rbacSecrets = stackPolicy({
  name: "rbac-secrets",
  description: "No role reads the Secrets of all namespaces.",
  why: "Listing Secrets is reading them: passwords, keys and tokens of everything in the cluster.",
  link: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/#listing-secrets",
  *check(resources) {
    const bindings = resources.filter(({ type }) => isBinding(type));
    for (const resource of resources.filter(({ type }) => isClusterRole(type))) {
      if (isMadeOfOthers(resource) || isForSomeNamespaces(resource, bindings)) continue;
      for (const { at: where, value: rule } of rulesOf(resource)) {
        const what = granted(rule, reading);
        if (what === undefined || isBoundTo(rule, () => true)) continue;
        yield {
          resource,
          at: where,
          problem: `gives ${what} in all namespaces`,
          fix: "Name the Secrets in resourceNames, or give the role by a RoleBinding in each namespace that needs it",
        };
      }
    }
  },
});

/** A controller writes the rules of those; the others are judged themselves. */
function isMadeOfOthers({ properties }: Resource): boolean {
  const others = at(properties, "aggregationRule");
  return others === UNKNOWN || isObject(others);
}

/** What nothing here gives to anybody may be given to somebody elsewhere. */
function isForSomeNamespaces(role: Resource, bindings: readonly Resource[]): boolean {
  const name = at(role.properties, "metadata", "name");
  const may = bindings.filter((binding) => mayGive(binding, name));
  return (
    may.length > 0 &&
    !may.some(({ type, properties }) => isClusterRoleBinding(type) && isKnown(properties, name))
  );
}

function mayGive({ properties }: Resource, name: Value): boolean {
  const isIt = name === UNKNOWN || isOneOf(at(properties, "roleRef", "name"), [name]);
  return isIt && isOneOf(at(properties, "roleRef", "kind"), ["ClusterRole"]);
}

const isKnown = (binding: Properties, name: Value): boolean =>
  typeof name === "string" && at(binding, "roleRef", "name") === name;
