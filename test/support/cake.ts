import { readFileSync } from "node:fs";
import * as path from "node:path";
import execa from "execa";

/** What a run of the `cake` command left. */
export interface CakeRun {
  readonly code: number;
  /** Both outputs, as a person would read them. */
  readonly text: string;
}

export const program = path.resolve(__dirname, "../../cli/cake.js");

/** Runs `cake` on an instance; waits as long as it takes, and never answers a question. */
export async function cake(instance: string, ...args: string[]): Promise<CakeRun> {
  const env = { CAKE_INSTANCE: instance };
  const run = await execa("node", [program, ...args], { env, reject: false, all: true, stdin: "ignore" });
  return { code: run.exitCode, text: run.all ?? "" };
}

/** The environment in which plain pulumi and kubectl work on a stack of an instance. */
export async function environmentOf(instance: string, stack = "core"): Promise<Record<string, string>> {
  const { text } = await cake(instance, "env", stack);
  const lines = text.split("\n").flatMap((line) => {
    const [, name, value, file] = /^export ([A-Z_]+)=(?:'(.*)'|"\$\(cat '(.*)'\)")$/.exec(line) ?? [];
    const known = file === undefined ? value : readFileSync(file, "utf8").trim();
    return name === undefined || known === undefined ? [] : [[name, known]];
  });
  return Object.fromEntries(lines) as Record<string, string>;
}
