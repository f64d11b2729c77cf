import { expectCompliance, expectViolation, object } from "../../../policies/harness";
import type { Policy } from "../../../policies/policy";
import type { Case } from "./case";

/** Asserts that a policy says of a manifest what it should. */
export function expectCase(policy: Policy, { manifest, breaks = [] }: Case): void {
  if (breaks.length > 0) expectViolation(policy, object(manifest), ...breaks);
  else expectCompliance(policy, object(manifest));
}
