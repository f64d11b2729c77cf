import { UserError } from "../../errors";

/** One thing that the local platform needs of a machine. */
export interface Check {
  readonly name: string;
  readonly found: string;
  /** What is wrong and what to do; undefined when it is good. */
  readonly problem?: string;
}

/** @throws UserError that lists every problem at once */
export function refuseProblems(checks: readonly Check[]): void {
  const problems = checks.flatMap(({ name, found, problem }) =>
    problem === undefined ? [] : [`  - ${name}: found ${found}; ${problem}`],
  );
  if (problems.length === 0) return;
  throw new UserError(["The local platform cannot start on this machine:", ...problems].join("\n"));
}
