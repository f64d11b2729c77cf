import type { FunctionSpec } from "../../contracts";
import { failed } from "../../problems";
import { cronProblems } from "../bus/cron";
import { schedulerProblems } from "../eventbridge/cron";

/** A rule or a schedule of it appends a dash and eight digits, and Lambda's names have 64 characters. */
const longest = 55;

/** What is wrong with a function on Lambda that would not be elsewhere. */
export function lambdaProblems(name: string, prefix: string, { triggers = [] }: FunctionSpec): string[] {
  const physical = `${prefix}-${name}`;
  const schedules = triggers.flatMap(({ schedule }, index) => {
    const label = `triggers[${index}].schedule`;
    // Those that no cron understands are found elsewhere.
    if (schedule === undefined || cronProblems(label, schedule).length > 0) return [];
    return schedulerProblems(label, schedule);
  });
  return [
    ...failed([
      [
        !/^[A-Za-z0-9_-]*$/.test(prefix),
        `its name on Lambda would be "${physical}", with the stack's prefix. Allowed: letters, digits, dashes and ` +
          "underscores. Give the stack another prefix.",
      ],
      [
        physical.length > longest,
        `its name on Lambda is "${physical}", with the stack's prefix. Allowed: up to ${longest} characters. Shorten the ` +
          "name, or that of the stack.",
      ],
    ]),
    ...schedules,
  ];
}
