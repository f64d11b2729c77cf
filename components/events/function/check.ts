import { RunError } from "@pulumi/pulumi";
import type { FunctionSpec } from "../../contracts";
import { titled } from "../../problems";
import { bundleInput, checkBundle } from "./bundle";
import { cycles, deadTriggers } from "./flow";
import type { Need } from "./needs";
import { problemsOf } from "./problems";
import { besidePods, type Place } from "./reach";

/**
 * Finds what is wrong with functions before anything is made: their arguments, and whether they compile. The component
 * finds the same, but by then an update has begun with what comes before it.
 *
 * @param functions by name; together they are all that publish what some of them wait for
 * @param given what they will have besides what they say they need
 * @param place where they run
 * @returns what may be meant, and may be a mistake
 * @throws RunError that shows every mistake of every function
 */
export async function checkFunctions(
  functions: Readonly<Record<string, FunctionSpec>>,
  given: readonly Need[] = [],
  place: Place = besidePods,
): Promise<string[]> {
  const dead = deadTriggers(functions);
  const found = Object.entries(functions).map(async ([name, spec]) => {
    const problems = [...problemsOf(name, spec, given, place), ...(dead[name] ?? [])];
    if (problems.length === 0) problems.push(...(await compilationProblems(spec, place)));
    return problems.length === 0 ? [] : [describe(name, problems)];
  });
  const mistakes = (await Promise.all(found)).flat();
  if (mistakes.length > 0) throw new RunError(mistakes.join("\n"));
  return cycles(functions).map(
    (circle) =>
      `Functions wake each other in a circle: ${circle.join(" → ")}. See that it ends, or take a trigger out.`,
  );
}

/** What is wrong with one function, as a message. */
export const describe = (name: string, problems: readonly string[]): string =>
  titled(`function ${name}`, problems);

async function compilationProblems(spec: FunctionSpec, { kind }: Place): Promise<string[]> {
  if (spec.code.source === undefined) return [];
  try {
    await checkBundle(bundleInput(spec.code.source, spec, kind));
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
