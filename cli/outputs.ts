import { UserError } from "../local/errors";
import { holdsState } from "./backend";
import { contextOf, engineEnvironment, engineTools, runningPlatform } from "./context";
import type { Outputs } from "./engine";
import { traitsOf } from "./stack-file";

/**
 * What a stack said of itself when it was last brought up, secrets included. What is done on the way is told on standard
 * error: standard output is the command's answer.
 *
 * @throws UserError when it was never up, or the local platform that it is on does not run
 */
export async function stackOutputs(stack: string): Promise<Outputs> {
  const context = contextOf();
  const traits = await traitsOf(stack);
  const platform = traits.isLocal ? await runningPlatform(context.instance) : undefined;
  if (!(await holdsState(context.instance, stack, traits.isSimulated))) {
    throw new UserError(`Stack ${stack} was never up: run \`npx cake up ${stack}\`.`);
  }
  const { openStack, outputsOf } = await import("./engine");
  const tools = await engineTools(context, platform?.kind, traits, (line) => console.error(line));
  const env = await engineEnvironment(context, tools, traits);
  return outputsOf(await openStack(stack, tools, env));
}
