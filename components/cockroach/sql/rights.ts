import type { ApplicationDatabaseSpec, Dialect } from "./dialect";
import { identifier, literal, rolesOf } from "./names";
import { rule, values, type Rule } from "./rule";

/** What an application may do with the tables and sequences that its migrations make, by kind of object. */
const onNewObjects = {
  tables: ["SELECT", "INSERT", "UPDATE", "DELETE"],
  sequences: ["USAGE", "SELECT"],
  schemas: ["USAGE"],
} as const;

/** The database, where it is missing. */
export function missingDatabase(spec: ApplicationDatabaseSpec, dialect: Dialect): Rule[] {
  return [
    {
      drift: literal(`database ${spec.name} does not exist`),
      ...(spec.madeBy === "sql" && { repair: literal(dialect.createDatabase(spec)) }),
      rows: `WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_database WHERE datname = ${literal(spec.name)})`,
    },
  ];
}

/** Whose the database is. Where that is what makes it ours, it is not put right. */
export function ownership({ name, madeBy }: ApplicationDatabaseSpec, { databaseFirst }: Dialect): Rule[] {
  const { owner } = rolesOf(name);
  const change = `ALTER DATABASE ${identifier(name)} OWNER TO ${identifier(owner)}`;
  return [
    {
      drift: `format('database %s belongs to %s, not to ${owner}', d.datname, o.rolname)`,
      ...((madeBy === "api" || databaseFirst) && { repair: literal(change) }),
      rows: `FROM pg_catalog.pg_database d JOIN pg_catalog.pg_roles o ON o.oid = d.datdba
      WHERE d.datname = ${literal(name)} AND o.rolname <> ${literal(owner)}`,
    },
  ];
}

/** Rights on the database and on its schema `public`: the application connects and uses, and nobody else does. */
export function grants(spec: ApplicationDatabaseSpec, dialect: Dialect): { outer: Rule[]; inner: Rule[] } {
  const { owner, app } = rolesOf(spec.name);
  const database = `database ${spec.name}`;
  const onDatabase = `DATABASE ${identifier(spec.name)}`;
  return {
    outer: exactly(dialect.databaseGrants(spec), app, "CONNECT", database, onDatabase),
    inner: [
      ...exactly(dialect.schemaGrants(spec), app, "USAGE", `schema public of ${database}`, "SCHEMA public"),
      rule(
        `${owner} may not create in schema public of ${database}`,
        `GRANT USAGE, CREATE ON SCHEMA public TO ${identifier(owner)}`,
        `NOT has_schema_privilege(${literal(owner)}, 'public', 'CREATE')`,
      ),
    ],
  };
}

/** @param actual rows `(grantee, privilege)`, of which exactly one should be there */
function exactly(actual: string, grantee: string, privilege: string, words: string, object: string): Rule[] {
  const wanted = `grantee = ${literal(grantee)} AND privilege = ${literal(privilege)}`;
  const granted = `(${actual}) AS granted (grantee, privilege)`;
  return [
    rule(
      `${grantee} lacks ${privilege} on ${words}`,
      `GRANT ${privilege} ON ${object} TO ${identifier(grantee)}`,
      `NOT EXISTS (SELECT 1 FROM ${granted} WHERE ${wanted})`,
    ),
    {
      drift: `format('%s has %s on ${words}', grantee, privilege)`,
      repair: `format('REVOKE %s ON %s FROM %I', privilege, ${literal(object)}, grantee)`,
      rows: `FROM ${granted} WHERE NOT (${wanted})`,
    },
  ];
}

/** What becomes of the objects that migrations make: usable by the application, and by nobody else. */
export function defaultPrivileges(spec: ApplicationDatabaseSpec, dialect: Dialect): Rule[] {
  const { owner, app } = rolesOf(spec.name);
  const kinds = Object.keys(onNewObjects) as (keyof typeof onNewObjects)[];
  const rows = kinds.flatMap((kind) =>
    onNewObjects[kind].map((privilege) => [dialect.kinds[kind], kind.toUpperCase(), privilege]),
  );
  const wanted = values(["code", "kind", "wanted_privilege"], rows);
  const actual = `(${dialect.defaultPrivileges(spec)}) AS actual (code, grantee, privilege)`;
  const match = `actual.code = wanted.code AND privilege = wanted_privilege AND grantee = ${literal(app)}`;
  const kindOf = kinds.map(
    (kind) => `WHEN ${literal(dialect.kinds[kind])} THEN ${literal(kind.toUpperCase())}`,
  );
  const alter = `ALTER DEFAULT PRIVILEGES FOR ROLE ${identifier(owner)}`;
  return [
    {
      drift: `format('${app} will lack %s on new %s of ${owner}', wanted_privilege, lower(kind))`,
      repair: `format('${alter} GRANT %s ON %s TO ${identifier(app)}', wanted_privilege, kind)`,
      rows: `FROM ${wanted} WHERE NOT EXISTS (SELECT 1 FROM ${actual} WHERE ${match})`,
    },
    {
      drift: `format('%s will have %s on new %s of ${owner}', grantee, privilege, lower(kind))`,
      repair: `format('${alter} REVOKE %s ON %s FROM %I', privilege, kind, grantee)`,
      rows: `FROM (SELECT code, grantee, privilege, CASE code ${kindOf.join(" ")} END FROM ${actual})
      AS actual (code, grantee, privilege, kind)
      WHERE kind IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${wanted} WHERE ${match})`,
    },
  ];
}
