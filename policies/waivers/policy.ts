import * as pulumi from "@pulumi/pulumi";
import type { StackValidationPolicy } from "@pulumi/policy";
import { described, type Waiver } from "./waiver";
import type { WaiversInUse } from "./use";

/**
 * Tells of every waiver in force, and refuses one that no stack needs any more. A preview knows too little for that, and a
 * waiver for several stacks may be needed by another one.
 */
export const waiverPolicy = (waivers: WaiversInUse): StackValidationPolicy => ({
  name: "waivers",
  description: "Waivers are for what breaks a rule, as long as it does.",
  enforcementLevel: "mandatory",
  validateStack(_, report) {
    for (const one of waivers.used) console.log(`waived: ${described(one)}`);
    if (pulumi.runtime.isDryRun()) return;
    for (const one of waivers.unused.filter(isForOneStack))
      report(`Nothing here breaks ${one.policy} at ${one.resources} any more.\n  Fix: take the waiver out.`);
  },
});

const isForOneStack = ({ stacks }: Waiver): boolean => stacks.length === 1 && !stacks[0]!.includes("*");
