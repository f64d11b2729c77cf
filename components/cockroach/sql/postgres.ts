import type { Dialect } from "./dialect";
import { identifier, literal, rolesOf } from "./names";
import { listOf, values, type Rule } from "./rule";
import { settingsOf } from "./settings";

/** PostgreSQL from 14 on. */
export const postgres: Dialect = {
  databaseFirst: false,
  // One string of two statements is one transaction: a role never stands there without its mark.
  createRole: ({ name, madeBy, mark }, role) =>
    `CREATE ROLE ${identifier(role)}${role === rolesOf(name).app ? "" : " LOGIN"}` +
    (madeBy === "sql" ? `; COMMENT ON ROLE ${identifier(role)} IS ${literal(mark)}` : ""),
  createDatabase: ({ name }) =>
    `CREATE DATABASE ${identifier(name)} OWNER ${identifier(rolesOf(name).owner)} TEMPLATE template0 ENCODING 'UTF8'`,
  foreign: ({ name, mark }) => {
    const { owner, app, users } = rolesOf(name);
    const comment = "shobj_description(r.oid, 'pg_authid')";
    return [
      {
        drift: `format('database %s exists and belongs to %s, not to ${owner}: choose another name, or give it to ${owner}', datname, rolname)`,
        rows: `FROM pg_database d JOIN pg_roles r ON r.oid = datdba WHERE datname = ${literal(name)} AND rolname <> ${literal(owner)}`,
      },
      {
        drift: `format('role %s exists and its mark is %L, not %L: choose another name for the database, or drop the role', rolname, ${comment}, ${literal(mark)})`,
        rows: `FROM pg_roles r WHERE rolname IN ${listOf([owner, app, ...users])} AND ${comment} IS DISTINCT FROM ${literal(mark)}`,
      },
    ];
  },
  databaseGrants: ({ name }) =>
    grants("pg_database d", "coalesce(d.datacl, acldefault('d', d.datdba))", `d.datname = ${literal(name)}`),
  schemaGrants: ({ name }) =>
    // Since release 15 the schema belongs to whoever owns the database.
    `${grants("pg_namespace n", "coalesce(n.nspacl, acldefault('n', n.nspowner))", "n.nspname = 'public'")}
      AND coalesce(g.rolname, 'public') NOT IN ('pg_database_owner', ${literal(rolesOf(name).owner)})
      AND a.grantee <> n.nspowner`,
  defaultPrivileges: ({ name }) =>
    `SELECT p.defaclobjtype::text, coalesce(g.rolname, 'public'), a.privilege_type
      FROM pg_default_acl p JOIN pg_roles o ON o.oid = p.defaclrole, aclexplode(p.defaclacl) a
      LEFT JOIN pg_roles g ON g.oid = a.grantee
      WHERE o.rolname = ${literal(rolesOf(name).owner)} AND p.defaclnamespace = 0 AND a.grantee <> o.oid`,
  kinds: { tables: "r", sequences: "S", schemas: "n" },
  revokedFrom: `CASE WHEN current_setting('server_version_num')::int >= 160000
      THEN format(' GRANTED BY %I', pg_get_userbyid(m.grantor)) ELSE '' END`,
  attributes: ({ name, connections }) => {
    const { owner, app, users } = rolesOf(name);
    const all = listOf([owner, app, ...users]);
    const logins = listOf([owner, ...users]);
    return [
      attribute("rolsuper", "is a superuser", "NOSUPERUSER", all),
      attribute("rolcreatedb", "may create databases", "NOCREATEDB", all),
      attribute("rolcreaterole", "may create roles", "NOCREATEROLE", all),
      attribute("rolreplication", "may replicate the server", "NOREPLICATION", all),
      attribute("rolbypassrls", "passes by row security", "NOBYPASSRLS", all),
      attribute("NOT rolinherit", "does not inherit what its roles may do", "INHERIT", all),
      attribute("rolvaliduntil < 'infinity'", "has a password that ends", "VALID UNTIL 'infinity'", all),
      attribute("rolcanlogin", "may log in", "NOLOGIN", listOf([app])),
      attribute("NOT rolcanlogin", "may not log in", "LOGIN", logins),
      {
        drift: `format('role %s may hold %s connections, not ${connections}', rolname, rolconnlimit)`,
        repair: `format('ALTER ROLE %I CONNECTION LIMIT ${connections}', rolname)`,
        rows: `FROM pg_roles WHERE rolname IN ${logins} AND rolconnlimit <> ${connections}`,
      },
    ];
  },
  settings: (spec) => [
    {
      drift: "format('sessions of role %s do not start with %s = %s', role, setting, value)",
      repair: "format('ALTER ROLE %I SET %I = %L', role, setting, value)",
      rows: `FROM ${values(["role", "setting", "value"], settingsOf(spec))}
      JOIN pg_roles r ON r.rolname = role
      LEFT JOIN pg_db_role_setting s ON s.setrole = r.oid AND s.setdatabase = 0
      WHERE NOT coalesce(s.setconfig, '{}') @> ARRAY[setting || '=' || value]`,
    },
  ],
  isolation: ({ name, wholeServer }) => {
    const { owner, app, users } = rolesOf(name);
    const elsewhere = grants(
      "pg_database d",
      "coalesce(d.datacl, acldefault('d', d.datdba))",
      `d.datname <> ${literal(name)}`,
      "d.datname",
    );
    const ours = `grantee IN ${listOf([owner, app, ...users])}`;
    // Every server comes with databases that everybody may connect to, an emulated CockroachDB with one more.
    const everybody = "grantee = 'public' AND datname IN ('postgres', 'template1', 'defaultdb')";
    return [
      {
        drift: "format('%s has %s on database %s', grantee, privilege, datname)",
        repair: "format('REVOKE %s ON DATABASE %I FROM %I', privilege, datname, grantee)",
        rows: `FROM (${elsewhere}) AS granted (datname, grantee, privilege)
      WHERE ${ours}${wholeServer ? ` OR ${everybody}` : ""}`,
      },
    ];
  },
  // It has none.
  changefeeds: () => [],
};

/** Rows `(…, grantee, privilege)` of an access control list; what owners hold is not told. */
function grants(from: string, acl: string, where: string, more?: string): string {
  return `SELECT ${more === undefined ? "" : `${more}, `}coalesce(g.rolname, 'public'), a.privilege_type
      FROM ${from}, aclexplode(${acl}) a LEFT JOIN pg_roles g ON g.oid = a.grantee
      WHERE ${where}${from.startsWith("pg_database") ? " AND a.grantee <> d.datdba" : ""}`;
}

function attribute(condition: string, words: string, option: string, roles: string): Rule {
  return {
    drift: `format('role %s ${words}', rolname)`,
    repair: `format('ALTER ROLE %I %s', rolname, ${literal(option)})`,
    rows: `FROM pg_roles WHERE rolname IN ${roles} AND ${condition}`,
  };
}
