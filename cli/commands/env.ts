import type { Command } from "commander";
import { platformKind, thisMachine } from "../../local/platform/machine";
import { contextOf, engineEnvironment, engineTools } from "../context";

export function addEnv(cake: Command): void {
  cake
    .command("env")
    .description('print the environment for plain pulumi and kubectl: eval "$(npx cake env)"')
    .action(async () => {
      const context = contextOf();
      // Standard output is for the shell that evaluates it.
      const kind = platformKind(await thisMachine());
      const tools = await engineTools(context, kind, (line) => console.error(line));
      console.log(shellExports(await engineEnvironment(context, tools, true)));
    });
}

/** Lines that a POSIX shell evaluates, with every value quoted. */
export function shellExports(env: Readonly<Record<string, string>>): string {
  return Object.entries(env)
    .map(([name, value]) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`)
    .join("\n");
}
