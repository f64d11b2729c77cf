import type { Value } from "../value";

/** What JSON text says; undefined for what is none. What it says is nothing is left out. */
export function parsed(text: string): Value {
  try {
    return JSON.parse(text, (_, value: Value | null) => value ?? undefined) as Value;
  } catch {
    return undefined;
  }
}
