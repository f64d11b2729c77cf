import type { Output } from "@pulumi/pulumi";

/** Who may do what with which object: a SpiceDB. It speaks gRPC over TLS, and clients verify its name. */
export interface Authorization {
  /** Host and port for pods, such as `spicedb.permissions.svc.cluster.local:50051`. */
  readonly endpoint: Output<string>;
  /** PEM of the authority behind its certificate. */
  readonly ca: Output<string>;
  /** What every caller shows; secret. */
  readonly presharedKey: Output<string>;
  /** Changes with the schema; known once the schema is in force. */
  readonly schemaVersion: Output<string>;
}
