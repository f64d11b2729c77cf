import type { Input } from "@pulumi/pulumi";
import type { Database, PodConnection } from "../contracts";

/** A database for a program that keeps a schema of its own there. */
export interface Store extends Pick<Database, "engine" | "ca"> {
  /** The egress rule of a NetworkPolicy for pods that use it. */
  readonly egress: object;
  /** A Secret for so many pods of a namespace, as one user. `owner` changes the schema. */
  readonly connect: (consumer: {
    readonly namespace: Input<string>;
    readonly pods: number;
    readonly as: "application" | "owner";
  }) => PodConnection;
}
