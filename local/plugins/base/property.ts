import { hasUnknown, Unknown, type Value, type Values } from "./value";

/** Types of properties: `map` and `list` hold texts, `any` holds what JSON can. */
export type PropertyType = "string" | "integer" | "number" | "boolean" | "map" | "list" | "any";

/** What a resource type declares of a property that it computes. */
export interface OutputProperty {
  readonly type: PropertyType;
  readonly description: string;
  /** Whether it is kept encrypted in the state. @default false */
  readonly secret?: boolean;
  /** Whether an update in place leaves it as it is, so that previews know it. @default false */
  readonly stable?: boolean;
}

/** What a resource type declares of a property that programs set. */
export interface InputProperty {
  readonly type: PropertyType;
  readonly description: string;
  /** Whether it is kept encrypted even when the program does not mark it. @default false */
  readonly secret?: boolean;
  /** @default false */
  readonly required?: boolean;
  /** What an absent one stands for. It is not written into the inputs, so declaring one changes no stack. */
  readonly default?: Value;
  /** Smallest number. @default – any */
  readonly minimum?: number;
  /** What a change leads to. @default "replace" where the type has no `update`, else "update" */
  readonly change?: "replace" | "update";
}

/** Inputs of a type by name. */
export type InputProperties = Readonly<Record<string, InputProperty>>;

/** What a type declares of its inputs. */
export interface DeclaredInputs {
  readonly inputs: InputProperties;
  /** Inputs that others decide, such as a second name for the same thing. @default – each stands for itself */
  derived?(inputs: Values): Values;
}

/** Why an input is refused. */
export interface Failure {
  readonly property: string;
  /** What is wrong, what was found, what is allowed. */
  readonly reason: string;
}

/** Everything wrong with inputs that their declaration alone can tell; values not yet known pass. */
export function checkProperties(inputs: Values, properties: InputProperties, owner: string): Failure[] {
  const strays = Object.keys(inputs)
    .filter((name) => !(name in properties))
    .map((name) => ({
      property: name,
      reason: `${owner} has no input "${name}". Inputs: ${Object.keys(properties).sort().join(", ")}.`,
    }));
  const wrong = Object.entries(properties).flatMap(([name, declared]) => {
    const reason = problem(name, inputs[name], declared);
    return reason === undefined ? [] : [{ property: name, reason }];
  });
  return [...strays, ...wrong];
}

function problem(name: string, value: Value | undefined, declared: InputProperty): string | undefined {
  if (value === undefined) {
    return declared.required ? `"${name}" is missing. Set it: ${declared.description}` : undefined;
  }
  const isSecret = declared.secret === true;
  if (!hasUnknown(value) && !fits[declared.type](value)) {
    return `"${name}" is ${shown(value, isSecret)}. Allowed: ${nouns[declared.type]}.`;
  }
  if (declared.minimum !== undefined && typeof value === "number" && value < declared.minimum) {
    return `"${name}" is ${shown(value, isSecret)}. Allowed: ${declared.minimum} or more.`;
  }
  return undefined;
}

/** Never the value itself where it may be secret: reasons are printed. */
function shown(value: Value, isSecret: boolean): string {
  const type = Array.isArray(value)
    ? "a list"
    : value === null
      ? "null"
      : typeof value === "object"
        ? "an object"
        : `a ${typeof value}`;
  return isSecret || typeof value === "object" ? type : JSON.stringify(value);
}

const isObject = (value: Value): value is { readonly [key: string]: Value } =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Unknown);

const isText = (value: Value) => typeof value === "string";

const fits: Record<PropertyType, (value: Value) => boolean> = {
  string: isText,
  integer: (value) => Number.isSafeInteger(value),
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  map: (value) => isObject(value) && Object.values(value).every((item) => item === null || isText(item)),
  list: (value) => Array.isArray(value) && value.every(isText),
  any: () => true,
};

const nouns: Record<PropertyType, string> = {
  string: "a text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  map: "a map of texts",
  list: "a list of texts",
  any: "any value",
};

/**
 * Inputs in the form in which two of them compare: defaults filled in, and what means the same as an absent
 * property absent (null in a map, an empty map). Properties that are not declared are left out.
 */
export function effectiveInputs(inputs: Values, declared: DeclaredInputs): Values {
  const effective: Record<string, Value> = {};
  for (const [name, { default: fallback }] of Object.entries(declared.inputs)) {
    const value = withoutNulls(inputs[name] ?? fallback);
    if (value !== undefined) {
      effective[name] = value;
    }
  }
  return { ...effective, ...declared.derived?.(effective) };
}

function withoutNulls(value: Value | undefined): Value | undefined {
  if (value === undefined || value === null || !isObject(value)) {
    return value ?? undefined;
  }
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
