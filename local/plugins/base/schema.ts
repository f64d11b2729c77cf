import type { InputProperties, PropertyType } from "./property";
import type { Provider } from "./provider";

const types: Record<PropertyType, object> = {
  string: { type: "string" },
  integer: { type: "integer" },
  number: { type: "number" },
  boolean: { type: "boolean" },
  map: { type: "object", additionalProperties: { type: "string" } },
  list: { type: "array", items: { type: "string" } },
  any: { $ref: "pulumi.json#/Any" },
};

/** The package schema of what a provider covers, as `pulumi package get-schema` prints it. */
export function packageSchema<Client>(provider: Provider<Client>): string {
  const resources = Object.entries(provider.resources).map(([token, { description, inputs, outputs }]) => [
    token,
    {
      description,
      properties: properties({ ...inputs, ...outputs }),
      required: [...alwaysSet(inputs), ...Object.keys(outputs)],
      inputProperties: properties(inputs),
      requiredInputs: required(inputs),
    },
  ]);
  return JSON.stringify({
    name: provider.name,
    version: provider.version,
    description: provider.description,
    config: { variables: properties(provider.config) },
    provider: { inputProperties: properties(provider.config), requiredInputs: required(provider.config) },
    resources: Object.fromEntries(resources) as object,
  });
}

interface Described {
  readonly type: PropertyType;
  readonly description: string;
  readonly secret?: boolean;
}

function properties(declared: Readonly<Record<string, Described>>): object {
  return Object.fromEntries(
    Object.entries(declared).map(([name, { type, description, secret }]) => [
      name,
      { ...types[type], description, ...(secret && { secret }) },
    ]),
  );
}

const required = (declared: InputProperties) =>
  Object.keys(declared).filter((name) => declared[name]?.required);

const alwaysSet = (declared: InputProperties) =>
  Object.keys(declared).filter((name) => declared[name]?.required || declared[name]?.default !== undefined);
