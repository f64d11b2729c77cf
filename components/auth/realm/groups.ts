import { Group, GroupRoles, Role } from "@pulumi/keycloak";
import type * as pulumi from "@pulumi/pulumi";

/** A realm's roles by name. */
export type Roles = Readonly<Record<string, Role>>;

/** A realm's groups by name, each with what gives its members their roles. */
export type Groups = Readonly<Record<string, { readonly group: Group; readonly granted: GroupRoles }>>;

/** @param roles what each is for */
export function createRoles(
  name: string,
  realmId: pulumi.Input<string>,
  roles: Readonly<Record<string, string>>,
  opts: pulumi.CustomResourceOptions,
): Roles {
  return mapped(
    roles,
    (role, description) => new Role(`${name}-${role}`, { realmId, name: role, description }, opts),
  );
}

/** @param groups the roles of each one's members */
export function createGroups(
  name: string,
  realmId: pulumi.Input<string>,
  groups: Readonly<Record<string, readonly string[]>>,
  roles: Roles,
  opts: pulumi.CustomResourceOptions,
): Groups {
  return mapped(groups, (key, has) => {
    const group = new Group(`${name}-${key}`, { realmId, name: key }, opts);
    const roleIds = has.map((role) => roles[role]!.id);
    const granted = new GroupRoles(
      `${name}-${key}`,
      { realmId, groupId: group.id, roleIds },
      { ...opts, deletedWith: group },
    );
    return { group, granted };
  });
}

/** A record with the same names. */
export function mapped<From, To>(
  record: Readonly<Record<string, From>>,
  change: (name: string, value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(name, value)]));
}
