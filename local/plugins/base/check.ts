import { Asset } from "./asset";
import type { Failure, InputProperties, InputProperty, ObjectType, SimpleType } from "./property";
import { hasUnknown, isList, isObject, Unknown, type Value, type Values } from "./value";

/**
 * Everything wrong with inputs that their declaration alone can tell; values not yet known pass.
 *
 * @param owner what has the inputs, in messages
 * @param path of the object that they stand in, with a dot at its end; empty at the top
 */
export function checkProperties(
  inputs: Values,
  properties: InputProperties,
  owner: string,
  path = "",
): Failure[] {
  const settable = Object.keys(properties).filter((name) => !properties[name]?.readOnly);
  const strays = Object.keys(inputs)
    .filter((name) => !settable.includes(name) && isSet(inputs[name]))
    .map((name) => ({
      property: `${path}${name}`,
      reason: `${owner} has no input "${path}${name}". Inputs: ${[...settable].sort().join(", ")}.`,
    }));
  const wrong = settable.flatMap((name) =>
    problemsOf(`${path}${name}`, inputs[name], properties[name]!, owner),
  );
  return [...strays, ...wrong];
}

function problemsOf(
  path: string,
  value: Value | undefined,
  declared: InputProperty,
  owner: string,
): Failure[] {
  const { type } = declared;
  if (typeof type === "string" || !isSet(value) || value instanceof Unknown) {
    const reason = problem(path, value, declared);
    return reason === undefined ? [] : [{ property: path, reason }];
  }
  const objects = type.isList ? value : [value];
  if (!isList(objects) || objects.some((item) => !isObject(item) && !(item instanceof Unknown))) {
    return [{ property: path, reason: `"${path}" is ${kindOf(value)}. Allowed: ${objectNoun(type)}.` }];
  }
  return objects.flatMap((item, index) =>
    isObject(item)
      ? checkProperties(item, type.properties, owner, type.isList ? `${path}[${index}].` : `${path}.`)
      : [],
  );
}

function problem(path: string, value: Value | undefined, declared: InputProperty): string | undefined {
  if (!isSet(value)) {
    return declared.required ? `"${path}" is missing. Set it: ${declared.description}` : undefined;
  }
  const { type, secret, minimum, allowed } = declared;
  const found = `"${path}" is ${secret || typeof value === "object" ? kindOf(value) : JSON.stringify(value)}.`;
  if (typeof type === "string" && !hasUnknown(value) && !fits[type](value)) {
    return `${found} Allowed: ${nouns[type]}.`;
  }
  if (minimum !== undefined && typeof value === "number" && value < minimum) {
    return `${found} Allowed: ${minimum} or more.`;
  }
  if (allowed && typeof value === "string" && !allowed.includes(value)) {
    return `${found} Allowed: ${allowed.join(", ")}.`;
  }
  return undefined;
}

const isSet = (value: Value | undefined): value is Exclude<Value, null> =>
  value !== undefined && value !== null;

/** Shown in the place of a value that may be secret: reasons are printed. */
function kindOf(value: Value): string {
  if (isList(value)) {
    return "a list";
  }
  if (value instanceof Asset) {
    return `an ${value.kind}`;
  }
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

const isText = (value: Value) => typeof value === "string";

const fits: Record<SimpleType, (value: Value) => boolean> = {
  string: isText,
  integer: (value) => Number.isSafeInteger(value),
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  map: (value) => isObject(value) && Object.values(value).every((item) => item === null || isText(item)),
  list: (value) => isList(value) && value.every(isText),
  asset: (value) => value instanceof Asset,
  archive: (value) => value instanceof Asset && value.kind === "archive",
  any: () => true,
};

const nouns: Record<SimpleType, string> = {
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  map: "a map of texts",
  list: "a list of texts",
  asset: "a file or an archive",
  archive: "an archive",
  any: "any value",
};

function objectNoun({ isList: isMany, properties }: ObjectType): string {
  const names = Object.keys(properties).filter((name) => !properties[name]?.readOnly);
  return `${isMany ? "a list of objects" : "an object"} with ${names.sort().join(", ")}`;
}
