import { Pool } from "pg";
import { databaseVariables as names } from "../../function-variables";
import { log } from "./log";

let pool: Pool | undefined;

/**
 * The connections of this pod, by the variables that `needs.database` sets.
 *
 * @throws Error where they are not set
 */
export function database(): Pool {
  const { [names.url]: connectionString, [names.poolSize]: max } = process.env;
  if (!connectionString) throw new Error("The function has no database. Give it needs.database.");
  pool ??= connect(connectionString, Number(max));
  return pool;
}

function connect(connectionString: string, max: number): Pool {
  // A database that bills by use sleeps only without connections.
  const made = new Pool({ connectionString, max, idleTimeoutMillis: 5_000 });
  // One that breaks while nobody uses it is taken out of the pool; unheard, it would end the whole program.
  return made.on("error", (error) => log("INFO", "an idle connection broke", { error: String(error) }));
}
