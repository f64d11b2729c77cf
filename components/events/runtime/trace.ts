/** Which trace something belongs to. */
export interface Trace {
  /** As W3C's Trace Context has it; undefined: it belongs to none. */
  readonly parent?: string;
  /** What a line of the log says of it, in the names of OpenTelemetry's log model. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Version, trace id, span id and flags, of which the ids are not all zeros: https://www.w3.org/TR/trace-context/ */
const form = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}$/;

/** @param parent the header, or CloudEvents' attribute, `traceparent` */
export function traceOf(parent: unknown): Trace {
  const [known, trace_id, span_id] = (typeof parent === "string" && form.exec(parent)) || [];
  if (known === undefined) return { fields: {} };
  return { parent: known, fields: { trace_id: trace_id!, span_id: span_id! } };
}
