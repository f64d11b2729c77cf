import * as fs from "node:fs";
import * as path from "node:path";

/** A migration's file. */
export interface Migration {
  readonly file: string;
  readonly sql: string;
}

/** In the order in which they run. */
export type Migrations = readonly Migration[];

/** In bytes. A ConfigMap holds 1 MiB with all that is written around its content. */
const largest = 1_000_000;

const form = /^V([1-9]\d{0,14})__[A-Za-z0-9]+([_-][A-Za-z0-9]+)*\.sql$/;

/**
 * Reads the migrations of a folder. Flyway would find most of what is wrong, too, but only when it runs.
 *
 * @param problems to which everything that is wrong is added, each with what was found, what is allowed, what to do
 * @returns undefined when there is no folder
 */
export function readMigrations(folder: string | undefined, problems: string[]): Migrations | undefined {
  if (folder === undefined) return undefined;
  const files = filesIn(folder);
  if (files === undefined) {
    problems.push(
      `migrations is "${folder}", but ${path.resolve(folder)} is no folder that can be read. Make it, or name another.`,
    );
    return undefined;
  }
  const migrations = files.map((file) => ({ file, sql: fs.readFileSync(path.join(folder, file), "utf8") }));
  problems.push(...problemsOf(folder, migrations));
  return migrations.sort((one, other) => versionOf(one) - versionOf(other));
}

/** All but hidden ones; undefined when there is no such folder. */
function filesIn(folder: string): string[] | undefined {
  try {
    const entries = fs.readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && !entry.name.startsWith(".")).map(({ name }) => name);
  } catch {
    return undefined;
  }
}

/** NaN for a name of another form. */
const versionOf = ({ file }: Migration): number => Number(form.exec(file)?.[1]);

/** Everything that is wrong with the migrations of a folder. */
export function problemsOf(folder: string, migrations: Migrations): string[] {
  if (migrations.length === 0) {
    return [
      `migrations is "${folder}", a folder without files. Put V1__….sql there, or leave migrations out.`,
    ];
  }
  const named = ({ file }: Migration) => `migration ${path.join(folder, file)}`;
  const misnamed = migrations.filter(({ file }) => !form.test(file)).map(named);
  const empty = migrations.filter(({ sql }) => sql.trim() === "").map(named);
  const twice = migrations.flatMap((one, index) => {
    const earlier = migrations.slice(0, index).find((other) => versionOf(other) === versionOf(one));
    return earlier
      ? [`${named(one)} has the same number as ${earlier.file}. Give the later one a number of its own.`]
      : [];
  });
  const size = migrations.reduce((sum, { sql }) => sum + Buffer.byteLength(sql), 0);
  return [
    ...misnamed.map(
      (file) =>
        `${file} has a name of another form. Allowed: V, a whole number from 1, two underscores, and words of letters ` +
        "and digits with _ or - between them, such as V2__add_prices.sql. Rename it.",
    ),
    ...empty.map((file) => `${file} is empty. Write its SQL, or delete it.`),
    ...twice,
    ...(size > largest
      ? [`migrations in "${folder}" have ${size} bytes. Allowed: up to ${largest}. Load data in another way.`]
      : []),
  ];
}
