import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import type { Home } from "../../home";

/** One thing that the local platform needs of a machine. */
export interface Check {
  readonly name: string;
  readonly found: string;
  /** What is wrong and what to do; undefined when it is good. */
  readonly problem?: string;
}

/** What is asked of a machine; read once, judged by `judge`. */
export interface Facts {
  readonly platform: string;
  readonly root: boolean;
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
  /** Bytes that are free where the tools and the data lie. */
  readonly disk: number;
}

const gigabyte = 2 ** 30;
const needs = { cores: 2, memory: 3 * gigabyte, disk: 4 * gigabyte };

export async function machineChecks(home: Home): Promise<Check[]> {
  await fs.mkdir(path.dirname(home.root), { recursive: true });
  const { bavail, bsize } = await fs.statfs(path.dirname(home.root));
  return judge({
    platform: process.platform,
    root: process.getuid?.() === 0,
    cores: os.cpus().length,
    memory: os.totalmem(),
    disk: bavail * bsize,
  });
}

/** The checks for given facts. */
export function judge(facts: Facts): Check[] {
  const size = (bytes: number) => `${(bytes / gigabyte).toFixed(1)} GB`;
  const least = (name: "memory" | "disk"): Check => ({
    name,
    found: size(facts[name]),
    problem:
      facts[name] < needs[name]
        ? `at least ${size(needs[name])} are needed: free some, or use a larger machine`
        : undefined,
  });
  return [
    {
      name: "system",
      found: `${facts.platform}, ${facts.root ? "root" : "not root"}`,
      problem:
        facts.platform === "linux" && facts.root
          ? undefined
          : "the embedded platform needs Linux and root: use them, or Docker with kind, or cake:cluster kind kubeconfig",
    },
    {
      name: "cores",
      found: String(facts.cores),
      problem: facts.cores < needs.cores ? `at least ${needs.cores} are needed` : undefined,
    },
    least("memory"),
    least("disk"),
  ];
}
