import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Command } from "commander";
import execa from "execa";
import { UserError } from "../../local/errors";
import { readState } from "../../local/platform/state";
import { ensureTools, programOf } from "../../local/toolchain";
import { contextOf } from "../context";

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
  const file = path.join(instance.directory, "logs", `${path.basename(name)}.log`);
  const isPart = await fs.access(file).then(
    () => true,
    () => false,
  );
  const options = { stdio: "inherit", reject: false } as const;
  if (isPart) {
    await execa("tail", ["-n", "200", ...(follow ? ["-f"] : []), file], options);
    return;
  }
  const state = await readState(instance);
  if (!state) throw new UserError("The local platform is not running: run `npx cake up`.");
  const { kubernetes } = await ensureTools(home, ["kubernetes"], () => undefined);
  const selector = ["-l", `serving.knative.dev/service=${name}`, "-c", "user-container"];
  const args = ["logs", "-n", "functions", ...selector, "--tail=200", ...(follow ? ["-f"] : [])];
  await execa(programOf(kubernetes, "kubectl"), ["--kubeconfig", state.kubeconfig, ...args], options);
}
