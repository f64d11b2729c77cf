/*
 * What the level "restricted" of the Pod Security Standards allows, by name: for the pack and for the rules in the cluster.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */

/** Of seccomp and of AppArmor. */
export const profiles: readonly string[] = ["RuntimeDefault", "Localhost"];

/** What a pod may set of the kernel that it shares: what changes nothing outside of it. */
export const safeSysctls: readonly string[] = [
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

/** Of SELinux, beside none. */
export const seLinuxTypes: readonly string[] = [
  "container_t",
  "container_init_t",
  "container_kvm_t",
  "container_engine_t",
];

/** Where volumes may come from. */
export const volumeSources: readonly string[] = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/** What is no source of a volume at all, or is refused with the other ways to the node. */
export const otherVolumeFields: readonly string[] = ["name", "hostPath"];
