import { Database, SqlUser } from "@pulumi/cockroach";
import type * as pulumi from "@pulumi/pulumi";
import type { Credentials, Database as Server } from "../../contracts";
import { rolesOf } from "../sql/names";
import { logicalName, type Users } from "./users";

/** Whether databases and users of a server are made by the Cloud API. */
export function isCloud(server: Server): server is Extract<Server, { clusterId: unknown }> {
  return server.plan === "basic" || server.plan === "standard";
}

/**
 * A database and its users on CockroachDB Cloud. A user that has rights cannot be dropped: the database goes first,
 * and takes them along.
 *
 * @param options.protect whether deleting the database is refused
 * @returns what SQL for the database comes after
 */
export function cloudDatabase(
  name: string,
  clusterId: pulumi.Input<string>,
  { owner, app }: Users,
  { protect, ...opts }: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const roles = rolesOf(name);
  const user = (role: string, { password }: Credentials) =>
    new SqlUser(logicalName(role), { clusterId, name: role, password }, opts);
  const users = [user(roles.owner, owner), user(roles.users[0], app[0]), user(roles.users[1], app[1])];
  const database = new Database(
    logicalName(name),
    { clusterId, name },
    { ...opts, protect, dependsOn: users },
  );
  return [...users, database];
}
