import { cockroach } from "./cockroach";
import type { ApplicationDatabaseSpec } from "./dialect";
import { identifier, literal, rolesOf } from "./names";
import { postgres } from "./postgres";
import { defaultPrivileges, grants, ownership } from "./rights";
import { administration, existence, memberships } from "./roles";
import { failOnDrift, listOf, repairs, type Rule } from "./rule";

/**
 * Environment variables of the script for PostgreSQL, which hold what a server keeps of a user's password: not the
 * password itself, which so never reaches the server's log.
 */
export const verifierVariables = ["OWNER_VERIFIER", "USER_A_VERIFIER", "USER_B_VERIFIER"] as const;

/** Serialises the scripts of several applications, which change the same rows of the catalog. */
const lock = 7_234_101;

/**
 * A psql script that makes an application's database and roles, or puts right whatever differs. It changes nothing
 * where nothing differs, can be interrupted at any point, and ends with an error when a difference is left.
 */
export function setupScript(spec: ApplicationDatabaseSpec): string {
  const dialect = { postgres, cockroach }[spec.engine];
  const { outer, inner } = grants(spec, dialect);
  const ownServer = spec.engine === "postgres";
  return [
    "\\set ON_ERROR_STOP on\n\\set SHOW_CONTEXT never\n",
    ownServer ? `SELECT pg_advisory_lock(${lock}) AS locked \\gset\n` : "",
    failOnDrift(refusals(spec), "Nothing was changed."),
    repairs(existence(spec)),
    repairs([...memberships(spec, dialect), ...dialect.attributes(spec), ...dialect.settings(spec)]),
    spec.madeBy === "sql" ? passwords(spec) : "",
    repairs(administration(spec)),
    repairs(ownership(spec)),
    repairs([...outer, ...dialect.isolation(spec)]),
    `\\connect ${spec.name}\n`,
    repairs([...inner, ...defaultPrivileges(spec, dialect)]),
    failOnDrift(rulesOf(spec), `Database ${spec.name} could not be put right.`),
  ].join("\n");
}

/** A psql script for a connection to the application's database, which lists every difference and then fails. */
export function checkScript(spec: ApplicationDatabaseSpec): string {
  const message = `The roles and rights of database ${spec.name} are not as they were made.`;
  return `\\set ON_ERROR_STOP on\n\\set SHOW_CONTEXT never\n\n${failOnDrift(rulesOf(spec), message)}`;
}

/** Everything that can be seen from within the application's database. */
function rulesOf(spec: ApplicationDatabaseSpec): Rule[] {
  const dialect = { postgres, cockroach }[spec.engine];
  const { outer, inner } = grants(spec, dialect);
  return [
    ...existence(spec),
    ...memberships(spec, dialect),
    ...dialect.attributes(spec),
    ...dialect.settings(spec),
    ...ownership(spec),
    ...outer,
    ...dialect.isolation(spec),
    ...inner,
    ...defaultPrivileges(spec, dialect),
  ];
}

/** What is somebody else's is not taken over: a role is ours by its mark, a database by its owner. */
function refusals(spec: ApplicationDatabaseSpec): Rule[] {
  const { name, madeBy, mark } = spec;
  if (madeBy === "api") return existence(spec).filter(({ repair }) => repair === undefined);
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
}

function passwords({ name }: ApplicationDatabaseSpec): string {
  const { owner, users } = rolesOf(name);
  return [owner, ...users]
    .map((role, index) => {
      const variable = verifierVariables[index]!;
      const psqlName = variable.toLowerCase();
      return `\\getenv ${psqlName} ${variable}\nALTER ROLE ${identifier(role)} PASSWORD :'${psqlName}';\n`;
    })
    .join("");
}
