import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Command } from "commander";
import execa from "execa";
import { diagnosisOf } from "../../components/events/function/diagnosis";
import { contextOf } from "../context";
import { placeOf } from "../function-place";

export function addLogs(cake: Command): void {
  cake
    .command("logs")
    .description("show the log of a function, or of a part of the local platform")
    .argument("<name>", "a function (hello) or a part (kubelet, etcd, …; see cake status)")
    .option("-f, --follow", "go on as it grows")
    .action(logs);
}

async function logs(name: string, { follow }: { follow?: boolean }): Promise<void> {
  const { instance } = contextOf();
  const more = follow ? ["--follow"] : [];
  const file = path.join(instance.directory, "logs", `${path.basename(name)}.log`);
  const isPart = await fs.access(file).then(
    () => true,
    () => false,
  );
  if (isPart) return show("tail", ["-n", "200", ...more, file]);
  const { namespace, kubectl, kubeconfig } = await placeOf(
    name,
    " Parts of the platform have a log, too: see `npx cake status`.",
  );
  const place = { kubeconfig: await fs.readFile(kubeconfig, "utf8"), namespace, name, kubectl };
  // What never got ready may be gone by now, and its log with it.
  for (const reason of (await diagnosisOf(place)).reasons) console.error(reason);
  const access = ["--kubeconfig", kubeconfig, "--namespace", namespace];
  const selector = ["--selector", `serving.knative.dev/service=${name}`, "--container", "user-container"];
  // A function without pods has no log either, and is no mistake.
  return show(kubectl, [...access, "logs", ...selector, "--tail=200", ...more]);
}

async function show(program: string, args: readonly string[]): Promise<void> {
  const { exitCode } = await execa(program, args, { stdio: "inherit", reject: false });
  process.exitCode = exitCode;
}
