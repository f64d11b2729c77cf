import execa from "execa";
import { UserError } from "../local/errors";
import { contextOf, runningPlatform } from "./context";

/** Where a function of the local platform is, and what asks the cluster about it. */
export interface FunctionPlace {
  readonly name: string;
  readonly namespace: string;
  /** The program kubectl. */
  readonly kubectl: string;
  /** File of the kubeconfig. */
  readonly kubeconfig: string;
}

/**
 * @param others what else a person could have meant, as the end of a message
 * @throws UserError when the platform does not run, or has no such function: with the names of those it has
 */
export async function placeOf(name: string, others = ""): Promise<FunctionPlace> {
  const { home, instance } = contextOf();
  const { kubeconfig } = await runningPlatform(instance);
  const { ensureTools, programOf } = await import("../local/toolchain");
  const { kubernetes } = await ensureTools(home, ["kubernetes"], (line) => console.error(line));
  const kubectl = programOf(kubernetes, "kubectl");
  const functions = await functionsOf(kubectl, kubeconfig);
  const namespace = functions.get(name);
  if (namespace) return { name, namespace, kubectl, kubeconfig };
  const known = [...functions.keys()].join(", ") || "none";
  throw new UserError(`There is no function "${name}". Functions: ${known}.${others}`);
}

/** Namespaces of all functions, by their names. */
async function functionsOf(kubectl: string, kubeconfig: string): Promise<ReadonlyMap<string, string>> {
  const template = "{range .items[*]}{.metadata.name} {.metadata.namespace}\n{end}";
  const question = [
    "get",
    "services.serving.knative.dev",
    "--all-namespaces",
    `--output=jsonpath=${template}`,
  ];
  const { stdout, failed, stderr } = await execa(kubectl, ["--kubeconfig", kubeconfig, ...question], {
    reject: false,
  });
  if (failed) throw new UserError(`The local platform does not say which functions there are:\n${stderr}`);
  const lines = stdout.split("\n").filter(Boolean);
  return new Map(lines.map((line) => line.split(" ") as [string, string]));
}
