import { isDeepStrictEqual } from "node:util";
import { foreseen, isDecided } from "./computed";
import { effectiveInputs, type DeclaredInputs, type PropertyType } from "./property";
import type { Known, ResourceType } from "./resource";
import { isList, isObject, unknown, type Value, type Values } from "./value";

type Declared = Pick<ResourceType, "inputs" | "derived" | "outputs" | "stateVersion">;

/** The properties that the engine keeps of a resource: its inputs with defaults, and its outputs. */
export function stateOf(type: Declared, { inputs, outputs }: Known): Values {
  const meta: Values =
    type.stateVersion === undefined
      ? {}
      : { __meta: JSON.stringify({ schema_version: `${type.stateVersion}` }) };
  const kept = Object.entries(effectiveInputs(inputs, type)).filter(
    ([name]) => !type.inputs[name]?.writeOnly,
  );
  return { ...Object.fromEntries(kept), ...outputs, ...meta };
}

/** Inputs and outputs out of properties that the engine kept, also ones kept by the official provider. */
export function knownOf(type: Declared, state: Values, inputs: Values = state): Known {
  const decided = Object.keys(type.inputs).filter((name) => isDecided(type.inputs[name]!));
  return {
    inputs: effectiveInputs(inputs, type),
    outputs: only(state, [...Object.keys(type.outputs), ...decided]),
  };
}

/** The state as a preview knows it: computed properties are unknown, but for those that an update leaves alone. */
export function previewOf(type: Declared, inputs: Values, olds: Values = {}): Values {
  const effective = effectiveInputs(inputs, type);
  const decided = Object.entries(type.inputs).flatMap(([name, declared]): [string, Value][] => {
    const value = isDecided(declared) ? foreseen(effective[name], olds[name], declared) : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  const outputs = Object.entries(type.outputs).map(([name, { stable }]): [string, Value] => [
    name,
    (stable ? olds[name] : undefined) ?? unknown,
  ]);
  return stateOf(type, { inputs, outputs: Object.fromEntries([...decided, ...outputs]) });
}

/** Names of the properties that are secret: by declaration, or because an input of that name was. */
export function secretsOf(type: Declared, received: ReadonlySet<string>): ReadonlySet<string> {
  const declared = Object.entries({ ...type.inputs, ...type.outputs }).filter(([, { secret }]) => secret);
  return new Set([...received, ...declared.map(([name]) => name)]);
}

function only(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(
    names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
  );
}

/**
 * Inputs that were found, as a program would write them: what stood there before, and what differs from it. What the
 * provider decided belongs to it only where the program decides it, too.
 *
 * @param before inputs of the state; none for an import
 */
export function sparseInputs(type: DeclaredInputs, found: Values, before: Values | undefined): Values {
  const expected = effectiveInputs(before ?? {}, type);
  return Object.fromEntries(
    Object.entries(effectiveInputs(found, type)).flatMap(([name, value]): [string, Value][] => {
      const declared = type.inputs[name];
      const isWritten = before !== undefined && name in before;
      if (!isWritten && (isDeepStrictEqual(value, expected[name]) || (before && declared?.computed))) {
        return [];
      }
      return [[name, sparseValue(value, before?.[name], declared?.type)]];
    }),
  );
}

function sparseValue(found: Value, before: Value | undefined, type: PropertyType | undefined): Value {
  if (typeof type !== "object") {
    return found;
  }
  if (isList(found)) {
    return found.map((item, index) =>
      sparseValue(item, isList(before) ? before[index] : undefined, { ...type, isList: false }),
    );
  }
  const inputs = { inputs: type.properties };
  return isObject(found) ? sparseInputs(inputs, found, isObject(before) ? before : undefined) : found;
}
