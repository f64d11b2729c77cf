/**
 * W3C's form of `X-Cloud-Trace-Context`, which is `TRACE/SPAN;o=1` with the span as a decimal number.
 *
 * @returns undefined where it names no trace, or nothing that calls
 */
export function traceparentOf(header: string | null): string | undefined {
  const [, trace, span, sampled] = /^([0-9a-f]{32})\/(\d{1,20})(?:;o=(\d))?$/.exec(header ?? "") ?? [];
  if (trace === undefined || span === undefined) return undefined;
  const parent = BigInt(span).toString(16).padStart(16, "0");
  return parent.length > 16 ? undefined : `00-${trace}-${parent}-0${sampled === "1" ? 1 : 0}`;
}
