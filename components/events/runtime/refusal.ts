/** The connection ends with one of a body that is too large: what is left of it is not read. */
export const refusal = (status: number, error: string): Response =>
  Response.json({ error }, { status, headers: status === 413 ? { connection: "close" } : {} });
