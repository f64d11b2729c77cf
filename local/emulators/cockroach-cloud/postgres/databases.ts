import { setTimeout as pause } from "node:timers/promises";
import { escapeIdentifier } from "pg";
import { admin, system } from "./names";
import type { Server } from "./server";

export interface Database {
  readonly name: string;
  readonly tables: number;
}

const hidden = [system, "template0", "template1"];

export async function listDatabases(server: Server): Promise<Database[]> {
  const names = await namesOf(server);
  const found = await Promise.all(names.map((name) => findDatabase(server, name)));
  return found.flatMap((database) => database ?? []);
}

/** Sessions in a database that is being dropped are cut, a moment before it is gone. */
const attempts = { most: 100, pause: 20 };

/** @returns undefined when there is no such database, or no longer */
export async function findDatabase(server: Server, name: string): Promise<Database | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    if (!(await namesOf(server)).includes(name)) return undefined;
    try {
      return { name, tables: await countTables(server, name) };
    } catch (error) {
      if (attempt === attempts.most) throw error;
      await pause(attempts.pause);
    }
  }
}

async function namesOf(server: Server): Promise<string[]> {
  const { rows } = await server.manage(system, (client) =>
    client.query<{ name: string }>("SELECT datname AS name FROM pg_database WHERE datname <> ALL ($1)", [
      hidden,
    ]),
  );
  return rows.map(({ name }) => name);
}

/** What every member of `admin` owns, as on CockroachDB. */
export async function createDatabase(server: Server, name: string): Promise<void> {
  await server.manage(system, (client) =>
    client.query(`CREATE DATABASE ${escapeIdentifier(name)} OWNER ${admin}`),
  );
}

/** Sessions in the database are cut: PostgreSQL renames no database that is in use. */
export async function renameDatabase(server: Server, name: string, newName: string): Promise<void> {
  const [from, to] = [name, newName].map(escapeIdentifier);
  await server.manage(system, async (client) => {
    await client.query("SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity WHERE datname = $1", [
      name,
    ]);
    await client.query(`ALTER DATABASE ${from} RENAME TO ${to}`);
  });
}

export async function dropDatabase(server: Server, name: string): Promise<void> {
  await server.manage(system, (client) =>
    client.query(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`),
  );
}

/** Mebibytes that users' data takes: what a new database holds does not count. */
export async function storageOf(server: Server): Promise<number> {
  const { rows } = await server.manage(system, (client) =>
    client.query<{ bytes: string }>(
      `SELECT sum(greatest(pg_database_size(oid) - pg_database_size('template1'), 0)) AS bytes
       FROM pg_database WHERE datname <> ALL ($1)`,
      [hidden],
    ),
  );
  return Math.ceil(Number(rows[0]?.bytes ?? 0) / 2 ** 20);
}

async function countTables(server: Server, database: string): Promise<number> {
  const { rows } = await server.manage(database, (client) =>
    client.query<{ tables: string }>(
      `SELECT count(*) AS tables FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
       WHERE relkind IN ('r', 'p') AND nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'`,
    ),
  );
  return Number(rows[0]?.tables ?? 0);
}
