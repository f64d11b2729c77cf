import { RunError } from "@pulumi/pulumi";
import type { FunctionSpec } from "../../contracts";
import { titled } from "../../problems";
import { bundleInput, checkBundle } from "./bundle";
import { problemsOf } from "./problems";

/**
 * Finds what is wrong with functions before anything is made: their arguments, and whether they compile. The component
 * finds the same, but by then an update has begun with what comes before it.
 *
 * @param functions by name
 * @throws RunError that shows every mistake of every function
 */
export function checkFunctions(functions: Readonly<Record<string, FunctionSpec>>): void {
  const mistakes = Object.entries(functions).flatMap(([name, spec]) => {
    const problems = problemsOf(name, spec);
    if (problems.length === 0) problems.push(...compilationProblems(spec));
    return problems.length === 0 ? [] : [describe(name, problems)];
  });
  if (mistakes.length > 0) throw new RunError(mistakes.join("\n"));
}

/** What is wrong with one function, as a message. */
export const describe = (name: string, problems: readonly string[]): string =>
  titled(`function ${name}`, problems);

function compilationProblems(spec: FunctionSpec): string[] {
  if (spec.code.source === undefined) return [];
  try {
    checkBundle(bundleInput(spec.code.source, spec));
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
