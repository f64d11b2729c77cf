import type { Failure, Values } from "../base";

/** What is wrong with inputs that are JSON in a text. */
export const jsonProblems = (inputs: Values, ...names: readonly string[]): Failure[] =>
  names.flatMap((property) => {
    const text = inputs[property];
    if (typeof text !== "string" || isObject(text)) return [];
    return [{ property, reason: `"${property}" is no JSON. Allowed: an object in JSON, as text.` }];
  });

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null;
  } catch {
    return false;
  }
}
