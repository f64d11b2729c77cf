import type { Directory } from "./directory";
import { fullName, type User } from "./find";
import { allOf } from "./pages";
import { rolesNamed, rolesOf } from "./roles";

/** A user in a list. */
export interface Listed {
  readonly username: string;
  readonly name: string;
  readonly email?: string;
  readonly state: "enabled" | "disabled";
  /** By itself or by its groups, without those that Keycloak gives everyone. */
  readonly roles: readonly string[];
}

/**
 * The users of a stack, in the order of their names.
 *
 * @param role only those who have it
 * @throws UserError when there is no such role
 */
export async function listUsers(directory: Directory, role?: string): Promise<Listed[]> {
  await rolesNamed(directory, role === undefined ? [] : [role]);
  const { client } = directory;
  const all = await allOf(async (range) => {
    const users = (await client.users.find({ ...range, briefRepresentation: true })) as User[];
    return Promise.all(users.map(async (user) => listed(user, await rolesOf(directory, user.id))));
  });
  return all.filter(({ roles }) => role === undefined || roles.includes(role));
}

function listed(user: User, roles: readonly string[]): Listed {
  const { username, email, enabled } = user;
  return { username, name: fullName(user), email, state: enabled === false ? "disabled" : "enabled", roles };
}
