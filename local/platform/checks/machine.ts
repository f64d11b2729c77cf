import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import type { Home } from "../../home";
import { describeMachine, otherMachine, platformKind, thisMachine, type Machine } from "../machine";
import type { Check } from "./check";

/** What is asked of a machine; read once, judged by `judge`. */
export interface Facts extends Machine {
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
  /** Bytes that are free where the tools and the data lie. */
  readonly disk: number;
  /** How much of the compiling of tools is ahead: 0 is none, 1 is all of it. */
  readonly compiling: number;
}

const gigabyte = 2 ** 30;
/** A machine that is sold with 4 GB has a little less. */
const needs = { cores: 2, memory: 3.5 * gigabyte, disk: 2 * gigabyte };
/** What compiling every tool takes on top, until it is done. */
const compiling = 15 * gigabyte;

export async function machineChecks(home: Home): Promise<Check[]> {
  const { bavail, bsize } = await fs.statfs(await existing(home.root));
  const disk = bavail * bsize;
  // Finding out takes a moment, and is worth it only where the disk may be too small.
  const isEnough = disk >= needs.disk + compiling;
  return judge({
    ...(await thisMachine()),
    cores: os.cpus().length,
    memory: os.totalmem(),
    disk,
    compiling: isEnough ? 0 : await (await import("../../toolchain")).compilingAhead(home),
  });
}

/** The folder itself, or the nearest one above it that is there: a check makes nothing. */
async function existing(folder: string): Promise<string> {
  const isThere = await fs.access(folder).then(
    () => true,
    () => false,
  );
  return isThere ? folder : existing(path.dirname(folder));
}

/** The checks for given facts. */
export function judge(facts: Facts): Check[] {
  return [
    {
      name: "system",
      found: describeMachine(facts),
      problem:
        platformKind(facts) === undefined ? `no local platform can run here: ${otherMachine}` : undefined,
    },
    {
      name: "cores",
      found: String(facts.cores),
      problem:
        facts.cores < needs.cores ? `at least ${needs.cores} are needed: use a larger machine` : undefined,
    },
    {
      name: "memory",
      found: size(facts.memory),
      problem:
        facts.memory < needs.memory
          ? `at least ${size(needs.memory)} are needed: use a larger machine`
          : undefined,
    },
    diskCheck(facts),
  ];
}

function diskCheck(facts: Facts): Check {
  const needed = needs.disk + facts.compiling * compiling;
  const why = facts.compiling > 0 ? " while tools are compiled" : "";
  return {
    name: "disk",
    found: size(facts.disk),
    problem:
      facts.disk < needed
        ? `at least ${size(needed)} are needed${why}: free some, or set CAKE_HOME to a folder on a larger disk`
        : undefined,
  };
}

const size = (bytes: number): string => `${(bytes / gigabyte).toFixed(1)} GB`;
