import type { Input } from "@pulumi/pulumi";
import type { Database, DatabaseConnection } from "../contracts";

/** A database for a program that keeps a schema of its own there. */
export interface Store extends Pick<Database, "engine" | "ca"> {
  /** The egress rule of a NetworkPolicy for pods that use it. */
  readonly egress: object;
  /** A Secret for so many pods of a namespace, as one user. `owner` changes the schema. */
  readonly connect: (consumer: {
    readonly namespace: Input<string>;
    readonly pods: number;
    readonly as: "application" | "owner";
  }) => DatabaseConnection;
}

/** Where programs find the authority of their database; addresses in the connection's Secret name the file. */
export const authorityFolder = "/var/run/cakestack/database";

/** Only the authority, which a public one does not need: the rest of the connection is in the environment. */
export function authorityVolume({ secret }: DatabaseConnection): object {
  const items = [{ key: "ca.crt", path: "ca.crt" }];
  return { name: "database", secret: { secretName: secret, items, optional: true } };
}

/** What mounts `authorityVolume`. */
export const authorityMount = { name: "database", mountPath: authorityFolder, readOnly: true } as const;
