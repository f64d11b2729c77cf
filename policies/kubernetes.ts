import type { Resource } from "./policy";
import { at, isObject, items, type Value } from "./value";

/** What a Pulumi type says of a Kubernetes object: `kubernetes:apps/v1:Deployment`. */
export interface Kind {
  /** @example "apps"; "core" for those without one */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The kind of a Kubernetes object; undefined for everything else. A patch of an object counts as that object. */
export function kindOf(type: string): Kind | undefined {
  const [, group, version, kind] = /^kubernetes:([^:/]+)\/([^:/]+):(\w+?)(?:Patch)?$/.exec(type) ?? [];
  return group && version && kind ? { group, version, kind } : undefined;
}

/** For `concerns`: objects of a group, of any of its versions: `kind("apps", "Deployment", "StatefulSet")`. */
export const kind =
  (group: string, ...kinds: readonly string[]) =>
  (type: string): boolean => {
    const found = kindOf(type);
    return found !== undefined && found.group === group && kinds.includes(found.kind);
  };

/** For `concerns`: what any of them concerns. */
export const anyOf =
  (...all: readonly ((type: string) => boolean)[]) =>
  (type: string): boolean =>
    all.some((one) => one(type));

const template = ["spec", "template"] as const;

/** Where the pods are described in each kind of object that makes some. */
const podPaths: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ["core:Pod", []],
  ["core:PodTemplate", ["template"]],
  ["core:ReplicationController", template],
  ["apps:Deployment", template],
  ["apps:StatefulSet", template],
  ["apps:DaemonSet", template],
  ["apps:ReplicaSet", template],
  ["batch:Job", template],
  ["batch:CronJob", ["spec", "jobTemplate", ...template]],
  ["serving.knative.dev:Service", template],
  ["serving.knative.dev:Configuration", template],
  ["serving.knative.dev:Revision", []],
]);

function podPath(type: string): readonly string[] | undefined {
  const found = kindOf(type);
  return found && podPaths.get(`${found.group}:${found.kind}`);
}

/** For `concerns`: objects that are pods, or make some. */
export const makesPods = (type: string): boolean => podPath(type) !== undefined;

/** What an object says of its pods. */
export interface PodTemplate {
  /** Where its specification is. @example "spec.template.spec" */
  readonly at: string;
  readonly metadata: Value;
  readonly spec: Value;
}

/** The pods of an object that `makesPods`. */
export function podTemplate({ type, properties }: Resource): PodTemplate {
  const path = podPath(type) ?? [];
  const template = at(properties, ...path);
  return { at: [...path, "spec"].join("."), metadata: at(template, "metadata"), spec: at(template, "spec") };
}

/** The lists of containers that a pod may have. */
export const containerLists = ["containers", "initContainers", "ephemeralContainers"] as const;

/** A container of a pod. */
export interface Container {
  /** @example "spec.template.spec.containers[api]" */
  readonly at: string;
  readonly list: (typeof containerLists)[number];
  readonly value: Value;
}

/** All containers of the pods of an object that `makesPods`, in the order of `containerLists`. */
export function containers(resource: Resource): readonly Container[] {
  const { at: where, spec } = podTemplate(resource);
  return containerLists.flatMap((list) =>
    items(at(spec, list)).map((value, index) => ({
      at: `${where}.${list}[${nameIn(value, index)}]`,
      list,
      value,
    })),
  );
}

/** How messages call an item of a list: by its name, or where it has none by its place. */
export function nameIn(value: Value, index: number): string | number {
  const name = isObject(value) ? at(value, "name") : undefined;
  return typeof name === "string" ? name : index;
}
