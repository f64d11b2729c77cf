import type { Properties } from "../../../policies/value";
import type { Case } from "./case";
import { confined, container, makersOf, pod, says, shared, sidecar } from "./pods";

const setSeccomp =
  'set securityContext.seccompProfile.type to "RuntimeDefault", for the pod or for each container';
const noProfile = 'remove appArmorProfile, or set its type to "RuntimeDefault"';
const noAnnotation = "remove the annotation; profiles are set by securityContext.appArmorProfile";
const seType = 'remove type, or set it to "container_t"';
const masked = 'remove procMount, or set it to "Default"';
const unsafe = "remove it: it is none of those that Kubernetes calls safe";

const withContext = (fields: Properties, shares: Properties = shared()) =>
  pod({ securityContext: shares, containers: [container({ securityContext: confined(fields) })] });
const sharing = (fields: Properties) => pod({ securityContext: shared(fields) });
const annotated = (annotations: Properties) => pod({}, { annotations });

const inside = "spec.containers[api].securityContext";
const outside = "spec.securityContext";
const nonRoot = { runAsNonRoot: true };
const unconfined = { type: "Unconfined" };
const runtime = { type: "RuntimeDefault" };
const local = { type: "Localhost", localhostProfile: "strict.json" };
const appArmor = "container.apparmor.security.beta.kubernetes.io/api";

const safe = [
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

const seccomp: readonly Case[] = [
  {
    says: "no seccomp profile at all",
    manifest: pod({ securityContext: nonRoot, initContainers: [sidecar()] }),
    breaks: [
      says(`${inside}.seccompProfile.type is missing, and the pod has none`, setSeccomp),
      says(
        "spec.initContainers[proxy].securityContext.seccompProfile.type is missing, and the pod has none",
        setSeccomp,
      ),
    ],
  },
  {
    says: "no seccomp profile but in an annotation, which nothing reads",
    manifest: pod(
      { securityContext: nonRoot },
      { annotations: { "seccomp.security.alpha.kubernetes.io/pod": "runtime/default" } },
    ),
    breaks: [`${inside}.seccompProfile.type is missing, and the pod has none`],
  },
  {
    says: "an annotation against seccomp, which nothing reads",
    manifest: annotated({
      "container.seccomp.security.alpha.kubernetes.io/api": "unconfined",
    }),
  },
  {
    says: "a pod that seccomp does not confine, and containers that say nothing",
    manifest: sharing({ seccompProfile: unconfined }),
    breaks: [says(`${outside}.seccompProfile.type is "Unconfined"`, setSeccomp)],
  },
  {
    says: "a pod that seccomp does not confine, though it does its containers",
    manifest: withContext({ seccompProfile: runtime }, shared({ seccompProfile: unconfined })),
    breaks: [says(`${outside}.seccompProfile.type is "Unconfined"`, setSeccomp)],
  },
  {
    says: "a container that seccomp does not confine",
    manifest: withContext({ seccompProfile: unconfined }),
    breaks: [says(`${inside}.seccompProfile.type is "Unconfined"`, setSeccomp)],
  },
  {
    says: "the runtime's seccomp profile for each container",
    manifest: withContext({ seccompProfile: runtime }, nonRoot),
  },
  {
    says: "the node's seccomp profile",
    manifest: withContext({ seccompProfile: local }, shared({ seccompProfile: local })),
  },
  {
    says: "Windows, which has no seccomp",
    manifest: pod({
      os: { name: "windows" },
      securityContext: nonRoot,
      containers: [container({ securityContext: undefined })],
    }),
  },
];

const appArmorProfiles: readonly Case[] = [
  {
    says: "a pod without AppArmor",
    manifest: sharing({ appArmorProfile: unconfined }),
    breaks: [says(`${outside}.appArmorProfile.type is "Unconfined"`, noProfile)],
  },
  {
    says: "a container without AppArmor",
    manifest: withContext({ appArmorProfile: unconfined }),
    breaks: [says(`${inside}.appArmorProfile.type is "Unconfined"`, noProfile)],
  },
  {
    says: "a container without AppArmor, by an annotation",
    manifest: annotated({ [appArmor]: "unconfined" }),
    breaks: [says(`metadata.annotations["${appArmor}"] is "unconfined"`, noAnnotation)],
  },
  ...["runtime/default", "localhost/strict", ""].map((profile): Case => ({
    says: `the AppArmor annotation "${profile}"`,
    manifest: annotated({ [appArmor]: profile }),
  })),
  { says: "another annotation", manifest: annotated({ "example.com/profile": "unconfined" }) },
  {
    says: "AppArmor profiles of the runtime and the node",
    manifest: withContext(
      { appArmorProfile: { type: "Localhost", localhostProfile: "strict" } },
      shared({ appArmorProfile: runtime }),
    ),
  },
];

const seLinux: readonly Case[] = [
  {
    says: "SELinux options of a pod that are not for containers",
    manifest: sharing({ seLinuxOptions: { type: "spc_t", user: "system_u", role: "system_r" } }),
    breaks: [
      says(`${outside}.seLinuxOptions.type is "spc_t"`, seType),
      says(`${outside}.seLinuxOptions.user is "system_u"`, "remove user"),
      says(`${outside}.seLinuxOptions.role is "system_r"`, "remove role"),
    ],
  },
  {
    says: "an SELinux type of a container that is not for containers",
    manifest: withContext({ seLinuxOptions: { type: "container_t_" } }),
    breaks: [says(`${inside}.seLinuxOptions.type is "container_t_"`, seType)],
  },
  ...["container_t", "container_init_t", "container_kvm_t", "container_engine_t", ""].map((type): Case => ({
    says: `the SELinux type "${type}"`,
    manifest: withContext({ seLinuxOptions: { type, user: "", role: "" } }),
  })),
  { says: "an SELinux level", manifest: sharing({ seLinuxOptions: { level: "s0:c123,c456" } }) },
];

const kernel: readonly Case[] = [
  {
    says: "an unmasked /proc",
    manifest: pod({
      hostUsers: false,
      containers: [container({ securityContext: confined({ procMount: "Unmasked" }) })],
    }),
    breaks: [says(`${inside}.procMount is "Unmasked"`, masked)],
  },
  { says: "the default /proc", manifest: withContext({ procMount: "Default" }) },
  {
    says: "sysctls that reach other pods",
    manifest: sharing({
      sysctls: [
        { name: "kernel.msgmax", value: "65536" },
        { name: "net.ipv4.tcp_syncookies", value: "1" },
        { name: "net/ipv4/tcp_syncookies", value: "1" },
      ],
    }),
    breaks: [
      says(`${outside}.sysctls[0].name is "kernel.msgmax"`, unsafe),
      says(`${outside}.sysctls[2].name is "net/ipv4/tcp_syncookies"`, unsafe),
    ],
  },
  ...safe.map((name): Case => ({
    says: `the sysctl ${name}`,
    manifest: sharing({ sysctls: [{ name, value: "1" }] }),
  })),
];

/** What confines containers. */
export const podIsolation: readonly Case[] = [
  ...seccomp,
  ...appArmorProfiles,
  ...seLinux,
  ...kernel,
  ...makersOf(pod({ securityContext: nonRoot })).map(({ kind, at, manifest }): Case => ({
    says: `no seccomp profile in a ${kind}`,
    manifest,
    breaks: [
      says(
        `${at}.containers[api].securityContext.seccompProfile.type is missing, and the pod has none`,
        setSeccomp,
      ),
    ],
  })),
  ...makersOf(annotated({ [appArmor]: "unconfined" })).map(({ kind, at, manifest }): Case => ({
    says: `no AppArmor, by an annotation in a ${kind}`,
    manifest,
    breaks: [
      says(`${at.replace(/spec$/, "metadata")}.annotations["${appArmor}"] is "unconfined"`, noAnnotation),
    ],
  })),
  ...makersOf(pod()).map(({ kind, manifest }): Case => ({ says: `all of it in a ${kind}`, manifest })),
];
