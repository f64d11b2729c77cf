import type { Command } from "commander";
import { platformKind, thisMachine } from "../../local/platform/machine";
import { contextOf, engineEnvironment, engineTools } from "../context";
import type { EngineEnvironment } from "../simulation";
import { traitsOf } from "../stack-file";

export function addEnv(cake: Command): void {
  cake
    .command("env")
    .description('print the environment for plain pulumi and kubectl: eval "$(npx cake env)"')
    .argument("[stack]", "the stack that it is for", "dev")
    .action(async (stack: string) => {
      const context = contextOf();
      const traits = await traitsOf(stack);
      const kind = traits.isLocal ? platformKind(await thisMachine()) : undefined;
      // Standard output is for the shell that evaluates it.
      const tools = await engineTools(context, kind, traits, (line) => console.error(line));
      console.log(shellExports(await engineEnvironment(context, tools, traits)));
    });
}

/** Lines that a POSIX shell evaluates, with every value quoted. Secrets it reads itself, so that none is shown. */
export function shellExports({ variables, secretFiles }: EngineEnvironment): string {
  const quoted = (value: string) => `'${value.replaceAll("'", `'\\''`)}'`;
  return [
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`),
    ...Object.entries(secretFiles).map(([name, file]) => `export ${name}="$(cat ${quoted(file)})"`),
  ].join("\n");
}
