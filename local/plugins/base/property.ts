import { isList, isObject, type Value, type Values } from "./value";

/**
 * Types of properties that have none of their own: `map` and `list` hold texts, `any` holds what JSON can, `asset` is a file
 * or an archive.
 */
export type SimpleType =
  "string" | "integer" | "number" | "boolean" | "map" | "list" | "asset" | "archive" | "any";

/** An object with declared properties, or a list of such objects. */
export interface ObjectType {
  /** What the package's schema calls it. */
  readonly name: string;
  readonly properties: InputProperties;
  /** @default false */
  readonly isList?: boolean;
}

export type PropertyType = SimpleType | ObjectType;

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
  /** Texts that may stand there. @default – any */
  readonly allowed?: readonly string[];
  /** What a change leads to. @default "replace" where the type has no `update`, else "update" */
  readonly change?: "replace" | "update";
  /** Whether it is used once and kept nowhere, so that a change of it alone changes nothing. @default false */
  readonly writeOnly?: boolean;
  /** Whether an absent one is the resource's name with random characters, which stay. @default false */
  readonly autonamed?: boolean;
  /** Whether the provider decides about an absent one, and leaves it as it is later. @default false */
  readonly computed?: boolean;
  /** Whether only the provider sets it; for what stands within objects. @default false */
  readonly readOnly?: boolean;
  /** Whether an update leaves what the provider decided as it is, so that previews know it. @default false */
  readonly stable?: boolean;
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

/**
 * Inputs in the form in which two of them compare: defaults filled in, and what means the same as an absent
 * property absent (null in a map, an empty map). Properties that are not declared are left out.
 */
export function effectiveInputs(inputs: Values, declared: DeclaredInputs): Values {
  const effective: Record<string, Value> = {};
  for (const [name, property] of Object.entries(declared.inputs)) {
    const value = property.readOnly ? undefined : effectiveValue(inputs[name] ?? property.default, property);
    if (value !== undefined) {
      effective[name] = value;
    }
  }
  return { ...effective, ...declared.derived?.(effective) };
}

function effectiveValue(value: Value | undefined, { type, computed }: InputProperty): Value | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof type === "string") {
    // An empty map is no absent one where that leaves it to the provider.
    return withoutNulls(value) ?? (computed ? {} : undefined);
  }
  const effectiveObject = (item: Value) =>
    isObject(item) ? effectiveInputs(item, { inputs: type.properties }) : item;
  return isList(value) ? value.map(effectiveObject) : effectiveObject(value);
}

function withoutNulls(value: Value): Value | undefined {
  if (!isObject(value)) {
    return value;
  }
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
