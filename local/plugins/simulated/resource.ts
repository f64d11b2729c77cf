import type {
  Failure,
  InputProperties,
  InputProperty,
  OutputProperty,
  ResourceType,
  Values,
  Value,
} from "../base";
import type { SdkType } from "./sdk";

/** What outputs are made of. */
export interface Made<Place> {
  /** Those of the program. */
  readonly inputs: Values;
  readonly place: Place;
  readonly id: string;
}

/** An input that is a text; empty where it is left out. */
export function text(inputs: Values, name: string): string {
  const value = inputs[name];
  return typeof value === "string" ? value : "";
}

/** What no declaration says of a type: what a cloud makes of its inputs, with nothing of it left to chance. */
export interface Rule<Place> {
  readonly description: string;
  /** Inputs that cannot change: another value is another resource. */
  readonly fixed: readonly string[] | "all";
  readonly id: (inputs: Values, place: Place) => string;
  /** Outputs by name; one that is an input, too, is what the cloud decides where the program does not. */
  readonly outputs: Readonly<Record<string, (made: Made<Place>) => Value>>;
  /** Outputs that change with inputs. @default – none: an update leaves them as they are */
  readonly moving?: readonly string[];
  /** Inputs that are kept encrypted whatever the program says. @default – none */
  readonly secret?: readonly string[];
  /** What several inputs do wrong. @param unknown those that are not known yet */
  readonly check?: (inputs: Values, unknown: ReadonlySet<string>) => readonly Failure[];
}

/** That exactly one of several inputs is there, each of which says the same in another way. */
export const oneOf =
  (first: string, ...others: readonly string[]): NonNullable<Rule<unknown>["check"]> =>
  (inputs, unknown) => {
    const names = [first, ...others];
    const given = names.filter((name) => name in inputs || unknown.has(name));
    if (given.length === 1) return [];
    const found = given.length === 0 ? "None is there" : `${given.join(" and ")} are there`;
    return [{ property: first, reason: `${found}. Allowed: one of ${names.join(", ")}.` }];
  };

/**
 * A type of a simulated provider. It takes what the SDK declares, and keeps nothing but the state that the engine keeps.
 *
 * @throws Error for an output that the SDK does not have
 */
export function simulated<Place>(sdk: SdkType, rule: Rule<Place>): ResourceType<Place> {
  const { fixed, moving = [], description, check } = rule;
  const own = Object.keys(rule.outputs).filter((name) => !(name in sdk.inputs));
  const outputs = Object.fromEntries(own.map((name) => [name, outputOf(sdk, name, moving)]));
  const type = { description, inputs: inputsOf(sdk, rule), outputs, ...(check && { check }) };
  const create: ResourceType<Place>["create"] = (inputs, { client: place }) => {
    const id = rule.id(inputs, place);
    return Promise.resolve({ id, outputs: mapped(rule.outputs, (make) => make({ inputs, place, id })) });
  };
  if (fixed === "all") return { ...type, create };
  return {
    ...type,
    create,
    update: (id, known, inputs, { client: place }) =>
      Promise.resolve(
        mapped(rule.outputs, (make, name) => {
          const kept = moving.includes(name) ? undefined : known.outputs[name];
          return kept ?? make({ inputs, place, id });
        }),
      ),
  };
}

function inputsOf<Place>({ inputs }: SdkType, rule: Rule<Place>): InputProperties {
  const { fixed, moving = [], secret = [], outputs } = rule;
  return mapped(inputs, (declared, name): InputProperty => ({
    ...declared,
    change: fixed === "all" || fixed.includes(name) ? "replace" : "update",
    ...(name === "name" && !declared.required && { autonamed: true }),
    ...(name in outputs && { computed: true, stable: !moving.includes(name) }),
    ...(secret.includes(name) && { secret: true }),
  }));
}

function outputOf({ outputs }: SdkType, name: string, moving: readonly string[]): OutputProperty {
  const declared = outputs[name];
  if (!declared)
    throw new Error(`The SDK has no output ${name}. It has: ${Object.keys(outputs).join(", ")}.`);
  return { ...declared, stable: !moving.includes(name) };
}

const mapped = <From, To>(
  values: Readonly<Record<string, From>>,
  map: (value: From, name: string) => To,
): Record<string, To> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value, name)]));
