import type { Command } from "commander";
import execa from "execa";
import { UserError } from "../../local/errors";
import { isSimulated } from "../../local/plugins/simulated/names";
import { stackOutputs } from "../outputs";

export function addOpen(cake: Command): void {
  cake
    .command("open")
    .description("open a function of a stack in the browser, or print its address where there is none")
    .argument("<function>", "the function")
    .option("--stack <stack>", "the stack", "dev")
    .action(open);
}

async function open(name: string, { stack }: { stack: string }): Promise<void> {
  const outputs = await stackOutputs(stack);
  const urls = (outputs.urls ?? {}) as Record<string, string | undefined>;
  const url = urls[name];
  if (!url) {
    throw new UserError(
      `Stack ${stack} has no public function "${name}". It has: ${Object.keys(urls).join(", ") || "none"}.`,
    );
  }
  if (isSimulated(url)) throw new UserError(`${url} is simulated: nothing is there to open.`);
  console.log(url);
  await execa(process.platform === "darwin" ? "open" : "xdg-open", [url], { reject: false });
}
