const level = "restricted";

/**
 * Labels of a namespace that admits only pods of the Pod Security level "restricted". No version is pinned: the rules
 * are those of the cluster, so that an upgrade of the cluster tightens them.
 */
export const restricted: Readonly<Record<string, string>> = {
  "pod-security.kubernetes.io/enforce": level,
  "pod-security.kubernetes.io/warn": level,
  "pod-security.kubernetes.io/audit": level,
};

/** What that level asks of a container, and a file system that it cannot write to. */
export const lockedContainer = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  readOnlyRootFilesystem: true,
} as const;
