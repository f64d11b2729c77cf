import type { Database } from "../../contracts";
import { literal } from "../sql/names";
import { failOnDrift, type Rule } from "../sql/rule";

/** The oldest versions that are still maintained. */
export const oldest = { postgres: 14, cockroach: 24 };

export const allowedVersions = `PostgreSQL ${oldest.postgres} or newer, CockroachDB ${oldest.cockroach} or newer`;

/** How `version()` begins, with the part that counts. */
const versions = { postgres: "^PostgreSQL ([0-9]+)", cockroach: "^CockroachDB [^v]*v([0-9]+)" };

/**
 * A psql script with the checks of `preflight`, for where only the cluster reaches the database: that it is what was
 * declared, its version is maintained, and the user may make databases and roles. It changes nothing, lists everything
 * that is wrong, and then fails.
 */
export function requirementsScript({
  engine,
  connections,
}: Pick<Database, "engine" | "connections">): string {
  const found = "split_part(split_part(version(), ',', 1), ' (', 1)";
  const version = `substring(version() FROM ${literal(versions[engine])})::int`;
  const most = "current_setting('max_connections', true)::int";
  const rules: Rule[] = [
    {
      drift: `format('it is %s, and cake:database.private.engine is ${engine}. Correct that.', ${found})`,
      rows: `WHERE ${version} IS NULL`,
    },
    {
      drift: `format('it is %s. Allowed: ${allowedVersions}. Upgrade it.', ${found})`,
      rows: `WHERE ${version} < ${oldest[engine]}`,
    },
    ...["CREATEDB", "CREATEROLE"].map((right): Rule => ({
      drift: `format('%s lacks ${right}. As an administrator, run: ALTER ROLE %I ${right};', rolname, rolname)`,
      rows: `FROM pg_catalog.pg_roles WHERE rolname = current_user AND NOT rolsuper AND NOT rol${right.toLowerCase()}`,
    })),
    {
      drift: `format('it has %s connections, and cake:database.private.connections is ${connections}. Lower that.', ${most})`,
      rows: `WHERE ${most} > 0 AND ${most} < ${connections}`,
    },
  ];
  return `\\set ON_ERROR_STOP on\n\\set SHOW_CONTEXT never\n\n${failOnDrift(rules, "The existing database cannot be used.")}`;
}
