/** Stands for what a preview does not know yet. What depends on it is judged at the update. */
export const UNKNOWN = Symbol("known at the update");

/** A property of a resource as plain data, secrets opened. */
export type Value = string | number | boolean | undefined | typeof UNKNOWN | readonly Value[] | Properties;

/** Properties of a resource, or of an object in one. */
export interface Properties {
  readonly [name: string]: Value;
}

/** Whether it is an object with fields. */
export const isObject = (value: Value): value is Properties =>
  typeof value === "object" && !Array.isArray(value);

/**
 * What is at a path: undefined where there is nothing, UNKNOWN where it, or what holds it, is not known.
 *
 * @example at(pod, "spec", "containers", 0, "image")
 */
export function at(value: Value, ...path: readonly (string | number)[]): Value {
  let found = value;
  for (const step of path) {
    if (found === UNKNOWN) return UNKNOWN;
    if (Array.isArray(found)) found = (found as readonly Value[])[step as number];
    else if (isObject(found)) found = Object.hasOwn(found, step) ? found[step] : undefined;
    else return undefined;
  }
  return found;
}

/**
 * The items of a list. None where it is missing or not known. What is no list at all counts as one item, so that what
 * nobody can read does not pass for what is in order.
 */
export function items(value: Value): readonly Value[] {
  if (value === undefined || value === UNKNOWN) return [];
  return Array.isArray(value) ? (value as readonly Value[]) : [value];
}

/** The names and values of an object. None where it is missing or not known. */
export const entries = (value: Value): readonly (readonly [name: string, value: Value])[] =>
  isObject(value) ? Object.entries(value) : [];

/** Whether a value may stand: it is one of those allowed, or not known yet. */
export const isOneOf = (value: Value, allowed: readonly Value[]): boolean =>
  value === UNKNOWN || allowed.includes(value);

/** A value as a message shows it, long ones cut. Never for what may hold a secret. */
export function shown(value: Value): string {
  if (value === undefined) return "missing";
  if (value === UNKNOWN) return "not known yet";
  const text = JSON.stringify(value, (_, part: unknown) => (part === UNKNOWN ? "(not known yet)" : part));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
