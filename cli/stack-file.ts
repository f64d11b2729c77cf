import * as fs from "node:fs/promises";
import * as path from "node:path";
import { UserError } from "../local/errors";
import type { CakeConfig } from "../stacks/config";

/** The folder of the program. */
export const root = path.join(__dirname, "..");

const fileOf = (stack: string): string => path.join(root, `Pulumi.${stack}.yaml`);

/**
 * Runs the engine without leaving its mark in a stack's file. The engine writes the salt of the passphrase there, which
 * is this machine's own, into a file that is everyone's; the state holds it too, and that is enough. A salt that plain
 * pulumi left there is taken out as well: with another passphrase than its own the engine refuses to work at all. On the
 * way it spells values anew: `true` becomes `"true"`.
 */
export async function keepingStackFile<T>(stack: string, work: () => Promise<T>): Promise<T> {
  const before = withoutSalt(await fs.readFile(fileOf(stack), "utf8"));
  await rewrite(stack, () => before);
  try {
    return await work();
  } finally {
    await rewrite(stack, (after) => asSpelt(before, withoutSalt(after)));
  }
}

async function rewrite(stack: string, change: (text: string) => string | Promise<string>): Promise<void> {
  const before = await fs.readFile(fileOf(stack), "utf8");
  const after = await change(before);
  if (after !== before) await writeStackText(stack, after);
}

/** Replaces a stack's file. By rename: being killed half-way must not cost a file that is everyone's. */
export async function writeStackText(stack: string, text: string): Promise<void> {
  const temporary = `${fileOf(stack)}.${process.pid}.new`;
  await fs.writeFile(temporary, text);
  await fs.rename(temporary, fileOf(stack));
}

/** The text of a stack's file without the passphrase's salt; the same text where a secret in it needs the salt. */
export function withoutSalt(text: string): string {
  return /^\s+secure:/m.test(text) ? text : text.replace(/^encryptionsalt:.*\n?/m, "");
}

/** A text of a stack's file as it was spelt before, where it says the same still. */
export async function asSpelt(before: string, after: string): Promise<string> {
  const { configInFiles } = await import("../stacks/config/files");
  const { parse } = await import("yaml");
  const meaning = (text: string) => {
    const file = parse(text) as object;
    return JSON.stringify({ ...file, config: configInFiles(undefined, file).values });
  };
  return meaning(before) === meaning(after) ? before : after;
}

/**
 * A stack's configuration, as the program will find it, by the same rules and in the same words; values of secrets
 * stay unknown.
 *
 * @throws UserError when the stack has no file, or that lists every problem in it
 */
export async function stackConfig(stack: string): Promise<CakeConfig> {
  return configIn(stack, await stackText(stack));
}

/** As `stackConfig`, of a text for a stack's file. */
export async function configIn(stack: string, text: string): Promise<CakeConfig> {
  const own = await parsed(path.basename(fileOf(stack)), text);
  const { configInFiles } = await import("../stacks/config/files");
  const { parseConfig } = await import("../stacks/config/parse");
  const { report } = await import("../stacks/config/problems");
  const { config, problems } = parseConfig(configInFiles(await project(), own));
  if (config) return config;
  throw new UserError(report(stack, problems));
}

/** What of a stack's configuration decides where it is, and what it takes to work on it. */
export interface StackTraits {
  /** Whether it is on the local platform. */
  readonly isLocal: boolean;
  /** Whether emulated clouds stand in for real ones. */
  readonly isSimulated: boolean;
  /** Whether CockroachDB Cloud, or what emulates it, has its databases. */
  readonly hasCloudDatabase: boolean;
  /** Whether Keycloak signs its users in. */
  readonly hasKeycloak: boolean;
  /** Whether SpiceDB has its permissions. */
  readonly hasSpiceDb: boolean;
  /** Whether Knative Eventing carries its events. */
  readonly hasEventing: boolean;
  /** The cloud that its functions are in; undefined where they are in the cluster. */
  readonly cloud: Cloud | undefined;
}

/** A cloud, as its provider is called. */
export type Cloud = "aws" | "gcp";

/** Of functions, by their kind. */
const clouds: Readonly<Record<string, Cloud>> = { lambda: "aws", cloudfunctions: "gcp" };

/**
 * A stack's traits. Whatever else its file says may be wrong: what is up can come down.
 *
 * @throws UserError when the stack has no file, or the file is no YAML
 */
export async function traitsOf(stack: string): Promise<StackTraits> {
  const { configInFiles } = await import("../stacks/config/files");
  const { values } = configInFiles(
    await project(),
    await parsed(path.basename(fileOf(stack)), await stackText(stack)),
  );
  return {
    isLocal: kindIn(values["cake:cluster"]) === "local",
    isSimulated: values["cake:simulate"] === "true",
    hasCloudDatabase: kindIn(values["cake:database"]) === "cockroach",
    hasKeycloak: kindIn(values["cake:identity"]) === "keycloak",
    hasSpiceDb: kindIn(values["cake:authorization"]) === "spicedb",
    hasEventing: kindIn(values["cake:events"]) === "knative",
    cloud: clouds[String(kindIn(values["cake:functions"]))],
  };
}

function kindIn(text = ""): unknown {
  try {
    return (JSON.parse(text) as { kind?: unknown } | null)?.kind;
  } catch {
    return undefined;
  }
}

/** The text of a stack's file. @throws UserError when there is none */
export async function stackText(stack: string): Promise<string> {
  const files = await fs.readdir(root);
  const file = path.basename(fileOf(stack));
  if (files.includes(file)) return fs.readFile(fileOf(stack), "utf8");
  const known = files.flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []).sort();
  const { nearest } = await import("../stacks/config/problems");
  const near = nearest(stack, known);
  const meant = near === undefined ? "" : ` Did you mean ${near}?`;
  throw new UserError(
    `There is no stack "${stack}": ${file} does not exist. Stacks: ${known.join(", ")}.${meant}`,
  );
}

const project = async (): Promise<unknown> =>
  parsed("Pulumi.yaml", await fs.readFile(path.join(root, "Pulumi.yaml"), "utf8"));

async function parsed(file: string, content: string): Promise<unknown> {
  const { parse } = await import("yaml");
  try {
    return parse(content, { merge: true }) as unknown;
  } catch (error) {
    throw new UserError(`${file} is no YAML: ${(error as Error).message.trim()}\nCorrect the file.`);
  }
}
