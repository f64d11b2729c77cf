import type { ReleaseObject } from "./manifests";

/** Part of a schema of a CustomResourceDefinition, as Kubernetes has them. */
interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly [field: string]: unknown;
}

interface Version {
  readonly schema?: { readonly openAPIV3Schema?: Schema };
}

/**
 * A definition without what its schemas say to readers; any other object as it is. Of Knative's definitions that is two
 * thirds, and of a stack's state a fifth, which the engine writes twice for each object that it makes. What is lost is
 * `kubectl explain`: Knative's own pages say the same.
 */
export function withoutDescriptions(object: ReleaseObject): ReleaseObject {
  if (object.kind !== "CustomResourceDefinition") return object;
  const { spec } = object as { readonly spec?: { readonly versions?: readonly Version[] } };
  if (!spec?.versions) return object;
  return { ...object, spec: { ...spec, versions: spec.versions.map(ofVersion) } };
}

function ofVersion(version: Version): Version {
  const { openAPIV3Schema } = version.schema ?? {};
  return openAPIV3Schema ? { ...version, schema: { openAPIV3Schema: terse(openAPIV3Schema) } } : version;
}

/** A property may itself be called `description`: only what a schema says of itself is left out. */
function terse({ description: _, ...schema }: Schema): Schema {
  const { properties, items, additionalProperties } = schema;
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, terse(one)])),
    }),
    ...(items && { items: terse(items) }),
    ...(typeof additionalProperties === "object" && { additionalProperties: terse(additionalProperties) }),
  };
}
