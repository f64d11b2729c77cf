import { missingChangefeed } from "./changefeed";
import { cockroach } from "./cockroach";
import type { ApplicationDatabaseSpec, Dialect } from "./dialect";
import { identifier, rolesOf } from "./names";
import { postgres } from "./postgres";
import { defaultPrivileges, grants, missingDatabase, ownership } from "./rights";
import { administration, memberships, missingRoles } from "./roles";
import { failOnDrift, repairs, type Rule } from "./rule";

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
  const { databaseFirst } = dialect;
  return [
    "\\set ON_ERROR_STOP on\n\\set SHOW_CONTEXT never\n",
    spec.engine === "postgres" ? `SELECT pg_advisory_lock(${lock}) AS locked \\gset\n` : "",
    failOnDrift(refusals(spec, dialect), "Nothing was changed."),
    databaseFirst ? repairs(missingDatabase(spec, dialect)) : "",
    repairs(missingRoles(spec, dialect)),
    repairs([...memberships(spec, dialect), ...dialect.attributes(spec), ...dialect.settings(spec)]),
    spec.madeBy === "sql" ? passwords(spec) : "",
    repairs(administration(spec)),
    databaseFirst ? "" : repairs(missingDatabase(spec, dialect)),
    repairs(ownership(spec, dialect)),
    repairs([...outer, ...dialect.isolation(spec)]),
    `\\connect ${spec.name}\n`,
    repairs([...inner, ...defaultPrivileges(spec, dialect), ...dialect.changefeeds(spec)]),
    failOnDrift(rulesOf(spec), `Database ${spec.name} could not be put right.`),
  ].join("\n");
}

/** A psql script for a connection to the application's database, which lists every difference and then fails. */
export function checkScript(spec: ApplicationDatabaseSpec): string {
  const message = `The roles and rights of database ${spec.name} are not as they were made.`;
  // It is made after everything else, once there is an address: the script that makes the rest does not miss it.
  const rules = [...rulesOf(spec), ...(spec.changefeed ? [missingChangefeed(spec.name)] : [])];
  return `\\set ON_ERROR_STOP on\n\\set SHOW_CONTEXT never\n\n${failOnDrift(rules, message)}`;
}

/** Everything that can be seen from within the application's database. */
function rulesOf(spec: ApplicationDatabaseSpec): Rule[] {
  const dialect = { postgres, cockroach }[spec.engine];
  const { outer, inner } = grants(spec, dialect);
  return [
    ...missingRoles(spec, dialect),
    ...missingDatabase(spec, dialect),
    ...memberships(spec, dialect),
    ...dialect.attributes(spec),
    ...dialect.settings(spec),
    ...ownership(spec, dialect),
    ...outer,
    ...dialect.isolation(spec),
    ...inner,
    ...defaultPrivileges(spec, dialect),
    ...dialect.changefeeds(spec),
  ];
}

/** What is somebody else's is not taken over, and what the Cloud API was to make has to be there. */
function refusals(spec: ApplicationDatabaseSpec, dialect: Dialect): Rule[] {
  if (spec.madeBy === "sql") return dialect.foreign(spec);
  return [...missingDatabase(spec, dialect), ...missingRoles(spec, dialect)].filter(
    ({ repair }) => repair === undefined,
  );
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
