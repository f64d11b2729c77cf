import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Command } from "commander";
import execa from "execa";
import { diagnosisOf } from "../../components/events/function/diagnosis";
import { UserError } from "../../local/errors";
import { contextOf, runningPlatform } from "../context";

export function addLogs(cake: Command): void {
  cake
    .command("logs")
    .description("show the log of a function, or of a part of the local platform")
    .argument("<name>", "a function (hello) or a part (kubelet, etcd, …; see cake status)")
    .option("-f, --follow", "go on as it grows")
    .action(logs);
}

async function logs(name: string, { follow }: { follow?: boolean }): Promise<void> {
  const { home, instance } = contextOf();
  const more = follow ? ["--follow"] : [];
  const file = path.join(instance.directory, "logs", `${path.basename(name)}.log`);
  const isPart = await fs.access(file).then(
    () => true,
    () => false,
  );
  if (isPart) return show("tail", ["-n", "200", ...more, file]);
  const { kubeconfig } = await runningPlatform(instance);
  const { ensureTools, programOf } = await import("../../local/toolchain");
  const { kubernetes } = await ensureTools(home, ["kubernetes"], (line) => console.error(line));
  const kubectl = programOf(kubernetes, "kubectl");
  const namespace = await namespaceOf(name, kubectl, kubeconfig);
  const place = { kubeconfig: await fs.readFile(kubeconfig, "utf8"), namespace, name, kubectl };
  // What never got ready may be gone by now, and its log with it.
  for (const reason of (await diagnosisOf(place)).reasons) console.error(reason);
  const access = ["--kubeconfig", kubeconfig, "--namespace", namespace];
  const selector = ["--selector", `serving.knative.dev/service=${name}`, "--container", "user-container"];
  return show(kubectl, [...access, "logs", ...selector, "--tail=200", ...more]);
}

/** A function without pods has no log either, and is no mistake. */
async function namespaceOf(name: string, kubectl: string, kubeconfig: string): Promise<string> {
  const template = "{range .items[*]}{.metadata.name} {.metadata.namespace}\n{end}";
  const question = [
    "get",
    "services.serving.knative.dev",
    "--all-namespaces",
    `--output=jsonpath=${template}`,
  ];
  const options = { reject: false } as const;
  const { stdout, failed, stderr } = await execa(kubectl, ["--kubeconfig", kubeconfig, ...question], options);
  if (failed) throw new UserError(`The local platform does not say which functions there are:\n${stderr}`);
  const functions = new Map(stdout.split("\n").map((line) => line.split(" ") as [string, string]));
  const namespace = functions.get(name);
  if (namespace) return namespace;
  const known = [...functions.keys()].filter(Boolean).join(", ") || "none";
  throw new UserError(
    `There is no log of "${name}". Functions: ${known}. Parts of the platform: see \`npx cake status\`.`,
  );
}

async function show(program: string, args: readonly string[]): Promise<void> {
  const { exitCode } = await execa(program, args, { stdio: "inherit", reject: false });
  process.exitCode = exitCode;
}
