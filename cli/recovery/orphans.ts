import * as fs from "node:fs/promises";
import * as path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** Programs that an engine starts: plugins, and the one that runs a program in TypeScript. */
const ofAnEngine = /^pulumi-(resource|language|analyzer)-/;
const programRunner = /@pulumi\/pulumi\/cmd\/run/;
/** The kernel takes a moment to end what was killed. */
const patience = 10_000;
const pollInterval = 20;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: readonly string[];
}

/**
 * Ends what an engine that was killed left running on a backend. A provider notices within minutes only, and goes on
 * creating until then: what it makes would come after everyone has looked. Sees processes on Linux only; elsewhere
 * nothing is ended.
 *
 * @returns how many there were
 */
export async function endOrphans(backend: string): Promise<number> {
  const all = await processes();
  const orphans: number[] = [];
  for (const { pid, command } of all.values()) {
    if (!isOfAnEngine(command) || hasEngine(pid, all)) continue;
    const environment = await read(pid, "environ");
    if (environment.includes(`PULUMI_BACKEND_URL=${backend}`)) orphans.push(pid);
  }
  for (const pid of orphans) kill(pid);
  for (const deadline = Date.now() + patience; Date.now() < deadline; await wait(pollInterval)) {
    const left = await Promise.all(orphans.map((pid) => read(pid, "cmdline")));
    if (left.flat().length === 0) break;
  }
  return orphans.length;
}

function isOfAnEngine(command: readonly string[]): boolean {
  // The second is the program, where the first is what interprets it.
  return command
    .slice(0, 2)
    .some((argument) => ofAnEngine.test(path.basename(argument)) || programRunner.test(argument));
}

function hasEngine(pid: number, all: ReadonlyMap<number, Process>): boolean {
  for (let at = all.get(pid); at; at = all.get(at.parent)) {
    if (path.basename(at.command[0] ?? "") === "pulumi") return true;
  }
  return false;
}

async function processes(): Promise<Map<number, Process>> {
  const names = await fs.readdir("/proc").catch(() => []);
  const all = new Map<number, Process>();
  for (const pid of names.map(Number).filter((number) => number > 0)) {
    const parent = /^PPid:\t(\d+)/m.exec((await read(pid, "status")).join());
    all.set(pid, { pid, parent: Number(parent?.[1]), command: await read(pid, "cmdline") });
  }
  return all;
}

/** The entries of a process's file; none when it has ended or is another user's. */
async function read(pid: number, file: "cmdline" | "environ" | "status"): Promise<string[]> {
  const text = await fs.readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "");
  return text.split("\0").filter((entry) => entry !== "");
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
