import type { Command } from "commander";
import { UserError } from "../../local/errors";
import { localPlatform } from "../../local/platform";
import { contextOf } from "../context";
import { Progress } from "../progress";
import { confirmed } from "../prompt";
import { emulatorOf } from "../simulation";
import { startPlatform } from "../start";

/** `start`, `stop` and `wipe`: the local platform alone, without a stack. */
export function addPlatform(cake: Command): void {
  cake
    .command("start")
    .description("start the local platform, with the data that it had")
    .action(() => onPlatform("platform", (platform, report) => startPlatform(platform, report)));
  cake
    .command("stop")
    .description("stop the local platform; stacks and data stay")
    .action(() => onPlatform("stop", (platform, report) => platform.stop(report)));
  cake
    .command("wipe")
    .description("stop the local platform and delete its data, Pulumi state included; asks first")
    .option("--yes", "do not ask")
    .action(async (options: { yes?: boolean }) => {
      // It would write on into what is deleted.
      if ((await emulatorOf(contextOf().instance))?.isRunning) {
        throw new UserError("The emulator of CockroachDB Cloud runs. End it with Ctrl-C first.");
      }
      if (!options.yes && !(await confirmed("Delete the local platform with all its data?"))) return;
      await onPlatform("wipe", (platform, report) => platform.wipe(report));
    });
}

type Platform = Awaited<ReturnType<typeof localPlatform>>;

async function onPlatform(
  name: string,
  work: (platform: Platform, report: Progress["report"]) => Promise<unknown>,
) {
  const { home, instance } = contextOf();
  const platform = await localPlatform(home, instance);
  await new Progress().phase(name, (report) => work(platform, report));
}
