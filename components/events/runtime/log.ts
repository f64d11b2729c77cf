/** Writes one line of JSON, as log collectors read it. */
export function log(
  severity: "INFO" | "ERROR",
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  process.stdout.write(
    `${JSON.stringify({ severity, time: new Date().toISOString(), message, ...fields })}\n`,
  );
}

/** What a log line says of an error. */
export function described(error: unknown): Readonly<Record<string, unknown>> {
  return { error: String(error), stack: error instanceof Error ? error.stack : undefined };
}
