/**
 * W3C's form of what X-Ray says a call belongs to, as Lambda has it in `_X_AMZN_TRACE_ID`:
 * `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`.
 *
 * @returns undefined where it names no trace, or nothing that calls
 */
export function traceparentOf(header: string | undefined): string | undefined {
  const fields = new Map(
    (header ?? "").split(";").map((field) => field.trim().split("=") as [string, string]),
  );
  const [, time, rest] = /^1-([0-9a-f]{8})-([0-9a-f]{24})$/.exec(fields.get("Root") ?? "") ?? [];
  const [parent] = /^[0-9a-f]{16}$/.exec(fields.get("Parent") ?? "") ?? [];
  if (time === undefined || parent === undefined) return undefined;
  return `00-${time}${rest}-${parent}-0${fields.get("Sampled") === "1" ? 1 : 0}`;
}
