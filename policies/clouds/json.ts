import type { Value } from "../value";

/** What JSON text says, nothing for null; undefined for what is none. */
export function parsed(text: string): Value {
  try {
    return JSON.parse(text, (_, value: Value | null) => value ?? undefined) as Value;
  } catch {
    return undefined;
  }
}
