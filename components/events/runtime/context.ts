import type { Context } from "./handler";
import { log } from "./log";
import type { Cause } from "./publish";
import { traceOf } from "./trace";

/** What one call of a function gets. What not every function uses is loaded by those who do: a cold start does not wait for it. */
export function contextOf(signal: AbortSignal, traceparent: unknown, cause?: Cause): Context {
  const trace = traceOf(traceparent);
  let publish: Promise<Context["publish"]> | undefined;
  return {
    log: (message, fields) => log("INFO", message, { ...trace.fields, ...fields }),
    database,
    publish: async (event) => {
      publish ??= import("./publish").then(({ publisher }) => publisher({ trace, cause }));
      return (await publish)(event);
    },
    signal,
  };
}

const database: Context["database"] = () =>
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  (require("./database") as typeof import("./database")).database();
