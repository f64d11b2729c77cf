import * as pulumi from "@pulumi/pulumi";

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

/** Whether an image says which one it is, by a version or a digest. */
export const isPinned = (image: string): boolean =>
  /^[^@]+:(?!latest$)\w[\w.-]*$|@sha256:[0-9a-f]{64}$/.test(image);

/** @throws ResourceError with all problems, if there are any */
export function refuse(title: string, problems: readonly string[], resource?: pulumi.Resource): void {
  if (problems.length === 0) return;
  const list = problems.map((problem) => `  - ${problem}`).join("\n");
  throw new pulumi.ResourceError(`${title}:\n${list}`, resource, true);
}

/** Names of realms, of roles, of clients: what an address may hold as it is. */
export const plainName = /^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?$/;
export const plainNames = "up to 63 lower-case letters, digits, inner dashes and underscores";
