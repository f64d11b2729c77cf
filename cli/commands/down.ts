import type { Command } from "commander";
import { localPlatform } from "../../local/platform";
import { holdsState } from "../backend";
import { checkCloud } from "../checks";
import { contextOf, engineEnvironment, engineTools } from "../context";
import { withoutDraining } from "../drain";
import { refuseMixture } from "../held";
import { Progress, table } from "../progress";
import { confirmed } from "../prompt";
import { collect, parseFound } from "../recovery/found";
import { traitsOf } from "../stack-file";
import { startPlatform } from "../start";

export function addDown(cake: Command): void {
  cake
    .command("down")
    .description("destroy a stack, then stop the local platform; asks first")
    .argument("[stack]", "the stack", "dev")
    .option("--yes", "do not ask")
    .option("--found <urn=id>", "what came of a creation that was cut off: asked for when needed", collect)
    .action(down);
}

async function down(name: string, options: { yes?: boolean; found?: string[] }): Promise<void> {
  const found = parseFound(options.found);
  const context = contextOf();
  const traits = await traitsOf(name);
  await refuseMixture(name, traits, context.instance);
  const platform = traits.isLocal ? await localPlatform(context.home, context.instance) : undefined;
  if (!options.yes && !(await confirmed(`Destroy everything in stack ${name}, with its data?`))) return;
  const progress = new Progress();
  // Tools are made only to destroy what there is.
  if (await holdsState(context.instance, name, traits.isSimulated)) {
    const { destroy, openStack } = await import("../engine");
    const { programOf } = await import("../../local/toolchain/programs");
    const tools = await progress.phase("tools", (report) =>
      engineTools(context, platform?.kind, traits, report),
    );
    const env = await engineEnvironment(context, tools, traits);
    const stack = await openStack(name, tools, env);
    const holds =
      ((await stack.exportStack()).deployment as { resources?: unknown[] } | null)?.resources?.length ?? 0;
    if (holds > 0) {
      if (traits.hasCloudDatabase) await checkCloud(traits, context);
      const started =
        platform && (await progress.phase("platform", (report) => startPlatform(platform, report, traits)));
      await progress.phase("destroy", (report) => {
        const work = () => destroy(stack, report, found);
        // What other clusters serve may be somebody's last request.
        return started
          ? withoutDraining(programOf(tools.kubernetes, "kubectl"), started.kubeconfig, work)
          : work();
      });
    }
  }
  if (platform) await progress.phase("stop", (report) => platform.stop(report));
  console.log(`\nStack ${name} is destroyed: nothing of it is left.\n\n${table("Times", progress.times())}`);
}
