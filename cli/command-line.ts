import execa from "execa";
import { UserError } from "../local/errors";

/** A program of somebody else's, as a person would run it, too: a cloud's own, or Kubernetes'. */
export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
}

/** As it is typed into a shell. */
export const asTyped = ({ program, args }: CommandLine): string => [program, ...args.map(quoted)].join(" ");

/** What needs no quotes has none: people read it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/**
 * Runs a program and tells how it ended, whatever that is.
 *
 * @param typed what a person is told to run where it is not installed here
 * @throws UserError where it is not
 */
export async function run(
  { program, args }: CommandLine,
  options: execa.Options = {},
  typed = asTyped({ program, args }),
): Promise<execa.ExecaReturnValue> {
  const ended = await execa(program, args, { ...options, reject: false });
  if ((ended as { code?: unknown }).code !== "ENOENT") return ended;
  throw new UserError(
    `The program \`${program}\` is not on the PATH. Install it, or run this where it is:\n  ${typed}`,
  );
}

/** Runs a program in this terminal, after saying what it is, and ends as it does. @throws UserError likewise */
export async function runHere(line: CommandLine): Promise<void> {
  console.error(asTyped(line));
  const { exitCode } = await run(line, { stdio: "inherit" });
  process.exitCode = exitCode;
}
