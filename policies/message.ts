import type { Finding, Policy } from "./policy";

/** What somebody reads who broke a rule: what is wrong and where, how to put it right, and why it matters. */
export function messageOf(
  { why, link }: Pick<Policy, "why" | "link">,
  { at, problem, fix }: Finding,
): string {
  const what = at === undefined ? problem : `${at} ${problem}`;
  return `${what}.\n  Fix: ${fix}.\n  Why: ${why} ${link}`;
}
