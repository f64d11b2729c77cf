import * as fs from "node:fs/promises";
import * as path from "node:path";
import lockfile from "proper-lockfile";
import { UserError } from "../errors";
import type { Home } from "../home";
import { heartbeat } from "./heartbeat";
import type { Report } from "./tool";

/** A holder touches its lock five times in this span while it lives; then the lock counts as left behind. */
const stale = 10_000;

/** Another run may compile for half an hour. */
const untilFree = { retries: 7200, minTimeout: 500, maxTimeout: 500 };

/**
 * Runs `work` while no other run changes the tools. The lock of a run that died is taken over within ten seconds.
 *
 * @param work gets what to abort it with: the lock is lost when this machine was suspended and another run took over
 */
export async function exclusively<T>(
  home: Home,
  report: Report,
  work: (abort: AbortController) => Promise<T>,
): Promise<T> {
  await fs.mkdir(home.tools, { recursive: true, mode: 0o700 });
  const abort = new AbortController();
  const release = await acquire(home, report, () =>
    abort.abort(new UserError("Another run took over the tools while this one was suspended. Run it again.")),
  );
  const holder = holderFile(home);
  try {
    await fs.writeFile(holder, String(process.pid));
    return await work(abort);
  } finally {
    await fs.rm(holder, { force: true });
    if (!abort.signal.aborted) await release();
    else await release().catch(() => undefined);
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
