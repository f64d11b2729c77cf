import type * as pulumi from "@pulumi/pulumi";
import type { Task } from "../application/sql-job";
import { identifier, rolesOf } from "../sql/names";
import type { Migrations } from "./files";

/** Flyway's open-source edition. */
export const flywayImage = "docker.io/flyway/flyway:12.4.0-alpine";

const folder = "/migrations";

const history = "flyway_schema_history";

/**
 * What a run of Flyway reads: the migrations, and a statement of ours before them. The table with what ran when is the
 * owner's like any other, so the application could write to it.
 */
export function filesOf(migrations: Migrations, database: string): Readonly<Record<string, string>> {
  const app = identifier(rolesOf(database).app);
  return {
    ...Object.fromEntries(migrations.map(({ file, sql }) => [file, sql])),
    "beforeMigrate__history.sql": `REVOKE INSERT, UPDATE, DELETE ON public.${history} FROM ${app};\n`,
  };
}

const options = {
  locations: `filesystem:${folder}`,
  defaultSchema: "public",
  table: history,
  // The files are SQL as it is.
  placeholderReplacement: "false",
  // A mistyped name must not be passed over in silence.
  validateMigrationNaming: "true",
  connectRetries: "3",
  // Another run is waited for, a second for each try.
  lockRetryCount: "600",
  reportEnabled: "false",
};

/**
 * Only with its debugging output does Flyway show the statement that failed. The rest of that output and the traces of
 * the stack are left out, so that the end of the log is what went wrong.
 */
const script = `{ flyway -X ${Object.entries(options)
  .map(([name, value]) => `-${name}=${value}`)
  .join(" ")} -skipCheckForUpdate migrate; echo $? > /tmp/code; } 2>&1 |
  grep -vE '^DEBUG|^(flyway|environments)\\.|^[[:space:]]+(at |\\.\\.\\. )|^$'
exit $(cat /tmp/code)`;

/** Brings a database's schema to the last migration: each runs once, one run at a time. */
export function migrateTask(place: {
  readonly namespace: pulumi.Input<string>;
  readonly image: string;
  readonly secret: pulumi.Input<string>;
  readonly files: pulumi.Input<string>;
}): Task {
  const { files, ...where } = place;
  return {
    ...where,
    command: ["sh", "-c", script],
    secrets: { FLYWAY_URL: "jdbcUrl", FLYWAY_USER: "user", FLYWAY_PASSWORD: "password" },
    environment: {
      REDGATE_DISABLE_TELEMETRY: "true",
      HOME: "/tmp",
      JAVA_ARGS: "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
    },
    files: { configMap: files, path: folder },
    memory: "384Mi",
    // A migration of much data takes its time.
    deadline: 3600,
  };
}
