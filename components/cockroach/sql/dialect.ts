import type { Rule } from "./rule";

/** An application's database, as SQL is to make it. */
export interface ApplicationDatabaseSpec {
  /** Name of the database, which those of its roles are made of. */
  readonly name: string;
  /** What the server speaks. */
  readonly engine: "postgres" | "cockroach";
  /** Who makes the database and its users: these scripts, or the Cloud API before them. */
  readonly madeBy: "sql" | "api";
  /** Whether all of the server is for databases like this one, so that its own databases may be closed. */
  readonly wholeServer: boolean;
  /** Whose it is: another stack with the same mark takes it over, one with a different mark does not. */
  readonly mark: string;
  /** Connections that each user may hold, where the server can bound them. */
  readonly connections: number;
  /** Whether somebody is told of its rows by a changefeed. @default false – one that is there is cancelled */
  readonly changefeed?: boolean;
}

/** Where a server's catalog says what, for the rules that hold on every server. */
export interface Dialect {
  /** Whether the database is made before its roles, and carries the mark; else the roles do, and it belongs to one. */
  readonly databaseFirst: boolean;
  createRole(spec: ApplicationDatabaseSpec, role: string): string;
  createDatabase(spec: ApplicationDatabaseSpec): string;
  /** What is there and is somebody else's, where these scripts make database and roles. */
  foreign(spec: ApplicationDatabaseSpec): Rule[];
  /** Rows `(grantee, privilege)` of a database, without those of its owner and of administrators. */
  databaseGrants(spec: ApplicationDatabaseSpec): string;
  /** Rows `(grantee, privilege)` of the schema `public` of the database at hand, likewise. */
  schemaGrants(spec: ApplicationDatabaseSpec): string;
  /** Rows `(kind, grantee, privilege)` of what becomes of objects that the owner makes, likewise. */
  defaultPrivileges(spec: ApplicationDatabaseSpec): string;
  /** The kinds of objects that `defaultPrivileges` tells, as SQL has them. */
  readonly kinds: { readonly tables: string; readonly sequences: string; readonly schemas: string };
  /** An SQL expression: the end of a REVOKE of the membership `m`, for servers that keep several by their grantors. */
  readonly revokedFrom: string;
  /** What a role may be that no role of an application may be. */
  attributes(spec: ApplicationDatabaseSpec): Rule[];
  /** How long statements of a role may take. */
  settings(spec: ApplicationDatabaseSpec): Rule[];
  /** What else keeps an application to its own database. */
  isolation(spec: ApplicationDatabaseSpec): Rule[];
  /** What tells of its rows and is not wanted. */
  changefeeds(spec: ApplicationDatabaseSpec): Rule[];
}
