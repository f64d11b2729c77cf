import type { InputProperties, InputProperty, ObjectType, OutputProperty, SimpleType } from "./property";
import type { Provider } from "./provider";

const simpleTypes: Record<SimpleType, object> = {
  string: { type: "string" },
  integer: { type: "integer" },
  number: { type: "number" },
  boolean: { type: "boolean" },
  map: { type: "object", additionalProperties: { type: "string" } },
  list: { type: "array", items: { type: "string" } },
  asset: { $ref: "pulumi.json#/Asset" },
  archive: { $ref: "pulumi.json#/Archive" },
  any: { $ref: "pulumi.json#/Any" },
};

type Property = InputProperty | OutputProperty;
type Properties = Readonly<Record<string, Property>>;

/**
 * The package schema of what a provider covers, as `pulumi package get-schema` prints it.
 *
 * @param isParameterized whether the plugin was told which package to serve; until then it has a schema of its own
 */
export function packageSchema<Client>(provider: Provider<Client>, isParameterized: boolean): string {
  const { name, version, description, config, resources, functions = {}, parameterization } = provider;
  if (parameterization && !isParameterized) {
    return JSON.stringify({ name: parameterization.name, version: parameterization.version, description });
  }
  const types = new Types(name);
  return JSON.stringify({
    name,
    version,
    description,
    meta: { moduleFormat: "(.*)(?:/[^/]*)" },
    config: { variables: types.properties(config) },
    provider: { inputProperties: types.properties(config), requiredInputs: required(config) },
    resources: mapped(resources, ({ description: about, inputs, outputs }) => ({
      description: about,
      properties: types.properties({ ...inputs, ...outputs }),
      required: [...alwaysSet(inputs), ...Object.keys(outputs)],
      inputProperties: types.properties(inputs),
      requiredInputs: required(inputs),
    })),
    functions: mapped(functions, ({ description: about, inputs, outputs }) => ({
      description: about,
      inputs: { properties: types.properties(inputs), required: required(inputs) },
      outputs: { properties: types.properties(outputs), required: Object.keys(outputs) },
    })),
    types: types.declared,
    ...(parameterization && {
      parameterization: {
        baseProvider: { name: parameterization.name, version: parameterization.version },
        parameter: Buffer.from(parameterization.parameter).toString("base64"),
      },
    }),
  });
}

/** Object types, declared as they are met. */
class Types {
  readonly declared: Record<string, object> = {};

  constructor(private readonly packageName: string) {}

  properties(declared: Properties): object {
    return mapped(declared, ({ type, description, secret }) => ({
      ...(typeof type === "string" ? simpleTypes[type] : this.objects(type)),
      description,
      ...(secret && { secret }),
    }));
  }

  private objects({ name, properties, isList }: ObjectType): object {
    const token = `${this.packageName}:index/${name}:${name}`;
    this.declared[token] ??= {
      type: "object",
      properties: this.properties(properties),
      required: required(properties),
    };
    const reference = { $ref: `#/types/${token}` };
    return isList ? { type: "array", items: reference } : reference;
  }
}

function mapped<From, To>(values: Readonly<Record<string, From>>, map: (value: From) => To): object {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}

const required = (declared: InputProperties) =>
  Object.keys(declared).filter((name) => declared[name]?.required && !declared[name].autonamed);

const alwaysSet = (declared: InputProperties) =>
  Object.keys(declared).filter(
    (name) => declared[name]?.required || declared[name]?.computed || declared[name]?.default !== undefined,
  );
