import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Command } from "commander";
import execa from "execa";
import { diagnosisOf } from "../../components/events/function/diagnosis";
import { runHere } from "../command-line";
import { contextOf } from "../context";
import { functionElsewhere } from "../elsewhere";
import { kubectlLog, logOf } from "../function-log";
import { placeOf } from "../function-place";
import { chosenStack } from "../held";
import { root } from "../stack-file";

export function addLogs(cake: Command): void {
  cake
    .command("logs")
    .description("show the log of a function, or of a part of the local platform")
    .argument("<name>", "a function (hello) or a part (kubelet, etcd, …; see cake status)")
    .option("-f, --follow", "go on as it grows")
    .option("--stack <stack>", "the stack that it is of (default: the one on the local platform, else dev)")
    .action(logs);
}

interface How {
  readonly follow?: boolean;
  readonly stack?: string;
}

async function logs(name: string, { follow = false, stack }: How): Promise<void> {
  const { instance } = contextOf();
  const file = path.join(instance.directory, "logs", `${path.basename(name)}.log`);
  const isPart = await fs.access(file).then(
    () => true,
    () => false,
  );
  if (isPart) return show("tail", ["-n", "200", ...(follow ? ["--follow"] : []), file]);
  const elsewhere = await functionElsewhere(name, await chosenStack(stack, instance));
  if (elsewhere) {
    // Paths in a stack's file begin there.
    process.chdir(root);
    return runHere(await logOf(elsewhere, follow));
  }
  const { namespace, kubectl, kubeconfig } = await placeOf(
    name,
    " Parts of the platform have a log, too: see `npx cake status`.",
  );
  const place = { kubeconfig: await fs.readFile(kubeconfig, "utf8"), namespace, name, kubectl };
  // What never got ready may be gone by now, and its log with it.
  for (const reason of (await diagnosisOf(place)).reasons) console.error(reason);
  const access = ["--kubeconfig", kubeconfig, "--namespace", namespace];
  // A function without pods has no log either, and is no mistake.
  return show(kubectl, [...access, ...kubectlLog(name, follow)]);
}

async function show(program: string, args: readonly string[]): Promise<void> {
  const { exitCode } = await execa(program, args, { stdio: "inherit", reject: false });
  process.exitCode = exitCode;
}
