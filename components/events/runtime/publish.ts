import { createHash, randomUUID } from "node:crypto";
import { CloudEvent } from "cloudevents";
import { busVariables } from "../../function-variables";
import type { Context } from "./handler";
import { noBus, post } from "./post";
import type { Trace } from "./trace";

/** The event whose handling publishes others. */
export interface Cause {
  readonly source: string;
  readonly id: string;
}

/** Publishes to the bus that the function's variables name. */
export function publisher(of: { readonly trace: Trace; readonly cause?: Cause }): Context["publish"] {
  let count = 0;
  return async (event) => {
    const { source, types } = settings(process.env);
    if (!types.includes(event.type)) {
      throw new Error(
        `The function publishes "${event.type}", and says it publishes ${types.join(", ") || "nothing"}. Add it to publishes.`,
      );
    }
    const { type, data, subject, id = idOf(count++, of.cause) } = event;
    await post(
      new CloudEvent({
        id,
        source,
        type,
        ...(subject !== undefined && { subject }),
        ...(data !== undefined && { data, datacontenttype: "application/json" }),
        ...(of.trace.parent !== undefined && { traceparent: of.trace.parent }),
      }),
    );
  };
}

function settings(env: NodeJS.ProcessEnv) {
  const { [busVariables.source]: source, [busVariables.types]: types } = env;
  if (!source) throw noBus();
  return { source, types: types ? types.split(",") : [] };
}

/** The same for the same event of the same cause, which may come more than once. */
function idOf(count: number, cause?: Cause): string {
  if (!cause) return randomUUID();
  return createHash("sha256")
    .update(JSON.stringify([cause.source, cause.id, count]))
    .digest("hex")
    .slice(0, 32);
}
