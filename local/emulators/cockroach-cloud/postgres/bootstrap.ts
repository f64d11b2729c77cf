import { admin, defaultDatabases, system } from "./names";
import type { Server } from "./server";

/**
 * What a new cluster has. `admin` is as mighty as PostgreSQL lets a role be that is no superuser. In PostgreSQL 15 who
 * may make roles could also give out the roles that read files and run programs of the server's machine: what would
 * be a way out of the emulator is deleted.
 */
const wayOut = `
SET allow_system_table_mods = on;
DELETE FROM pg_authid
  WHERE rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program');
`;

const rights = `
GRANT pg_read_all_data, pg_write_all_data, pg_monitor, pg_signal_backend TO ${admin};
REVOKE CONNECT, TEMPORARY ON DATABASE ${system}, template1 FROM PUBLIC;
`;

/** Makes databases and roles that every cluster has. Safe to repeat. */
export async function bootstrap(server: Server): Promise<void> {
  await server.manage("postgres", async (client) => {
    const { rows } = await client.query<{ datname: string }>("SELECT datname FROM pg_database");
    const there = new Set(rows.map(({ datname }) => datname));
    await client.query(wayOut);
    const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [admin]);
    if (rowCount === 0) await client.query(`CREATE ROLE ${admin} CREATEDB CREATEROLE`);
    for (const name of [system, ...defaultDatabases].filter((each) => !there.has(each))) {
      await client.query(`CREATE DATABASE ${name}`);
    }
    for (const name of defaultDatabases) await client.query(`ALTER DATABASE ${name} OWNER TO ${admin}`);
    await client.query(rights);
  });
}
