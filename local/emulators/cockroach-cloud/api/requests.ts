import type { Context } from "hono";
import { z } from "zod";
import { ApiError, invalid } from "./errors";

/** A whole number of 64 bits: text in JSON, and a number is understood, too. */
export const int64 = z
  .union([z.string().regex(/^-?\d{1,19}$/), z.number().int()])
  .transform((value) => BigInt(value));

/** Reads the body of a call. As on the real API, fields that nobody knows do not matter. */
export async function bodyOf<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const text = await c.req.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ApiError("invalid", "proto: syntax error: the body is no JSON");
  }
  return parse(schema, json);
}

/** Reads the query of a call. */
export function queryOf<T>(c: Context, schema: z.ZodType<T>): T {
  return parse(schema, c.req.query());
}

function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  if (issue?.code === "invalid_value" && issue.input !== undefined) {
    throw new ApiError("invalid", `proto: invalid value for enum type: ${JSON.stringify(issue.input)}`);
  }
  throw invalid(`${issue?.path.join(".") || "the body"}: ${issue?.message ?? "not understood"}`);
}
