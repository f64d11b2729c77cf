import { kind } from "../kubernetes";
import type { Resource } from "../policy";
import { at, items, UNKNOWN, type Value } from "../value";

const group = "rbac.authorization.k8s.io";

/** For `concerns`: what holds rules. */
export const isRole = kind(group, "Role", "ClusterRole");
/** Rules that hold in every namespace, where a binding does not say otherwise. */
export const isClusterRole = kind(group, "ClusterRole");
/** For `concerns`: what gives the rules of a role to somebody. */
export const isBinding = kind(group, "RoleBinding", "ClusterRoleBinding");
/** What gives them in every namespace. */
export const isClusterRoleBinding = kind(group, "ClusterRoleBinding");

/** A rule of a role. */
export interface Rule {
  /** @example "rules[2]" */
  readonly at: string;
  readonly value: Value;
}

/** The rules of a role. */
export const rulesOf = ({ properties }: Resource): readonly Rule[] =>
  items(at(properties, "rules")).map((value, index) => ({ at: `rules[${index}]`, value }));

/** What somebody may do to objects: any of these verbs, on any of these resources. */
export interface Right {
  /** The API group; "" for the core one. */
  readonly group: string;
  /** With the subresource, where it is one: `serviceaccounts/token`, or `userextras/*` for any of them. */
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

/**
 * What of a rule gives a right, as a message shows it: `create on serviceaccounts/token`; undefined where it does not, or is
 * not known yet.
 */
export function granted(rule: Value, right: Right): string | undefined {
  const among = (field: string, matches: (item: string) => boolean) =>
    items(at(rule, field)).filter((item): item is string => typeof item === "string" && matches(item));
  const groups = among("apiGroups", (one) => one === "*" || one === right.group);
  const resources = among(
    "resources",
    (one) => one === "*" || right.resources.some((other) => covers(one, other)),
  );
  const verbs = among("verbs", (one) => one === "*" || right.verbs.includes(one));
  if ([groups, resources, verbs].some(({ length }) => length === 0)) return undefined;
  return `${verbs.join(", ")} on ${resources.join(", ")}`;
}

/** In a rule, `*` before a slash is that subresource of everything; after one it means nothing. */
function covers(given: string, wanted: string): boolean {
  return wanted.endsWith("/*")
    ? given.startsWith(wanted.slice(0, -1))
    : [wanted, wanted.replace(/.+\//, "*/")].includes(given);
}

/** Whether a rule is for objects that it names only, all of which are fine; or that is not known yet. */
export function isBoundTo(rule: Value, isFine: (name: string) => boolean): boolean {
  const names = at(rule, "resourceNames");
  if (names === UNKNOWN) return true;
  return (
    items(names).length > 0 &&
    items(names).every((one) => one === UNKNOWN || (typeof one === "string" && isFine(one)))
  );
}
