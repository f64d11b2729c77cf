/*
 * Expressions in CEL, the language of admission policies, as texts. None of them fails on what an object does not have, or
 * has as null: an expression that fails refuses the object, and tells nobody why.
 */

/** A value as CEL writes it. The escapes of JSON are some of CEL's. */
export const literal = (value: string | number | boolean | null | readonly string[]): string =>
  JSON.stringify(value);

const step = (name: string): string => (/^[A-Za-z]\w*$/.test(name) ? `.?${name}` : `[?${literal(name)}]`);

/** What is at a path; null where there is nothing. @example at("i.value", "securityContext", "privileged") */
export const at = (object: string, ...path: readonly string[]): string =>
  `${object}${path.map(step).join("")}.orValue(null)`;

/** The list, or the object, at a path; an empty list where there is nothing. */
export const items = (object: string, ...path: readonly string[]): string =>
  `optional.ofNonZeroValue(${at(object, ...path)}).orValue([])`;

/** Whether a value is one of those allowed; null stands for one that is missing. */
export const isOneOf = (value: string, allowed: readonly (string | number | boolean | null)[]): string =>
  `(${allowed.map((one) => `${value} == ${literal(one)}`).join(" || ")})`;
