import type { ApplicationDatabaseSpec, Dialect } from "./dialect";
import { identifier, literal, rolesOf } from "./names";
import { listOf, rule, type Rule } from "./rule";

/** A condition. */
export const exists = (role: string): string =>
  `EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = ${literal(role)})`;

/** Roles that are missing. Those that the Cloud API makes cannot be made here: they need a password that it knows. */
export function missingRoles(spec: ApplicationDatabaseSpec, dialect: Dialect): Rule[] {
  const { owner, app, users } = rolesOf(spec.name);
  return [owner, app, ...users].map((role): Rule => {
    const isMadeHere = spec.madeBy === "sql" || role === app;
    return {
      drift: literal(`role ${role} does not exist`),
      ...(isMadeHere && { repair: literal(dialect.createRole(spec, role)) }),
      rows: `WHERE NOT ${exists(role)}`,
    };
  });
}

/** Memberships as they should be: the users' in the role that holds their rights, and no other. */
export function memberships({ name }: ApplicationDatabaseSpec, { revokedFrom }: Dialect): Rule[] {
  const { owner, app, users } = rolesOf(name);
  const all = listOf([owner, app, ...users]);
  const wanted = `r.rolname = ${literal(app)} AND u.rolname IN ${listOf(users)}`;
  const actual = `FROM pg_catalog.pg_auth_members m
      JOIN pg_catalog.pg_roles r ON r.oid = m.roleid JOIN pg_catalog.pg_roles u ON u.oid = m.member`;
  return [
    ...users.map((user) =>
      rule(
        `role ${user} is not a member of ${app}`,
        `GRANT ${identifier(app)} TO ${identifier(user)}`,
        `NOT EXISTS (SELECT 1 ${actual} WHERE r.rolname = ${literal(app)} AND u.rolname = ${literal(user)})`,
      ),
    ),
    {
      drift: "format('role %s is a member of %s', u.rolname, r.rolname)",
      repair: `format('REVOKE %I FROM %I%s', r.rolname, u.rolname, ${revokedFrom})`,
      // Whoever makes a role without being a superuser is made a member of it.
      rows: `${actual}
      WHERE (r.rolname IN ${all} OR u.rolname IN ${all}) AND NOT (${wanted}) AND u.rolname <> current_user`,
    },
    {
      drift: `format('role %s is a member of ${app} that may take in others', u.rolname)`,
      repair: `format('REVOKE ADMIN OPTION FOR %I FROM %I%s', r.rolname, u.rolname, ${revokedFrom})`,
      rows: `${actual} WHERE ${wanted} AND m.admin_option`,
    },
  ];
}

/** The administrator acts for the owner, which only a superuser may without being told. */
export function administration({ name }: ApplicationDatabaseSpec): Rule[] {
  const { owner } = rolesOf(name);
  return [
    {
      repair: `format('GRANT %I TO %I', ${literal(owner)}, current_user)`,
      rows: `WHERE NOT pg_has_role(current_user, ${literal(owner)}, 'USAGE')`,
    },
  ];
}
