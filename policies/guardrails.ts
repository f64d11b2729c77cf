import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { readConfiguration } from "./configuration";
import { levels } from "./levels";
import type { Policy } from "./policy";
import { policies, type PolicyName } from "./policies";
import { served } from "./served";
import { stackInfo } from "./stack-info";
import { readWaivers } from "./waivers/file";
import { waiverPolicy } from "./waivers/policy";
import { WaiversInUse } from "./waivers/use";

/** What a team says of its own pack. */
export interface GuardrailsOptions {
  /** The folder of Pulumi.yaml, and of the stacks' files. */
  readonly project: string;
  /** A file as `readWaivers` says. @default none: every rule holds for everything */
  readonly waivers?: string;
  /** A file as `readConfiguration` says. @default none: levels and options as they are */
  readonly configuration?: string;
}

/**
 * All policies for a `PolicyPack` of @pulumi/policy, at the levels of the environment that the stack's `cake:environment`
 * names (prod when it names none).
 *
 * @example new PolicyPack("acme", { policies: guardrails({ project: path.join(__dirname, "..") }) })
 * @throws PackError when a file, or the environment, is not as it must be
 */
export function guardrails({
  project,
  ...files
}: GuardrailsOptions): (ResourceValidationPolicy | StackValidationPolicy)[] {
  const stack = stackInfo(project);
  const all: readonly Policy<PolicyName>[] = policies;
  const configuration = files.configuration ? readConfiguration(files.configuration, all) : {};
  const names = all.map(({ name }) => name);
  const today = new Date().toISOString().slice(0, 10);
  const waivers = new WaiversInUse(files.waivers ? readWaivers(files.waivers, names, today) : [], stack.name);
  return [
    ...all.map((policy) =>
      served(policy, {
        stack,
        waivers,
        configuration: {
          enforcementLevel: levels[policy.name][stack.environment],
          ...configuration[policy.name],
        },
      }),
    ),
    // Last: it tells what the others let pass.
    waiverPolicy(waivers),
  ];
}
