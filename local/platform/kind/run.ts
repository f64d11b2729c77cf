import execa from "execa";
import { UserError } from "../../errors";

/**
 * Runs a program of the PATH to its end.
 *
 * @returns what it wrote to stdout
 * @throws UserError with what it wrote to stderr when it fails, or when it is not there
 */
export async function run(program: "docker" | "kind", args: readonly string[]): Promise<string> {
  try {
    return (await execa(program, args, { stdin: "ignore" })).stdout;
  } catch (error) {
    const { code, stderr, shortMessage } = error as execa.ExecaError & { readonly code?: string };
    if (code === "ENOENT") {
      throw new UserError(
        `"${program}" is not on the PATH. Install it, or run as root on Linux, where it is not needed.`,
      );
    }
    throw new UserError(`${program} ${args.slice(0, 2).join(" ")} failed:\n${stderr.trim() || shortMessage}`);
  }
}
