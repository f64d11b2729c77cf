import type { FunctionSpec } from "../../contracts";
import { failed } from "../../problems";
import { pubsubProblems } from "../pubsub/filter";

/** The longest name of a service of Cloud Run, which a function is. */
const longest = 49;

/** What is wrong with a function on Cloud Functions that would not be elsewhere. */
export function cloudFunctionProblems(
  name: string,
  prefix: string,
  { triggers = [] }: FunctionSpec,
): string[] {
  const physical = `${prefix}-${name}`;
  return [
    ...failed([
      [
        !/^[a-z][a-z0-9-]*$/.test(prefix),
        `its name on Cloud Functions would be "${physical}", with the stack's prefix. Allowed: lower-case letters, digits ` +
          "and dashes, a letter first. Give the stack another prefix.",
      ],
      [
        physical.length > longest,
        `its name on Cloud Functions is "${physical}", with the stack's prefix. Allowed: up to ${longest} characters. ` +
          "Shorten the name, or that of the stack.",
      ],
    ]),
    ...triggers.flatMap(({ event }, index) =>
      event ? pubsubProblems(`triggers[${index}].event`, event) : [],
    ),
  ];
}
