import { profiles, safeSysctls, seLinuxTypes } from "../../../components/kubernetes/pod-security-standard";
import { containers, makesPods, podTemplate } from "../../kubernetes";
import { resourcePolicy, type Finding, type Resource } from "../../policy";
import { at, entries, isOneOf, items, shown, type Value } from "../../value";
import { link, only, onWindows, podOf, required, secured, type Part } from "./standard";

const unset = [undefined, ""];
const allowedTypes = [...unset, ...seLinuxTypes];

/** The walls that the kernel has around a container. */
export const podIsolation = resourcePolicy({
  name: "pod-isolation",
  description:
    "Containers keep what the kernel confines them by: seccomp, AppArmor, SELinux, masks and sysctls.",
  why: "Without them a process that somebody took over works on the kernel that all pods of the node share.",
  link,
  concerns: makesPods,
  *check(resource) {
    if (!onWindows(resource)) yield* seccomp(resource);
    yield* appArmor(resource);
    for (const part of secured(resource)) yield* seLinux(part);
    for (const container of containers(resource))
      yield* only(
        container,
        "securityContext.procMount",
        [undefined, "Default"],
        'remove procMount, or set it to "Default"',
      );
    yield* sysctls(resource);
  },
});

/** By fields alone: since Kubernetes 1.27 nothing reads the annotations that there were before them. */
const seccomp = (resource: Resource): Iterable<Finding> =>
  required(resource, {
    field: "seccompProfile",
    part: "type",
    allowed: profiles,
    fix: 'set securityContext.seccompProfile.type to "RuntimeDefault", for the pod or for each container',
  });

function* appArmor(resource: Resource): Generator<Finding, void> {
  for (const part of secured(resource))
    if (at(part.value, "securityContext", "appArmorProfile") !== undefined)
      yield* only(
        part,
        "securityContext.appArmorProfile.type",
        profiles,
        'remove appArmorProfile, or set its type to "RuntimeDefault"',
      );
  const { at: spec, metadata } = podTemplate(resource);
  for (const [name, value] of entries(at(metadata, "annotations")))
    if (name.startsWith("container.apparmor.security.beta.kubernetes.io/") && !isConfining(value))
      yield {
        at: `${spec.replace(/spec$/, "metadata")}.annotations["${name}"]`,
        problem: `is ${shown(value)}`,
        fix: "remove the annotation; profiles are set by securityContext.appArmorProfile",
      };
}

const isConfining = (profile: Value): boolean =>
  isOneOf(profile, [...unset, "runtime/default"]) ||
  (typeof profile === "string" && profile.startsWith("localhost/"));

function* seLinux(part: Part): Generator<Finding, void> {
  const options = "securityContext.seLinuxOptions";
  yield* only(part, `${options}.type`, allowedTypes, 'remove type, or set it to "container_t"');
  for (const field of ["user", "role"]) yield* only(part, `${options}.${field}`, unset, `remove ${field}`);
}

function* sysctls(resource: Resource): Generator<Finding, void> {
  const pod = podOf(resource);
  for (const [index, value] of items(at(pod.value, "securityContext", "sysctls")).entries()) {
    const sysctl: Part = { at: `${pod.at}.securityContext.sysctls[${index}]`, value };
    yield* only(sysctl, "name", safeSysctls, "remove it: it is none of those that Kubernetes calls safe");
  }
}
