import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import { UserError } from "../../errors";
import type { Instance } from "../../home";
import type { Report } from "../../toolchain/tool";

const folder = path.join(__dirname, "addons");
/** What must serve before the platform is ready; volumes wait for their provisioner by themselves. */
const awaited = { namespace: "kube-system", deployment: "coredns" };

/** Installs what a cluster from a cloud would come with: DNS, volumes, the rights of the network policies. */
export async function applyAddons(
  kubectl: string,
  kubeconfig: string,
  instance: Instance,
  report: Report,
): Promise<void> {
  report("installing cluster DNS, volumes and network policies");
  const run = (args: readonly string[], input?: string) =>
    execa(kubectl, ["--kubeconfig", kubeconfig, ...args], { input, all: true });
  try {
    await run(["apply", "--server-side", "--force-conflicts", "-f", "-"], await manifests(instance));
    await run([
      "rollout",
      "status",
      "-n",
      awaited.namespace,
      `deployment/${awaited.deployment}`,
      "--timeout=120s",
    ]);
  } catch (error) {
    throw new UserError(
      `The platform's own parts were not installed:\n${(error as execa.ExecaError).all ?? String(error)}`,
    );
  }
}

/** All manifests of the folder, with the instance's own values. */
export async function manifests(instance: Instance): Promise<string> {
  const files = (await fs.readdir(folder)).filter((file) => file.endsWith(".yaml")).sort();
  const contents = await Promise.all(files.map((file) => fs.readFile(path.join(folder, file), "utf8")));
  return contents.join("---\n").replaceAll("${VOLUMES}", path.join(instance.directory, "volumes"));
}
