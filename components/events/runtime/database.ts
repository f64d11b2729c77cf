import { Pool, type PoolConfig } from "pg";
import { databaseVariables as names } from "../../function-variables";
import { log } from "./log";

let pool: Pool | undefined;

/**
 * The connections of this pod, by the variables that `needs.database` sets.
 *
 * @throws Error where they are not set
 */
export function database(): Pool {
  const { [names.url]: address, [names.poolSize]: max, [names.ca]: ca } = process.env;
  if (!address) throw new Error("The function has no database. Give it needs.database.");
  pool ??= connect(address, Number(max), ca);
  return pool;
}

function connect(address: string, max: number, ca: string | undefined): Pool {
  // A database that bills by use sleeps only without connections.
  const made = new Pool({ ...serverOf(address, ca), max, idleTimeoutMillis: 5_000 });
  // One that breaks while nobody uses it is taken out of the pool; unheard, it would end the whole program.
  return made.on("error", (error) => log("INFO", "an idle connection broke", { error: String(error) }));
}

/** An address that says how it is verified overrules what stands beside it. */
const serverOf = (address: string, ca: string | undefined): PoolConfig =>
  ca ? { connectionString: address.replace(/\?.*$/, ""), ssl: { ca } } : { connectionString: address };
