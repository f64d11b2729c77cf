import { closest } from "fastest-levenshtein";

/** More than that is no help to somebody who misspelt one. */
const readable = 12;

/** A hint for somebody who wrote a name that is none. */
export function nearest(name: string, known: readonly string[]): string {
  const hint = `Did you mean ${closest(name, [...known])}?`;
  return known.length > readable ? hint : `${hint} Allowed: ${known.join(", ")}.`;
}
