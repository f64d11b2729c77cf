import * as fs from "node:fs/promises";
import * as tls from "node:tls";
import { RunError } from "@pulumi/pulumi";
import type { Database } from "../../contracts";
import { refusalOf } from "./refusal";
import { allowedVersions, oldest } from "./requirements";
import { key, parseDatabaseUrl, shown, type DatabaseUrl } from "./url";

/** What is known of a database that was looked at. */
export interface ExistingServer {
  readonly engine: Database["engine"];
  /** Connections that all applications may take: half of those of the server, which others use, too. */
  readonly connections: number;
  /** PEM of its authority; undefined where that is a public one. */
  readonly ca: string | undefined;
}

/** A database that has not answered after this long counts as unreachable, in milliseconds. */
export const patience = 5_000;

/** Where the server does not say. */
const usualConnections = 100;

/**
 * Connects to a database as everything else will, before anything is made on it: it can be reached, its certificate is
 * right, its version is maintained, and the user may make databases and roles.
 *
 * @param text the address, with a password
 * @throws RunError that says what is wrong and what to do, without the password
 */
export async function preflight(text: string, timeout = patience): Promise<ExistingServer> {
  const url = parseDatabaseUrl(text);
  const refuse = (reason: string) => new RunError(`The database at ${shown(url)} cannot be used: ${reason}`);
  const ca = await authorityOf(url);
  let facts: Facts;
  try {
    facts = await ask(url, ca, timeout);
  } catch (error) {
    throw refuse(refusalOf(error as Error, url));
  }
  const { engine, problem } = judged(facts, url);
  if (problem !== undefined) throw refuse(problem);
  return { engine, connections: connectionsOf(facts), ca };
}

/**
 * What is known of a database that only the cluster reaches, so that a Job there has to look at it.
 *
 * @param declared by whoever knows it
 * @throws RunError when the address has another form, or its authority cannot be read
 */
export async function declaredServer(
  text: string,
  { engine, connections = usualConnections / 2 }: Pick<ExistingServer, "engine"> & Partial<ExistingServer>,
): Promise<ExistingServer> {
  return { engine, connections, ca: await authorityOf(parseDatabaseUrl(text)) };
}

interface Facts {
  readonly version: string;
  readonly isSuper: boolean;
  readonly createsDatabases: boolean;
  readonly createsRoles: boolean;
  readonly most: string | null;
  readonly reserved: string | null;
}

const question = `
SELECT version() AS version, rolsuper AS "isSuper", rolcreatedb AS "createsDatabases", rolcreaterole AS "createsRoles",
  current_setting('max_connections', true) AS most, current_setting('superuser_reserved_connections', true) AS reserved
FROM pg_catalog.pg_roles WHERE rolname = current_user`;

async function ask({ host, ...url }: DatabaseUrl, ca: string | undefined, timeout: number): Promise<Facts> {
  const { Client } = await import("pg"); // 80 ms that only this path pays
  const client = new Client({
    host,
    port: url.port,
    user: url.user,
    password: url.password,
    database: url.database,
    // pg does not tell Node the host where that is an address.
    ssl: { ca, checkServerIdentity: (_name, certificate) => tls.checkServerIdentity(host, certificate) },
    connectionTimeoutMillis: timeout,
    query_timeout: timeout,
    application_name: "cakestack preflight",
  });
  // What happens after the answer is of no interest.
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query<Facts>(question)).rows[0]!;
  } finally {
    await client.end();
  }
}

function judged(facts: Facts, { user }: DatabaseUrl): { engine: Database["engine"]; problem?: string } {
  const { version, isSuper, createsDatabases, createsRoles } = facts;
  const engine = version.startsWith("CockroachDB") ? "cockroach" : "postgres";
  const found = /(?:^PostgreSQL |^CockroachDB .*?\bv)(\d+)/.exec(version)?.[1];
  if (found === undefined || Number(found) < oldest[engine]) {
    const is = version.split(/[,(]/)[0]!.trim();
    return { engine, problem: `it is ${is}. Allowed: ${allowedVersions}. Upgrade it.` };
  }
  const missing = [...(createsDatabases ? [] : ["CREATEDB"]), ...(createsRoles ? [] : ["CREATEROLE"])];
  if (isSuper || missing.length === 0) return { engine };
  const grant = `ALTER ROLE ${JSON.stringify(user)} ${missing.join(" ")}`;
  return { engine, problem: `${user} lacks ${missing.join(" and ")}. As an administrator, run: ${grant};` };
}

function connectionsOf({ most, reserved }: Facts): number {
  const free = Number(most) - Number(reserved);
  return Math.max(1, Math.floor((free > 0 ? free : usualConnections) / 2));
}

async function authorityOf({ authority }: DatabaseUrl): Promise<string | undefined> {
  if (authority === undefined) return undefined;
  const content = await fs.readFile(authority, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new RunError(
      `${key} names ${authority} as its sslrootcert, which cannot be read (${error.code}). Allowed: a file with PEM certificates.`,
    );
  });
  if (content.includes("-----BEGIN CERTIFICATE-----")) return content;
  throw new RunError(
    `${key} names ${authority} as its sslrootcert, in which no certificate is. Allowed: a file with PEM certificates.`,
  );
}
