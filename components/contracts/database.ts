import type { Output } from "@pulumi/pulumi";

/** Name and password of a database user; both secret. */
export interface Credentials {
  readonly user: Output<string>;
  readonly password: Output<string>;
}

/**
 * A SQL database service that applications share: PostgreSQL in the cluster, one that existed before, or CockroachDB Cloud.
 * It speaks TLS, and clients verify its name. `database` in components/cockroach/application gives each application its own.
 */
export type Database = {
  /** What it speaks on the wire: decides the SQL that is sent to it. An emulated CockroachDB speaks as PostgreSQL. */
  readonly engine: "postgres" | "cockroach";
  readonly host: Output<string>;
  readonly port: Output<number>;
  /** PEM of the authority behind the server's certificate; undefined where that is a public one. */
  readonly ca?: Output<string>;
  /** Where it runs: pods of a namespace of the cluster, or addresses outside of it. */
  readonly reach:
    { readonly kind: "cluster"; readonly namespace: Output<string> } | { readonly kind: "internet" };
  /** Who makes databases and users. */
  readonly admin: Credentials & {
    /** The database that the administrator connects to. */
    readonly database: string;
  };
  /** Connections that all applications together should stay below. */
  readonly connections: number;
} & (
  | /** Databases and users are made in SQL. */ { readonly plan: "cluster" | "existing" }
  | /** Databases and users are made by the Cloud API. */ {
      readonly plan: "basic" | "standard";
      /** Id of the CockroachDB Cloud cluster. */
      readonly clusterId: Output<string>;
    }
);

/** Where a database is for whoever comes over the internet. */
export interface DatabaseAddress {
  /** Address with name and password, known once the database can be used; secret. */
  readonly url: Output<string>;
  /** PEM of the authority behind the server's certificate; undefined where that is a public one. */
  readonly ca?: Output<string>;
}

/** What one consumer gets of the connections to a database. */
export interface ConnectionShare {
  /** Connections that one pod may hold; elsewhere, one process of a function. */
  readonly poolSize: number;
  /** Pods that may run at once: so many times `poolSize` is what the server allows. */
  readonly pods: number;
}

/** How pods of one namespace reach a database of their own. */
export interface PodConnection extends ConnectionShare, Partial<DatabaseAddress> {
  /**
   * Name of a Secret in their namespace with the keys `host`, `port`, `database`, `user`, `password`, `url`, `jdbcUrl`, and
   * `ca.crt` where the authority is no public one.
   */
  readonly secret: Output<string>;
  /** Changes with the Secret's content, and says nothing of it. */
  readonly version: Output<string>;
}

/** How a program outside of the cluster reaches a database of its own: nothing of it is in the cluster. */
export interface RemoteConnection extends ConnectionShare, DatabaseAddress {
  readonly secret?: undefined;
  readonly version?: undefined;
}

/** How a function reaches a database of its own, wherever it runs. */
export type DatabaseConnection = PodConnection | RemoteConnection;

/** Rows of a table that somebody is told of as soon as they are there. */
export interface WatchedRows {
  readonly table: string;
  /** What is told of a row. */
  readonly columns: readonly string[];
  /** Which rows, as a condition in SQL. */
  readonly condition: string;
}

/** Who is told of rows: an address on the internet. */
export interface RowSink {
  /** Begins with https://. */
  readonly url: Output<string>;
  /** What a caller shows as `Authorization: Bearer`; secret. */
  readonly token: Output<string>;
}
