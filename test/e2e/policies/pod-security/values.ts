import type { Properties, Value } from "../../../../policies/value";

/** What a value is, and whether the level has anything against it where nothing else plays a part. */
export interface Values<T extends Value = Value> {
  readonly good: readonly T[];
  readonly bad: readonly T[];
}

export const all = <T extends Value>({ good, bad }: Values<T>): readonly T[] => [...good, ...bad];

const capabilities =
  `AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE
  DAC_READ_SEARCH FOWNER FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN
  NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE SYS_PACCT
  SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM ALL net_bind_service`.split(/\s+/);

/** Fields of a container's security context that a pod has none of. */
export const containerContext: Readonly<Record<string, Values>> = {
  privileged: { good: [undefined, false], bad: [true] },
  allowPrivilegeEscalation: { good: [false], bad: [undefined, true] },
  capabilities: {
    good: [
      { drop: ["ALL"] },
      { drop: ["CHOWN", "ALL"] },
      { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
      { drop: ["ALL"], add: [] },
    ],
    bad: [
      undefined,
      {},
      { drop: [] },
      { drop: ["all"] },
      { drop: ["CHOWN"] },
      { add: ["NET_BIND_SERVICE"] },
      { drop: ["ALL"], add: ["NET_BIND_SERVICE", "CHOWN"] },
      ...capabilities.map((name) => ({ drop: ["ALL"], add: [name] })),
    ],
  },
  procMount: { good: [undefined, "Default"], bad: ["Unmasked"] },
};

const profiles: Values = {
  good: [undefined, { type: "RuntimeDefault" }, { type: "Localhost", localhostProfile: "strict" }],
  bad: [{ type: "Unconfined" }],
};

const seLinux = (type: string) => ({ type });

/** Fields of a security context that a pod has as its containers have them. */
export const sharedContext: Readonly<Record<string, Values>> = {
  runAsNonRoot: { good: [undefined, true], bad: [false] },
  runAsUser: { good: [undefined, 1, 1000], bad: [0] },
  seccompProfile: profiles,
  appArmorProfile: profiles,
  seLinuxOptions: {
    good: [
      undefined,
      {},
      ...["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"].map(seLinux),
      { level: "s0:c123,c456", user: "", role: "" },
    ],
    bad: [
      ...["spc_t", "container_logreader_t", "Container_t", "svirt_t"].map(seLinux),
      { user: "system_u" },
      { role: "system_r" },
      { type: "container_t", user: "root", role: "object_r" },
    ],
  },
};

/** What pods set in the kernel, by name. */
export const sysctls: Values<string> = {
  good: `kernel.shm_rmid_forced net.ipv4.ip_local_port_range net.ipv4.ip_local_reserved_ports
    net.ipv4.ip_unprivileged_port_start net.ipv4.ping_group_range net.ipv4.tcp_fin_timeout net.ipv4.tcp_keepalive_intvl
    net.ipv4.tcp_keepalive_probes net.ipv4.tcp_keepalive_time net.ipv4.tcp_rmem net.ipv4.tcp_syncookies
    net.ipv4.tcp_wmem`.split(/\s+/),
  bad: `kernel.msgmax kernel.sem kernel.shmmax fs.mqueue.msg_max net.core.somaxconn net.ipv4.ip_forward
    net.ipv4.tcp_max_syn_backlog net.ipv6.conf.all.forwarding net/ipv4/tcp_syncookies vm.overcommit_memory`.split(
    /\s+/,
  ),
};

/** Of AppArmor, for a container, as it was set before there was a field. */
export const annotations: Values<string> = {
  good: ["", "runtime/default", "localhost/strict"],
  bad: ["unconfined"],
};

export const hosts: Values<string | undefined> = { good: [undefined, ""], bad: ["localhost", "10.0.0.1"] };

/** Who calls a container, and how. */
export const callers: readonly ((host: Value) => Properties)[] = ["httpGet", "tcpSocket"].flatMap((how) => [
  ...["livenessProbe", "readinessProbe", "startupProbe"].map((probe) => (host: Value): Properties => ({
    [probe]: { [how]: { port: 80, host } },
  })),
  ...["postStart", "preStop"].map((hook) => (host: Value): Properties => ({
    lifecycle: { [hook]: { [how]: { port: 80, host } } },
  })),
]);
