import * as fs from "node:fs";

/** What a tree of processes uses. */
export interface Usage {
  /** Bytes: shared pages counted once, each sharer with its part. */
  readonly memory: number;
  /** Processor time so far, in milliseconds. */
  readonly processor: number;
}

/** Of Linux on every architecture that Node runs on. */
const ticksPerSecond = 100;

/** What a process and everything below it uses. */
export function usageOf(root: number): Usage {
  const pids = treeOf(root);
  return {
    memory: pids.reduce((sum, pid) => sum + memoryOf(pid), 0),
    processor: pids.reduce((sum, pid) => sum + processorOf(pid), 0),
  };
}

function treeOf(root: number): number[] {
  const pids = fs
    .readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(pids.map((pid) => [pid, Number(statOf(pid)[1] ?? 0)]));
  const isBelow = (pid: number): boolean => pid === root || (pid > 1 && isBelow(parents.get(pid) ?? 0));
  return pids.filter(isBelow);
}

/** Fields of /proc/<pid>/stat from the third on; the second, a name, may hold anything. */
function statOf(pid: number): string[] {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function memoryOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
}

/** Own time, and that of children that have ended. */
function processorOf(pid: number): number {
  const ticks = statOf(pid)
    .slice(11, 15)
    .reduce((sum, field) => sum + Number(field), 0);
  return (ticks / ticksPerSecond) * 1000;
}

/** Empty for a process that has ended meanwhile. */
function read(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
