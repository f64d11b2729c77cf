import type { Command } from "commander";
import { ensureTools } from "../../local/toolchain";
import { contextOf, engineEnvironment, engineTools } from "../context";

export function addEnv(cake: Command): void {
  cake
    .command("env")
    .description('print the environment for plain pulumi and kubectl: eval "$(npx cake env)"')
    .action(async () => {
      const context = contextOf();
      // Standard output is for the shell that evaluates it.
      const tools = await ensureTools(context.home, engineTools, (line) => console.error(line));
      console.log(shellExports(await engineEnvironment(context, tools)));
    });
}

/** Lines that a POSIX shell evaluates, with every value quoted. */
export function shellExports(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`)
    .join("\n");
}
