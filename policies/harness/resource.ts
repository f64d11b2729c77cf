import type { Resource } from "../policy";
import { at, type Properties, type Value } from "../value";

/** A Kubernetes object as in a manifest. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: Value;
}

type Rest = Partial<Pick<Resource, "name" | "protect" | "parent">>;

/**
 * A resource to try policies with, of any type.
 *
 * @example resource("aws:s3/bucketV2:BucketV2", { acl: "public-read" })
 */
export function resource(type: string, properties: Properties, rest: Rest = {}): Resource {
  const { name = "tried", protect = false, parent } = rest;
  return { type, name, urn: `urn:pulumi:stack::project::${type}::${name}`, properties, protect, parent };
}

/** A Kubernetes object as the resource that Pulumi makes of it, named as its metadata says. */
export function object(manifest: Manifest, rest: Rest = {}): Resource {
  const [group, version] = manifest.apiVersion.includes("/")
    ? manifest.apiVersion.split("/")
    : ["core", manifest.apiVersion];
  const name = at(manifest.metadata, "name");
  return resource(`kubernetes:${group}/${version}:${manifest.kind}`, manifest, {
    name: typeof name === "string" ? name : undefined,
    ...rest,
  });
}
