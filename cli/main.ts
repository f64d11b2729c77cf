import { Command } from "commander";
import { UserError } from "../local/errors";
import { addCost } from "./commands/cost";
import { addDev } from "./commands/dev";
import { addDoctor } from "./commands/doctor";
import { addDown } from "./commands/down";
import { addEmulate } from "./commands/emulate";
import { addEnv } from "./commands/env";
import { addEvents } from "./commands/events";
import { addInvoke } from "./commands/invoke";
import { addLogs } from "./commands/logs";
import { addOpen } from "./commands/open";
import { addPlatform } from "./commands/platform";
import { addRotate } from "./commands/rotate";
import { addStatus } from "./commands/status";
import { addUp } from "./commands/up";
import { addUsers } from "./commands/users";
import { handleInterrupts, Interrupted, interruptedCode } from "./interrupt";

/** Exit code of a mistake that the person at the terminal can mend; a defect of ours ends with 70. */
const exitCodes = { mistake: 1, defect: 70 };

/** The `cake` command with all its subcommands. */
export function program(): Command {
  const cake = new Command("cake")
    .description("A whole serverless platform in one Pulumi program.")
    .showSuggestionAfterError()
    .showHelpAfterError("(cake --help lists all commands)")
    .addHelpText(
      "after",
      `
Examples:
  cake up                    bring up the dev stack on this machine
  cake up prod               bring up another stack
  eval "$(cake env)"         use plain pulumi and kubectl on the same state
  CAKE_INSTANCE=two cake up  a second platform beside the first`,
    );
  cake.hook("preAction", (_cake, command) => {
    // Ctrl-C is how a log that grows is left, and how a function is changed no longer.
    if (!["logs", "dev"].includes(command.name())) handleInterrupts();
  });
  for (const add of [
    addUp,
    addDown,
    addPlatform,
    addStatus,
    addDoctor,
    addEnv,
    addLogs,
    addDev,
    addOpen,
    addCost,
    addRotate,
    addUsers,
    addEvents,
    addInvoke,
    addEmulate,
  ])
    add(cake);
  return cake;
}

/** Runs a command line; mistakes end with a message, defects with a stack trace. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync([...argv]);
  } catch (error) {
    // At once: a question to the DNS that nobody waits for any more would keep it for many seconds.
    process.exit(report(error));
  }
}

/** @returns the exit code */
export function report(error: unknown): number {
  if (!(error instanceof UserError)) {
    console.error(error);
    return exitCodes.defect;
  }
  console.error(`\n${error.message}`);
  if (error.log) console.error(`Log: ${error.log}`);
  return error instanceof Interrupted ? interruptedCode : exitCodes.mistake;
}
