import type { Command } from "commander";
import { localPlatform } from "../../local/platform";
import { ensureTools } from "../../local/toolchain";
import { contextOf, engineEnvironment, engineTools } from "../context";
import { destroy, openStack } from "../engine";
import { Progress, table } from "../progress";
import { confirmed } from "../prompt";
import { clusterKind } from "../stack-file";

export function addDown(cake: Command): void {
  cake
    .command("down")
    .description("destroy a stack, then stop the local platform; asks first")
    .argument("[stack]", "the stack", "dev")
    .option("--yes", "do not ask")
    .action(down);
}

async function down(name: string, options: { yes?: boolean }): Promise<void> {
  const context = contextOf();
  const kind = await clusterKind(name);
  if (!options.yes && !(await confirmed(`Destroy everything in stack ${name}, with its data?`))) return;
  const progress = new Progress();
  const tools = await progress.phase("tools", (report) => ensureTools(context.home, engineTools, report));
  const platform = kind === "local" ? await localPlatform(context.home, context.instance) : undefined;
  const stack = await openStack(name, tools, await engineEnvironment(context, tools));
  const holds =
    ((await stack.exportStack()).deployment as { resources?: unknown[] } | null)?.resources?.length ?? 0;
  if (holds > 0) {
    if (platform) await progress.phase("platform", (report) => platform.start(report));
    await progress.phase("destroy", (report) => destroy(stack, report));
  }
  if (platform) await progress.phase("stop", (report) => platform.stop(report));
  console.log(`\nStack ${name} is destroyed: nothing of it is left.\n\n${table("Times", progress.times())}`);
}
