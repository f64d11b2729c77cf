import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import { createInterface } from "node:readline";

/** What a run printed before it ended, or was killed. */
export interface Killed {
  readonly lines: readonly string[];
  /** Whether it was killed: it may have ended before. */
  readonly killed: boolean;
}

/**
 * Reads what a run prints, and kills at a point of it.
 *
 * @param at number of the line, from 1, among those that match
 * @param kill is called once, as soon as the line is there
 */
export async function killedAt(
  child: ChildProcess,
  matching: RegExp,
  at: number,
  kill: (child: ChildProcess) => unknown = () => child.kill("SIGKILL"),
): Promise<Killed> {
  const ended = once(child, "close");
  const lines: string[] = [];
  let killed = false;
  for await (const line of createInterface({ input: child.stdout! })) {
    if (matching.test(line)) lines.push(line);
    if (lines.length < at || killed) continue;
    killed = true;
    await kill(child);
  }
  await ended;
  return { lines, killed };
}

/** Processes that have a variable in their environment. */
export async function processesWith(name: string, value: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await fs.readdir("/proc")).filter((entry) => /^\d+$/.test(entry))) {
    const read = (file: string) => fs.readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
    if (!(await read("environ")).split("\0").includes(`${name}=${value}`)) continue;
    found.push(`${pid} ${(await read("cmdline")).replaceAll("\0", " ")}`);
  }
  return found;
}
