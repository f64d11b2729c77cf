import { strayChangefeeds } from "./changefeed";
import type { Dialect } from "./dialect";
import { identifier, literal, rolesOf } from "./names";
import { exists } from "./roles";
import { always, listOf, rule } from "./rule";
import { settingsOf } from "./settings";

/** Who administers every CockroachDB cluster. */
const administrators = ["admin", "root"];

/** CockroachDB from 24.1 on: what `SHOW` tells is documented, where catalog tables are not. */
export const cockroach: Dialect = {
  // It has no comments on roles.
  databaseFirst: true,
  createRole: ({ name }, role) =>
    `CREATE ROLE ${identifier(role)}${role === rolesOf(name).app ? "" : " LOGIN"}`,
  createDatabase: ({ name, mark }) =>
    `CREATE DATABASE ${identifier(name)}; COMMENT ON DATABASE ${identifier(name)} IS ${literal(mark)}`,
  foreign: ({ name, mark }) => {
    const { owner, app, users } = rolesOf(name);
    const databases = `[SHOW DATABASES WITH COMMENT] WHERE database_name = ${literal(name)}`;
    return [
      {
        drift: `format('database ${name} exists and its mark is %L, not %L: choose another name, or drop the database', comment, ${literal(mark)})`,
        rows: `FROM ${databases} AND comment IS DISTINCT FROM ${literal(mark)}`,
      },
      ...[owner, app, ...users].map((role) => ({
        drift: literal(
          `role ${role} exists without database ${name}: choose another name for the database, or drop the role`,
        ),
        rows: `WHERE ${exists(role)} AND NOT EXISTS (SELECT 1 FROM ${databases})`,
      })),
    ];
  },
  databaseGrants: ({
    name,
  }) => `SELECT grantee, privilege_type FROM [SHOW GRANTS ON DATABASE ${identifier(name)}]
      WHERE grantee NOT IN ${listOf([...administrators, rolesOf(name).owner])}`,
  schemaGrants: ({ name }) => `SELECT grantee, privilege_type FROM [SHOW GRANTS ON SCHEMA public]
      WHERE grantee NOT IN ${listOf([...administrators, rolesOf(name).owner])}`,
  defaultPrivileges: ({ name }) =>
    `SELECT object_type, grantee, privilege_type
      FROM [SHOW DEFAULT PRIVILEGES FOR ROLE ${identifier(rolesOf(name).owner)}]
      WHERE grantee <> ${literal(rolesOf(name).owner)}`,
  kinds: { tables: "tables", sequences: "sequences", schemas: "schemas" },
  revokedFrom: "''",
  // What makes an administrator is a membership; other options of a role do not show in the catalog.
  attributes: ({ name }) => {
    const { owner, app, users } = rolesOf(name);
    return [owner, app, ...users].flatMap((role) => {
      const is = (column: string) =>
        `EXISTS (SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = ${literal(role)} AND ${column})`;
      return [
        rule(
          `role ${role} may create databases`,
          `ALTER ROLE ${identifier(role)} NOCREATEDB`,
          is("rolcreatedb"),
        ),
        rule(
          `role ${role} may create roles`,
          `ALTER ROLE ${identifier(role)} NOCREATEROLE`,
          is("rolcreaterole"),
        ),
        role === app
          ? rule(`role ${role} may log in`, `ALTER ROLE ${identifier(role)} NOLOGIN`, is("rolcanlogin"))
          : rule(
              `role ${role} may not log in`,
              `ALTER ROLE ${identifier(role)} LOGIN`,
              is("NOT rolcanlogin"),
            ),
      ];
    });
  },
  settings: (spec) =>
    settingsOf(spec).map(([role, name, value]) =>
      always(`ALTER ROLE ${identifier(role)} SET ${identifier(name)} = ${literal(value)}`),
    ),
  isolation: ({ wholeServer }) =>
    wholeServer
      ? [
          {
            repair: "format('REVOKE CONNECT ON DATABASE %I FROM public', datname)",
            rows: "FROM pg_catalog.pg_database WHERE datname IN ('defaultdb', 'postgres')",
          },
        ]
      : [],
  changefeeds: ({ name, changefeed }) => (changefeed ? [] : [strayChangefeeds(name)]),
};
