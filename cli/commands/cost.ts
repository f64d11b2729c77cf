import type { Command } from "commander";
import { stackConfig } from "../stack-file";

export function addCost(cake: Command): void {
  cake
    .command("cost")
    .description("say what a stack may cost a month, by the limits in its file")
    .argument("[stack]", "the stack", "dev")
    .action(cost);
}

async function cost(stack: string): Promise<void> {
  const config = await stackConfig(stack);
  const { withPresets } = await import("../../stacks/presets");
  const { costOf } = await import("../../stacks/database/cost");
  const { words, warning } = costOf(withPresets(config));
  console.log(words);
  if (warning !== undefined) console.log(`\nwarning: ${warning}`);
}
