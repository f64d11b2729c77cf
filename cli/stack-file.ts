import * as fs from "node:fs/promises";
import * as path from "node:path";
import { parse } from "yaml";
import { UserError } from "../local/errors";

/** The folder of the program. */
export const root = path.join(__dirname, "..");

const fileOf = (stack: string): string => path.join(root, `Pulumi.${stack}.yaml`);

/**
 * Runs the engine without leaving its mark in a stack's file. The engine writes the salt of the passphrase there, which
 * is this machine's own, into a file that is everyone's; the state holds it too, and that is enough. A salt that plain
 * pulumi left there is taken out as well: with another passphrase than its own the engine refuses to work at all.
 */
export async function keepingStackFile<T>(stack: string, work: () => Promise<T>): Promise<T> {
  await removeSalt(stack);
  try {
    return await work();
  } finally {
    await removeSalt(stack);
  }
}

async function removeSalt(stack: string): Promise<void> {
  const before = await fs.readFile(fileOf(stack), "utf8");
  const after = withoutSalt(before);
  if (after !== before) await fs.writeFile(fileOf(stack), after);
}

/** The text of a stack's file without the passphrase's salt; the same text where a secret in it needs the salt. */
export function withoutSalt(text: string): string {
  return /^\s+secure:/m.test(text) ? text : text.replace(/^encryptionsalt:.*\n?/m, "");
}

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
