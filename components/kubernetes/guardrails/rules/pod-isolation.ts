import { isOneOf, items, at, literal } from "../cel";
import {
  called,
  inContainer,
  inPod,
  ofContainers,
  ofPod,
  onlyInBoth,
  onlyInContainers,
  onWindows,
  podSecurityStandards,
  pods,
  required,
  unless,
} from "../pods";
import { profiles, safeSysctls, seLinuxTypes } from "../../pod-security-standard";
import { findingsIn, type Rule } from "../rule";

const unset = [null, ""];
const allowedTypes = [...unset, ...seLinuxTypes];
const seLinux = "securityContext.seLinuxOptions";

/** A profile that is there, of another type. */
const appArmor = (inPart: (path: string) => string) =>
  `${inPart("securityContext.appArmorProfile")} != null && !${isOneOf(inPart("securityContext.appArmorProfile.type"), profiles)}`;
const appArmorFinding = {
  at: "securityContext.appArmorProfile.type",
  problem: `is not ${profiles.map(literal).join(" or ")}`,
  fix: 'remove appArmorProfile, or set its type to "RuntimeDefault"',
};

const annotations = items("variables.template", "metadata", "annotations");
const isUnconfined = (value: string) =>
  `!(${isOneOf(value, [...unset, "runtime/default"])} || string(${value}).startsWith("localhost/"))`;

/** The walls that the kernel has around a container. */
export const podIsolation: Rule = {
  subject: pods,
  findings: [
    ...required({
      whole: "securityContext.seccompProfile",
      at: "securityContext.seccompProfile.type",
      allowed: profiles,
      fix: 'set securityContext.seccompProfile.type to "RuntimeDefault", for the pod or for each container',
    }).map((findings) => unless(onWindows, findings)),
    ofPod(appArmor(inPod), appArmorFinding),
    ofContainers(appArmor(inContainer), appArmorFinding),
    findingsIn(
      annotations,
      `i.startsWith("container.apparmor.security.beta.kubernetes.io/") && ${isUnconfined(`${annotations}[i]`)}`,
      `"metadata.annotations[" + i + "]"`,
      {
        problem: "is a profile that confines nothing",
        fix: "remove the annotation; profiles are set by securityContext.appArmorProfile",
      },
    ),
    ...onlyInBoth({
      at: `${seLinux}.type`,
      allowed: allowedTypes,
      fix: 'remove type, or set it to "container_t"',
    }),
    ...["user", "role"].flatMap((field) =>
      onlyInBoth({ at: `${seLinux}.${field}`, allowed: unset, fix: `remove ${field}` }),
    ),
    onlyInContainers({
      at: "securityContext.procMount",
      allowed: [null, "Default"],
      fix: 'remove procMount, or set it to "Default"',
    }),
    findingsIn(
      items("variables.pod", "securityContext", "sysctls"),
      `!(${at("i", "name")} in ${literal(safeSysctls)})`,
      called("securityContext.sysctls"),
      {
        problem: "is none of those that Kubernetes calls safe",
        fix: "remove it",
      },
    ),
  ],
  link: podSecurityStandards,
};
