import * as fs from "node:fs";
import execa from "execa";
import { cake, type CakeRun } from "../support/cake";

/** The instance that is measured: never a developer's own. */
export const instance = "benchmark";

/** Runs `cake` on it. @throws Error with all that was printed when it fails */
export async function succeed(...args: string[]): Promise<string> {
  return textOf(args, await cake(instance, ...args));
}

/** What a run printed. @throws Error with all of it when it failed */
export function textOf(args: readonly string[], { code, text }: CakeRun): string {
  if (code !== 0) throw new Error(`cake ${args.join(" ")} ended with exit code ${code}:\n${text}`);
  return text;
}

/** @throws Error when an update said that it changed something */
export function expectNoChanges(text: string): void {
  if (!/Stack \w+: 0 changes/.test(text)) throw new Error(`something changed:\n${text}`);
}

export async function kubectl(env: Record<string, string>, ...args: string[]): Promise<string> {
  return (await execa("kubectl", args, { env })).stdout;
}

/** The process above all others of the instance. */
export const nodePid = (): number => Number(fs.readFileSync(`/run/cakestack/${instance}/pid`, "utf8"));
