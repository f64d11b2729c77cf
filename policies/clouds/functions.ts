import { types, type Resource } from "../policy";
import { at, isOneOf, type Value } from "../value";

export const isLambda = types("aws:lambda/function:Function");

/** The name of a function that is named by it or by its ARN, whole or in part, and maybe by a version. */
export function functionName(reference: Value): Value {
  if (typeof reference !== "string") return reference;
  return /(?:^|:)function:([^:]+)/.exec(reference)?.[1] ?? reference.replace(/:.*/, "");
}

/** Whether one of these names a function, as far as that is known. @param path where each says it */
export const isNamedBy = (
  name: string,
  resources: readonly Resource[],
  ...path: readonly [string, ...string[]]
): boolean => resources.some(({ properties }) => isOneOf(functionName(at(properties, ...path)), [name]));

/** The option of who may be called by everybody. */
export const allowedFunctions = {
  description: "Names of functions that anybody may call, or of the resources that let everybody in.",
  type: "array",
  items: { type: "string" },
  default: [] as readonly string[],
} as const;
