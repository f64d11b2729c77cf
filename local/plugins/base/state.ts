import { isDeepStrictEqual } from "node:util";
import { effectiveInputs } from "./property";
import type { Known, ResourceType } from "./resource";
import { unknown, type Value, type Values } from "./value";

type Declared = Pick<ResourceType, "inputs" | "derived" | "outputs" | "stateVersion">;

/** The properties that the engine keeps of a resource: its inputs with defaults, and its outputs. */
export function stateOf(type: Declared, { inputs, outputs }: Known): Values {
  const meta: Values =
    type.stateVersion === undefined
      ? {}
      : { __meta: JSON.stringify({ schema_version: `${type.stateVersion}` }) };
  return { ...effectiveInputs(inputs, type), ...outputs, ...meta };
}

/** Inputs and outputs out of properties that the engine kept, also ones kept by the official provider. */
export function knownOf(type: Declared, state: Values, inputs: Values = state): Known {
  return { inputs: effectiveInputs(inputs, type), outputs: only(state, Object.keys(type.outputs)) };
}

/** The state as a preview knows it: computed properties are unknown, but for those that an update leaves alone. */
export function previewOf(type: Declared, inputs: Values, olds?: Values): Values {
  const outputs = Object.entries(type.outputs).map(([name, { stable }]): [string, Value] => [
    name,
    (stable ? olds?.[name] : undefined) ?? unknown,
  ]);
  return stateOf(type, { inputs, outputs: Object.fromEntries(outputs) });
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
 * Inputs that were found, as a program would write them: what stood there before, and what differs from it.
 *
 * @param before inputs of the state; none for an import
 */
export function sparseInputs(type: Declared, found: Values, before: Values): Values {
  const expected = effectiveInputs(before, type);
  return Object.fromEntries(
    Object.entries(effectiveInputs(found, type)).filter(
      ([name, value]) => name in before || !isDeepStrictEqual(value, expected[name]),
    ),
  );
}
