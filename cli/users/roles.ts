import { isBuiltInRole } from "../../components/auth/names";
import { UserError } from "../../local/errors";
import { nearest } from "../../stacks/config/problems";
import type { Directory } from "./directory";

/** A role, as Keycloak takes it. */
export interface Role {
  readonly id: string;
  readonly name: string;
}

/** The roles of the realm, without those that Keycloak itself gives it. */
export async function realmRoles({ client }: Directory): Promise<Role[]> {
  const roles = (await client.roles.find()) as Role[];
  return roles
    .filter(({ name }) => !isBuiltInRole(client.realmName, name))
    .map(({ id, name }) => ({ id, name }));
}

/**
 * The roles of those names.
 *
 * @throws UserError that names each one that there is not
 */
export async function rolesNamed(directory: Directory, names: readonly string[]): Promise<Role[]> {
  if (names.length === 0) return [];
  const all = await realmRoles(directory);
  const known = all.map(({ name }) => name).sort();
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return all.filter(({ name }) => names.includes(name));
  const { stack } = directory.access;
  const wrong = unknown.map((name) => {
    const near = nearest(name, known);
    return `Stack ${stack} has no role ${JSON.stringify(name)}.${near === undefined ? "" : ` Did you mean ${near}?`}`;
  });
  throw new UserError(
    [...wrong, `It has: ${known.join(", ") || "none"}. stacks/realm.ts says which roles there are.`].join(
      " ",
    ),
  );
}

/** Names of the roles that a user has, by itself or by its groups. */
export async function rolesOf({ client }: Directory, id: string): Promise<string[]> {
  const roles = (await client.users.listCompositeRealmRoleMappings({ id })) as Role[];
  return roles
    .map(({ name }) => name)
    .filter((name) => !isBuiltInRole(client.realmName, name))
    .sort();
}
