import { escapeIdentifier, escapeLiteral } from "pg";
import { admin, manager, system } from "./names";
import type { Server } from "./server";

export async function listUsers(server: Server): Promise<string[]> {
  const { rows } = await server.manage(system, (client) =>
    client.query<{ name: string }>(
      "SELECT rolname AS name FROM pg_roles WHERE rolcanlogin AND rolname <> $1",
      [manager],
    ),
  );
  return rows.map(({ name }) => name);
}

/** As all users that the API makes, it is an administrator who can make others one. */
export async function createUser(server: Server, name: string, password: string): Promise<void> {
  const user = escapeIdentifier(name);
  await server.manage(system, (client) =>
    client.query(
      `CREATE ROLE ${user} LOGIN PASSWORD ${escapeLiteral(password)};
       GRANT ${admin} TO ${user} WITH ADMIN OPTION`,
    ),
  );
}

export async function setPassword(server: Server, name: string, password: string): Promise<void> {
  await server.manage(system, (client) =>
    client.query(`ALTER ROLE ${escapeIdentifier(name)} PASSWORD ${escapeLiteral(password)}`),
  );
}

export async function dropUser(server: Server, name: string): Promise<void> {
  await server.manage(system, (client) => client.query(`DROP ROLE ${escapeIdentifier(name)}`));
}

export async function isAdministrator(server: Server, name: string): Promise<boolean> {
  const { rows } = await server.manage(system, (client) =>
    client.query<{ member: boolean }>(
      "SELECT pg_has_role(oid, $2, 'MEMBER') AS member FROM pg_roles WHERE rolname = $1",
      [name, admin],
    ),
  );
  return rows[0]?.member ?? false;
}
