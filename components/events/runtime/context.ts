import { busVariables } from "../../function-variables";
import type { Context } from "./handler";
import { log } from "./log";
import type { Cause } from "./publish";
import { traceOf } from "./trace";

/** What one call of a function gets. What not every function uses is loaded by those who do: a cold start does not wait for it. */
export function contextOf(signal: AbortSignal, traceparent: unknown, cause?: Cause): Context {
  const trace = traceOf(traceparent);
  const source = process.env[busVariables.source] ?? "";
  const load = async () => {
    const { Publisher } = await import("./publish");
    return new Publisher(source, trace, cause);
  };
  let loading: ReturnType<typeof load> | undefined;
  const publisher = () => (loading ??= load());
  return {
    source,
    log: (message, fields) => log("INFO", message, { ...trace.fields, ...fields }),
    database,
    transaction: async (work) =>
      (await import("./transaction")).transaction(database(), await publisher(), work),
    publish: async (event) => (await publisher()).publish(event),
    signal,
  };
}

const database: Context["database"] = () =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  (require("./database") as typeof import("./database")).database();
