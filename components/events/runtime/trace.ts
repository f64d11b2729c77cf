/** Which trace something belongs to. */
export interface Trace {
  /** As W3C's Trace Context has it; undefined: it belongs to none. */
  readonly parent?: string;
  /** What a line of the log says of it, in the names of OpenTelemetry's log model. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Version, trace id, span id and flags, of which the ids are not all zeros: https://www.w3.org/TR/trace-context/ */
const form = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}$/;

/**
 * An event in CloudEvents' JSON, with the trace of what brought it where it says none itself.
 *
 * @param event what may be no event: that is for its reader to find
 */
export function withTrace(event: unknown, traceparent: string | undefined): unknown {
  const isEvent = typeof event === "object" && event !== null && !Array.isArray(event);
  return !isEvent || traceparent === undefined || "traceparent" in event ? event : { ...event, traceparent };
}

/** @param parent the header, or CloudEvents' attribute, `traceparent` */
export function traceOf(parent: unknown): Trace {
  const [known, trace_id, span_id] = (typeof parent === "string" && form.exec(parent)) || [];
  if (known === undefined) return { fields: {} };
  return { parent: known, fields: { trace_id: trace_id!, span_id: span_id! } };
}
