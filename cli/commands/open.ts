import type { Command } from "commander";
import execa from "execa";
import { UserError } from "../../local/errors";
import { holdsState } from "../backend";
import { contextOf, engineEnvironment, engineTools, runningPlatform } from "../context";
import { traitsOf } from "../stack-file";

export function addOpen(cake: Command): void {
  cake
    .command("open")
    .description("open a function of a stack in the browser, or print its address where there is none")
    .argument("<function>", "the function")
    .option("--stack <stack>", "the stack", "dev")
    .action(open);
}

async function open(name: string, { stack }: { stack: string }): Promise<void> {
  const context = contextOf();
  const traits = await traitsOf(stack);
  const platform = traits.isLocal ? await runningPlatform(context.instance) : undefined;
  if (!(await holdsState(context.instance, stack, traits.isSimulated))) {
    throw new UserError(`Stack ${stack} was never up: run \`npx cake up ${stack}\`.`);
  }
  const { openStack, outputsOf } = await import("../engine");
  const tools = await engineTools(context, platform?.kind, traits, (line) => console.error(line));
  const env = await engineEnvironment(context, tools, traits);
  const outputs = await outputsOf(await openStack(stack, tools, env));
  const urls = (outputs.urls ?? {}) as Record<string, string | undefined>;
  const url = urls[name];
  if (!url) {
    throw new UserError(
      `Stack ${stack} has no public function "${name}". It has: ${Object.keys(urls).join(", ") || "none"}.`,
    );
  }
  console.log(url);
  await execa(process.platform === "darwin" ? "open" : "xdg-open", [url], { reject: false });
}
