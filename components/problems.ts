/** Whether something is wrong, and what: what was found, what is allowed, what to do. */
export type Check = readonly [bad: boolean, problem: string];

/** What is wrong. */
export const failed = (checks: readonly Check[]): string[] =>
  checks.filter(([bad]) => bad).map(([, problem]) => problem);

/** Why a value is none, in the words of what reads it. */
export function reasonOf(field: string, read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    return [`${field}: ${(error as Error).message}`];
  }
}

/** A title with its problems below. */
export const titled = (title: string, problems: readonly string[]): string =>
  `${title}:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`;
