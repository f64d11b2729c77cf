import execa from "execa";

/** An image that could not be made, loaded or pushed. The message is for the user. */
export class ImageError extends Error {
  override readonly name = "ImageError";
}

/** How many lines of a program's log a message shows. */
const shown = 10;

/**
 * Runs a program of the PATH to its end.
 *
 * @param failure what is wrong when it fails, in words
 * @returns what it wrote to stdout
 * @throws ImageError with the last lines of its log, or when it is not there
 */
export async function run(failure: string, program: string, args: readonly string[]): Promise<string> {
  try {
    return (await execa(program, args, { all: true, stdin: "ignore" })).stdout;
  } catch (error) {
    const { code, all, shortMessage } = error as execa.ExecaError & { readonly code?: string };
    if (code === "ENOENT") {
      throw new ImageError(
        `${failure}: the program "${program}" is not on the PATH. ` +
          'Run `npx cake up`, or `eval "$(npx cake env)"` before plain pulumi.',
      );
    }
    throw new ImageError(`${failure}:\n${lastLines(all ?? "") || shortMessage}`);
  }
}

const lastLines = (log: string): string => log.trimEnd().split("\n").slice(-shown).join("\n");
