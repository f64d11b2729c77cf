import type { Command } from "commander";
import execa from "execa";
import { UserError } from "../../local/errors";
import { ensureTools } from "../../local/toolchain";
import { contextOf, engineEnvironment, engineTools } from "../context";
import { openStack } from "../engine";

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
  const tools = await ensureTools(context.home, engineTools, (line) => console.error(line));
  const outputs = await (await openStack(stack, tools, await engineEnvironment(context, tools))).outputs();
  const urls = (outputs.urls?.value ?? {}) as Record<string, string | undefined>;
  const url = urls[name];
  if (!url) {
    throw new UserError(
      `Stack ${stack} has no public function "${name}". It has: ${Object.keys(urls).join(", ") || "none"}.`,
    );
  }
  console.log(url);
  await execa(process.platform === "darwin" ? "open" : "xdg-open", [url], { reject: false });
}
