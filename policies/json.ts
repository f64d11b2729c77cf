import type { Value } from "./value";

/** What a property says that holds JSON as text, nothing for null; undefined where it holds none. */
export function parsed(text: Value): Value {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text, (_, value: Value | null) => value ?? undefined) as Value;
  } catch {
    return undefined;
  }
}
