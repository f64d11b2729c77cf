import * as fs from "node:fs/promises";
import * as path from "node:path";
import { parse } from "yaml";
import { UserError } from "../local/errors";

/** The folder of the program. */
export const root = path.join(__dirname, "..");

const fileOf = (stack: string): string => path.join(root, `Pulumi.${stack}.yaml`);

/**
 * Runs the engine without leaving its mark in a stack's file. The engine writes the salt of the passphrase there, which
 * is this machine's own, into a file that is everyone's; the state holds it too, and that is enough.
 */
export async function keepingStackFile<T>(stack: string, work: () => Promise<T>): Promise<T> {
  const before = await fs.readFile(fileOf(stack), "utf8");
  try {
    return await work();
  } finally {
    const after = await fs.readFile(fileOf(stack), "utf8");
    if (after !== before && !before.includes(saltKey)) await fs.writeFile(fileOf(stack), before);
  }
}

const saltKey = "encryptionsalt:";

/**
 * The kind of cluster that a stack's file asks for. Everything else in the file is the program's to check.
 *
 * @throws UserError when the stack has no file, or the file is no YAML
 */
export async function clusterKind(stack: string): Promise<string | undefined> {
  const file = fileOf(stack);
  const content = await fs.readFile(file, "utf8").catch(async () => {
    const known = (await fs.readdir(root)).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
    throw new UserError(
      `There is no stack "${stack}": ${path.basename(file)} does not exist. Stacks: ${known.join(", ")}.`,
    );
  });
  try {
    const { config } = parse(content) as { config?: Record<string, { kind?: string } | undefined> };
    return config?.["cake:cluster"]?.kind;
  } catch (error) {
    throw new UserError(`${path.basename(file)} is no YAML: ${(error as Error).message}`);
  }
}
