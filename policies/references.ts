import type { Resource } from "./policy";
import { at, UNKNOWN, type Value } from "./value";

/** Whether the values of all pairs are the same; UNKNOWN where it depends on what is not known. */
export function allSame(...pairs: readonly (readonly [Value, Value])[]): boolean | typeof UNKNOWN {
  const isKnown = (pair: readonly [Value, Value]) => !pair.includes(UNKNOWN);
  if (pairs.some((pair) => isKnown(pair) && pair[0] !== pair[1])) return false;
  return pairs.every(isKnown) || UNKNOWN;
}

/** The namespace of a Kubernetes object, by its metadata. */
export const namespaceOf = ({ properties }: Resource): Value =>
  at(properties, "metadata", "namespace") ?? "default";

/** Whether a Kubernetes object is the one that a reference names. */
export const isNamed = (object: Resource, name: Value, namespace: Value): boolean | typeof UNKNOWN =>
  allSame([at(object.properties, "metadata", "name"), name], [namespaceOf(object), namespace]);
