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
import { findingsIn, type Rule } from "../rule";

const profiles = ["RuntimeDefault", "Localhost"];

/** What a pod may set of the kernel that it shares: what changes nothing outside of it. */
const safeSysctls = [
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
];

const unset = [null, ""];
const seLinuxTypes = [...unset, "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];
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
      allowed: seLinuxTypes,
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
