import { containers, nameIn, podTemplate } from "../../kubernetes";
import type { Finding, Resource } from "../../policy";
import { at, isOneOf, items, shown, type Value } from "../../value";

/** The standard that these rules are: its level "restricted", as Kubernetes 1.35 has it. */
export const link = "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted";

/** A part of a resource, and where it is. */
export interface Part {
  readonly at: string;
  readonly value: Value;
}

/** The specification of the pods. */
export function podOf(resource: Resource): Part {
  const { at, spec } = podTemplate(resource);
  return { at, value: spec };
}

/** All that has a security context: the pod, and each of its containers. */
export const secured = (resource: Resource): readonly Part[] => [podOf(resource), ...containers(resource)];

/** The volumes of the pods. */
export function volumesOf(resource: Resource): readonly Part[] {
  const pod = podOf(resource);
  return items(at(pod.value, "volumes")).map((value, index) => ({
    at: `${pod.at}.volumes[${nameIn(value, index)}]`,
    value,
  }));
}

/** Whether the standard exempts the pods from what Windows does not have: they may run there, and only there. */
export const onWindows = (resource: Resource): boolean =>
  isOneOf(at(podOf(resource).value, "os", "name"), ["windows"]);

/** Whether the standard lets the pods be root: in a user namespace they are nobody outside of it. */
export const inUserNamespace = (resource: Resource): boolean =>
  isOneOf(at(podOf(resource).value, "hostUsers"), [false]);

/**
 * Finds a field that is none of what is allowed.
 *
 * @param path below the part, with dots
 */
export function* only(
  part: Part,
  path: string,
  allowed: readonly Value[],
  fix: string,
): Generator<Finding, void> {
  const value = at(part.value, ...path.split("."));
  if (!isOneOf(value, allowed)) yield { at: `${part.at}.${path}`, problem: `is ${shown(value)}`, fix };
}

/** What has to be set: by the pod for all of its containers, or by each of them for itself. */
export interface Required {
  /** What a container takes over from the pod unless it has its own, below a security context. */
  readonly field: string;
  /** What of it is judged, where that is not the whole. */
  readonly part?: string;
  readonly allowed: readonly Value[];
  readonly fix: string;
}

/** Finds what is set to something else, and the containers for which nobody sets anything. */
export function* required(
  resource: Resource,
  { field, part, allowed, fix }: Required,
): Generator<Finding, void> {
  const path = ["securityContext", field, part].filter((step) => step !== undefined).join(".");
  const sets = ({ value }: Part) => at(value, "securityContext", field) !== undefined;
  const pod = podOf(resource);
  if (sets(pod)) yield* only(pod, path, allowed, fix);
  for (const container of containers(resource))
    if (sets(container)) yield* only(container, path, allowed, fix);
    else if (!sets(pod))
      yield { at: `${container.at}.${path}`, problem: "is missing, and the pod has none", fix };
}
