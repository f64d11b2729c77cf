import * as readline from "node:readline/promises";
import { UserError } from "../local/errors";
import { Interrupted } from "./interrupt";

/**
 * Asks a yes-or-no question; no is the default, also when the input ends.
 *
 * @throws UserError where nobody can answer, and Interrupted on Ctrl-C
 */
export async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UserError(`${question} Nobody can answer here: add --yes.`);
  const terminal = readline.createInterface({ input: process.stdin, output: process.stdout });
  try {
    // While it asks, the terminal sends Ctrl-C as a key and not as a signal.
    const refused = new Promise<string>((resolve, reject) => {
      terminal.once("SIGINT", () => reject(new Interrupted()));
      terminal.once("close", () => resolve(""));
    });
    const answer = await Promise.race([terminal.question(`${question} [y/N] `), refused]);
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
