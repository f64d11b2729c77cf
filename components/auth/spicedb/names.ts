/** Names of the objects in the namespace. */
export const names = {
  server: "spicedb",
  /** What clients connect to. */
  service: "spicedb",
  /** Where pods find one another. */
  dispatch: "spicedb-dispatch",
  tls: "spicedb-tls",
  keys: "spicedb-keys",
  budget: "spicedb",
} as const;

export const ports = { grpc: 50051, dispatch: 50053 } as const;

/** Labels of the server's pods. */
export const labels = { app: "spicedb" };

/** Keys of the Secret with the preshared keys. */
export const keyNames = { current: "current", accepted: "accepted" } as const;

const full = (service: string, namespace: string): string => `${service}.${namespace}.svc.cluster.local`;

/** The name under which clients know the server. */
export const hostOf = (namespace: string): string => full(names.service, namespace);

/** The name under which pods know each other. */
export const dispatchHostOf = (namespace: string): string => full(names.dispatch, namespace);

/** Where the certificate is in a container. */
export const tlsFolder = "/etc/spicedb-tls";
