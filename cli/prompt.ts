import * as readline from "node:readline/promises";
import { UserError } from "../local/errors";

/** Asks a yes-or-no question; no is the default. @throws UserError where nobody can answer */
export async function confirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UserError(`${question} Nobody can answer here: add --yes.`);
  const terminal = readline.createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
