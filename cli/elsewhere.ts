import { UserError } from "../local/errors";
import type { CloudFunctionsConfig, KubeconfigConfig } from "../stacks/config";
import type { LambdaSettings, Settings } from "../stacks/presets";
import { stackConfig, traitsOf } from "./stack-file";

/** A function that is not on the local platform, by what runs it. */
export type FunctionElsewhere = OnCluster | OnLambda | OnCloudFunctions;

interface Named {
  readonly name: string;
  readonly stack: string;
}

/** By Knative, on a cluster that exists. */
export interface OnCluster extends Named {
  readonly kind: "knative";
  readonly cluster: KubeconfigConfig;
}

export interface OnLambda extends Named {
  readonly kind: "lambda";
  readonly region: string;
  /** Its name there. */
  readonly physical: string;
}

export interface OnCloudFunctions extends Named {
  readonly kind: "cloudfunctions";
  readonly region: string;
  readonly project: string;
  readonly physical: string;
  /** Name of the topic that is the stack's bus. */
  readonly topic: string;
}

/**
 * Where a function of a stack is.
 *
 * @returns undefined where that is the local platform, which itself knows its functions
 * @throws UserError where its cloud is a simulated one, or has no such function
 */
export async function functionElsewhere(name: string, stack: string): Promise<FunctionElsewhere | undefined> {
  const { isLocal, cloud } = await traitsOf(stack);
  if (isLocal && !cloud) return undefined;
  const { withPresets } = await import("../stacks/presets");
  const settings = withPresets(await stackConfig(stack));
  const { cluster, functions, simulate } = settings;
  if (functions.kind === "knative") {
    return cluster.kind === "kubeconfig" ? { kind: "knative", name, stack, cluster } : undefined;
  }
  await refuseUnknown(name, stack, settings);
  if (simulate) return refuseSimulated(name, stack, functions.kind);
  return inCloud(name, stack, functions);
}

async function inCloud(
  name: string,
  stack: string,
  functions: LambdaSettings | CloudFunctionsConfig,
): Promise<OnLambda | OnCloudFunctions> {
  const { prefixOf } = await import("../stacks/function-platform/place");
  const { busName } = await import("../stacks/names");
  const prefix = prefixOf(functions, stack);
  const { region } = functions;
  const place = { name, stack, region, physical: `${prefix}-${name}` };
  return functions.kind === "lambda"
    ? { kind: "lambda", ...place }
    : { kind: "cloudfunctions", ...place, project: functions.project, topic: `${prefix}-${busName}` };
}

/** What whoever wants to see it run can do. */
export const onKnative = (name: string): string =>
  `Run the same handler on a stack that has ${name} on the local platform, such as dev (\`npx cake up dev\`)`;

async function refuseUnknown(name: string, stack: string, settings: Settings): Promise<void> {
  const { functionsOf } = await import("../stacks/functions");
  const { nearest } = await import("../stacks/config/problems");
  const known = Object.keys(functionsOf(settings));
  if (known.includes(name)) return;
  const near = nearest(name, known);
  const meant = near === undefined ? "" : ` Did you mean ${near}?`;
  throw new UserError(`Stack ${stack} has no function "${name}". It has: ${known.join(", ")}.${meant}`);
}

async function refuseSimulated(
  name: string,
  stack: string,
  kind: "lambda" | "cloudfunctions",
): Promise<never> {
  const { limits } = await import("../components/events/function/limits");
  throw new UserError(
    `Function ${name} of stack ${stack} is on a simulated ${limits[kind].title} (cake:simulate is true): ` +
      `nothing runs there. ${onKnative(name)}, or remove cake:simulate.`,
  );
}
