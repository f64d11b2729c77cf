import { functionsName } from "../stacks/names";
import type { CommandLine } from "./command-line";
import type { FunctionElsewhere, OnCluster } from "./elsewhere";

/** Lines of a log that are shown, unless it is followed. */
const lines = "200";

/** What shows the log of a function that Knative runs, behind kubectl's access to its namespace. */
export const kubectlLog = (name: string, follow: boolean): string[] => [
  "logs",
  ...["--selector", `serving.knative.dev/service=${name}`, "--container", "user-container"],
  `--tail=${lines}`,
  ...(follow ? ["--follow"] : []),
];

/** What shows the log of a function elsewhere: the tool of whoever keeps it, with the user's own credentials. */
export async function logOf(place: FunctionElsewhere, follow: boolean): Promise<CommandLine> {
  switch (place.kind) {
    case "knative": {
      const access = [...(await accessTo(place)), "--namespace", functionsName];
      return { program: "kubectl", args: [...access, ...kubectlLog(place.name, follow)] };
    }
    case "lambda": {
      const { physical, region } = place;
      const since = ["--since", "1h", ...(follow ? ["--follow"] : [])];
      return {
        program: "aws",
        args: ["logs", "tail", `/aws/lambda/${physical}`, "--region", region, ...since],
      };
    }
    case "cloudfunctions": {
      const { physical, region, project } = place;
      const where = [physical, "--region", region, "--project", project];
      // A function is a service of Cloud Run, whose log alone can be followed.
      const args = follow
        ? ["beta", "run", "services", "logs", "tail", ...where]
        : ["functions", "logs", "read", ...where, "--gen2", "--limit", lines];
      return { program: "gcloud", args };
    }
    default:
      return place satisfies never;
  }
}

/** The kubeconfig and the context that the stack names. */
async function accessTo({ cluster: { path, context } }: OnCluster): Promise<string[]> {
  const { kubeconfigPath } = await import("../stacks/cluster");
  return [
    ...["--kubeconfig", kubeconfigPath(path, process.env)],
    ...(context === undefined ? [] : ["--context", context]),
  ];
}
