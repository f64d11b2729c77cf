import * as fs from "node:fs/promises";
import * as path from "node:path";
import lockfile from "proper-lockfile";
import type { Home } from "../home";
import { heartbeat } from "./heartbeat";
import type { Report } from "./tool";

/** Another run may compile for half an hour. */
const longestWait = { retries: 7200, minTimeout: 500, maxTimeout: 500 };

/**
 * Runs `work` while no other run changes the tools. A lock whose holder died is taken over after ten seconds: its
 * holder touches it while it lives.
 */
export async function exclusively<T>(home: Home, report: Report, work: () => Promise<T>): Promise<T> {
  await fs.mkdir(home.tools, { recursive: true, mode: 0o700 });
  const lock = path.join(home.root, "tools.lock");
  const stop = heartbeat((elapsed) => report(`waiting for another run that makes tools, ${elapsed}`));
  const release = await lockfile
    .lock(home.tools, { lockfilePath: lock, stale: 10_000, update: 2_000, retries: longestWait })
    .finally(stop);
  try {
    return await work();
  } finally {
    await release();
  }
}

async function acquire(home: Home, report: Report, onCompromised: () => void): Promise<() => Promise<void>> {
  const options = {
    lockfilePath: path.join(home.root, "tools.lock"),
    stale,
    update: stale / 5,
    onCompromised,
  };
  try {
    return await lockfile.lock(home.tools, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
  }
  const pid = await fs.readFile(holderFile(home), "utf8").catch(() => "unknown");
  const waiting = `waiting for another run (pid ${pid}) that makes tools`;
  report(waiting);
  const stop = heartbeat((elapsed) => report(`${waiting}, ${elapsed}`));
  return lockfile.lock(home.tools, { ...options, retries: untilFree }).finally(stop);
}

const holderFile = (home: Home): string => path.join(home.root, "tools.pid");
