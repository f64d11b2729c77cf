import { toSeconds } from "../../duration";
import { failed } from "../../problems";
import { ingresses } from "./ingress";
import type { KnativeServingArgs } from "./serving";

/** What Knative accepts, in seconds. */
const ranges = {
  stableWindow: [6, 3600, "6 seconds to 1 hour"],
  scaleToZeroGracePeriod: [1, 3600, "1 second to 1 hour"],
  podRetention: [0, 3600, "0 seconds to 1 hour"],
} as const;

/** Everything that is wrong with the arguments of Serving, for callers whose types nobody checked too. */
export function problemsOf({ ingress, autoscaler = {}, nodePort, ...release }: KnativeServingArgs): string[] {
  const problems: string[] = [];
  if (!Object.hasOwn(ingresses, ingress)) {
    problems.push(`ingress is ${JSON.stringify(ingress)}. Allowed: ${Object.keys(ingresses).join(", ")}.`);
  }
  problems.push(...releaseProblems(release));
  if (nodePort !== undefined && !(Number.isInteger(nodePort) && nodePort >= 30000 && nodePort <= 32767)) {
    problems.push(`nodePort is ${nodePort}. Allowed: 30000 to 32767.`);
  }
  for (const [key, [least, most, allowed]] of Object.entries(ranges)) {
    const duration = autoscaler[key as keyof typeof ranges];
    if (duration === undefined) continue;
    const seconds = secondsOf(duration);
    if (seconds === undefined || seconds < least || seconds > most) {
      problems.push(`autoscaler.${key} is ${JSON.stringify(duration)}. Allowed: ${allowed}.`);
    }
  }
  return problems;
}

/** What can be wrong with a release of any part of Knative. */
export const releaseProblems = ({
  manifests,
  replicas = 1,
  processorShare = 1,
}: Pick<KnativeServingArgs, "manifests" | "replicas" | "processorShare">): string[] =>
  failed([
    [
      manifests?.release !== undefined && !/^\d+\.\d+\.\d+$/.test(manifests.release),
      `manifests.release is ${JSON.stringify(manifests?.release)}. Allowed: a release number, such as 1.22.0.`,
    ],
    [!Number.isInteger(replicas) || replicas < 1, `replicas is ${replicas}. Allowed: a whole number from 1.`],
    [
      !(processorShare > 0 && processorShare <= 1),
      `processorShare is ${processorShare}. Allowed: above 0, up to 1.`,
    ],
  ]);

function secondsOf(duration: Parameters<typeof toSeconds>[0]): number | undefined {
  try {
    return toSeconds(duration);
  } catch {
    return undefined;
  }
}
