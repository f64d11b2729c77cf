import * as fs from "node:fs/promises";
import * as path from "node:path";
import { parse } from "yaml";
import { UserError } from "../local/errors";

/** The folder of the program. */
export const root = path.join(__dirname, "..");

/**
 * The kind of cluster that a stack's file asks for. Everything else in the file is the program's to check.
 *
 * @throws UserError when the stack has no file, or the file is no YAML
 */
export async function clusterKind(stack: string): Promise<string | undefined> {
  const file = path.join(root, `Pulumi.${stack}.yaml`);
  const content = await fs.readFile(file, "utf8").catch(async () => {
    const known = (await fs.readdir(root)).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
    throw new UserError(`There is no stack "${stack}": ${path.basename(file)} does not exist. Stacks: ${known.join(", ")}.`);
  });
  try {
    const { config } = parse(content) as { config?: Record<string, { kind?: string } | undefined> };
    return config?.["cake:cluster"]?.kind;
  } catch (error) {
    throw new UserError(`${path.basename(file)} is no YAML: ${(error as Error).message}`);
  }
}
