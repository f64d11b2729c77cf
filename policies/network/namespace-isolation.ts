import { anyOf, kind } from "../kubernetes";
import { stackPolicy, type Resource, type StackFinding } from "../policy";
import { at, entries, isObject, isOneOf, items, shown, UNKNOWN, type Value } from "../value";

const isNetworkPolicy = anyOf(
  kind("networking.k8s.io", "NetworkPolicy"),
  kind("extensions", "NetworkPolicy"),
);

/** Both ways of traffic: as a policy's type, the field with its rules, and what those without a peer are open to. */
const directions = [
  { type: "Ingress", field: "ingress", opens: "be reached from" },
  { type: "Egress", field: "egress", opens: "reach" },
] as const;

type Direction = (typeof directions)[number];

/** Namespaces are closed, but for what is allowed in them. */
export const namespaceIsolation = stackPolicy({
  name: "namespace-isolation",
  description: "Each namespace denies its pods all traffic, in and out, but for what is allowed one by one.",
  why: "Pods that no policy selects talk to every other pod, and to the internet: one that is taken over, too.",
  link: "https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-and-all-egress-traffic",
  options: {
    exempt: {
      description: "Names of namespaces that may stay open.",
      type: "array",
      items: { type: "string" },
      default: [] as readonly string[],
    },
  },
  *check(resources, { options: { exempt } }) {
    const policies = resources.filter((one) => isNetworkPolicy(one.type) && selectsAll(one));
    for (const resource of resources.filter(({ type }) => type === "kubernetes:core/v1:Namespace")) {
      const name = at(resource.properties, "metadata", "name");
      if (isOneOf(name, exempt)) continue;
      const own = policies.filter((policy) => isOneOf(namespaceOf(policy), [name]));
      const open = directions.filter((direction) => !own.some((policy) => denies(policy, direction)));
      if (open.length > 0)
        yield {
          resource,
          problem: `has no NetworkPolicy that denies ${open.map(({ field }) => field).join(" and ")} to all of its pods`,
          fix: `Add one with podSelector {}, policyTypes [${open.map(({ type }) => type).join(", ")}] and no rules, and others for what its pods need`,
        };
      for (const policy of own)
        if (namespaceOf(policy) === name && isKnown(selectorOf(policy))) yield* openings(policy, name);
    }
  },
});

const namespaceOf = ({ properties }: Resource): Value => at(properties, "metadata", "namespace") ?? "default";

const selectorOf = ({ properties }: Resource): Value => at(properties, "spec", "podSelector");

/** Without a selector a policy selects all pods. */
function selectsAll(policy: Resource): boolean {
  const selector = selectorOf(policy);
  return (
    isOneOf(selector, [undefined]) ||
    (isObject(selector) && entries(selector).every(([, part]) => isEmpty(part)))
  );
}

const isKnown = (selector: Value): boolean =>
  selector !== UNKNOWN && entries(selector).every(([, part]) => part !== UNKNOWN);

const isEmpty = (value: Value): boolean => (isObject(value) ? entries(value) : items(value)).length === 0;

function denies({ properties }: Resource, { type, field }: Direction): boolean {
  // Without rules for the way out, a policy that does not say is one for the way in.
  const types = at(properties, "spec", "policyTypes") ?? ["Ingress"];
  const isMeant = Array.isArray(types) ? types.some((one: Value) => isOneOf(one, [type])) : types === UNKNOWN;
  return isMeant && items(at(properties, "spec", field)).length === 0;
}

/** Rules that take it all back: what one policy allows, no other denies. */
function* openings(resource: Resource, namespace: Value): Iterable<StackFinding> {
  for (const { field, opens } of directions)
    for (const [index, rule] of items(at(resource.properties, "spec", field)).entries())
      if (isObject(rule) && ["from", "to", "ports"].every((part) => isLeftOut(at(rule, part))))
        yield {
          resource,
          at: `spec.${field}[${index}]`,
          problem: `lets all pods of namespace ${shown(namespace)} ${opens} everything`,
          fix: "Name the peers and ports that they need, or the pods that need it in spec.podSelector",
        };
}

const isLeftOut = (value: Value): boolean =>
  value === undefined || (Array.isArray(value) && value.length === 0);
