import { isDeepStrictEqual } from "node:util";
import type { InputProperties, InputProperty } from "./property";
import { isList, isObject, unknown, Unknown, type Value } from "./value";

/** Whether the provider has a part in a property: it decides about it, or about something within. */
export function isDecided({ type, computed, readOnly }: InputProperty): boolean {
  return Boolean(
    computed || readOnly || (typeof type === "object" && Object.values(type.properties).some(isDecided)),
  );
}

/** What was there before, without what the provider is to decide now. @param now effective inputs, as `old` */
export function leftAlone(
  old: Value | undefined,
  now: Value | undefined,
  declared: InputProperty,
): Value | undefined {
  const { type, computed } = declared;
  if (now === undefined) {
    return computed ? undefined : old;
  }
  if (typeof type === "string") {
    return old;
  }
  if (isList(old) && isList(now)) {
    const item = { ...declared, type: { ...type, isList: false } };
    return old.map((each, index) => leftAlone(each, now[index] ?? each, item) ?? each);
  }
  if (!isObject(old) || !isObject(now)) {
    return old;
  }
  const kept = Object.entries(old).flatMap(([name, value]): [string, Value][] => {
    const property = type.properties[name];
    const remaining = property ? leftAlone(value, now[name], property) : value;
    return remaining === undefined ? [] : [[name, remaining]];
  });
  return Object.fromEntries(kept);
}

/**
 * A property as a preview knows it: what the program says, with what the provider will add.
 *
 * @param input effective input @param old what the state has
 */
export function foreseen(
  input: Value | undefined,
  old: Value | undefined,
  declared: InputProperty,
): Value | undefined {
  const { type, computed, readOnly, stable } = declared;
  if (input === undefined) {
    return computed || readOnly ? ((stable ? old : undefined) ?? unknown) : undefined;
  }
  if (typeof type === "string" || input instanceof Unknown) {
    return input;
  }
  if (isList(input)) {
    const item = { ...declared, type: { ...type, isList: false } };
    const olds = isList(old) ? old : [];
    const isSame = sameness(type.properties);
    return input.map((each) => {
      const match = olds.find((one) => isSame(one, each));
      return foreseen(each, match, item) ?? each;
    });
  }
  if (!isObject(input)) {
    return input;
  }
  const known = isObject(old) ? old : {};
  const properties = Object.entries(type.properties).flatMap(([name, property]): [string, Value][] => {
    const value = foreseen(input[name], known[name], property);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(properties);
}

/** Objects of a list are told apart by what every one of them has. */
function sameness(properties: InputProperties): (one: Value, other: Value) => boolean {
  const required = Object.keys(properties).filter((name) => properties[name]?.required);
  return (one, other) =>
    isObject(one) && isObject(other) && required.every((name) => isDeepStrictEqual(one[name], other[name]));
}
