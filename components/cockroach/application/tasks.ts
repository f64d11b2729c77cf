import { authorityFile } from "../../database-authority";
import { changefeedVariables } from "../sql/changefeed";
import { psqlVariables } from "./secrets";
import type { Task } from "./sql-job";

/** Where the scripts are in a Job. */
const folder = "/sql";

/** Runs psql, and again for a while when it could not connect or lost the connection, which is its exit code 2. */
const patiently = `for pause in 1 2 4 8 0; do
  "$@" && exit
  code=$?
  [ $code = 2 ] || break
  sleep $pause
done
exit $code`;

type Place = Pick<Task, "namespace" | "image" | "secret"> & { readonly scripts: Task["files"]["configMap"] };

/** @param more environment variables, by their keys in the Secret */
function psql({ scripts, ...place }: Place, args: readonly string[], more: readonly string[]): Task {
  const names = [...psqlVariables, ...more];
  return {
    ...place,
    command: ["sh", "-c", patiently, "sh", "psql", "--no-psqlrc", ...args],
    environment: {
      PGSSLMODE: "verify-full",
      PGSSLROOTCERT: authorityFile,
      PGCONNECT_TIMEOUT: "10",
      PGAPPNAME: "cakestack",
    },
    secrets: Object.fromEntries(names.map((name) => [name, name])),
    files: { configMap: scripts, path: folder },
    memory: "64Mi",
    deadline: 120,
  };
}

/** Makes the database and its roles, or puts them right. */
export const setupTask = (place: Place, verifiers: readonly string[]): Task =>
  psql(place, [`--file=${folder}/setup.sql`], verifiers);

/** Says what is not as it was made, and fails if anything is. */
export const checkTask = (place: Place, database: string): Task =>
  psql(place, ["--quiet", `--dbname=${database}`, `--file=${folder}/check.sql`], []);

/** Has rows told to an address, as the database's owner. */
export const changefeedTask = (place: Place): Task =>
  psql(place, ["--quiet", "--tuples-only", `--file=${folder}/changefeed.sql`], changefeedVariables);
