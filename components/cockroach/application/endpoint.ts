import * as pulumi from "@pulumi/pulumi";
import type { Credentials, Database } from "../../contracts";
import { authorityFile } from "../../database-authority";

/** A database as one user sees it. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** Undefined where the authority is a public one. */
  readonly ca?: string;
}

/** Where a server is, and whose certificate it has. */
export type Address = Pick<Database, "host" | "port" | "ca">;

export function endpointOf(server: Address, database: string, as: Credentials): pulumi.Output<Endpoint> {
  const { host, port, ca } = server;
  return pulumi.output({ host, port, database, user: as.user, password: as.password, ca });
}

/** The address of a database for libpq and most drivers. */
export function urlOf({ host, port, database, user, password, ca }: Endpoint): string {
  const login = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  const authority = ca === undefined ? "" : `&sslrootcert=${authorityFile}`;
  return `postgresql://${login}@${host}:${port}/${encodeURIComponent(database)}?sslmode=verify-full${authority}`;
}

/** The address of a database for JDBC, which takes user and password apart from it. */
export function jdbcUrlOf({ host, port, database, ca }: Endpoint): string {
  // Without this, the driver looks for a file with public authorities where there is none.
  const publicAuthorities = "sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory";
  const authority = ca === undefined ? publicAuthorities : `sslrootcert=${authorityFile}`;
  return `jdbc:postgresql://${host}:${port}/${encodeURIComponent(database)}?sslmode=verify-full&${authority}`;
}
