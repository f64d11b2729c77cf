import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "../../local/errors";
import type { Report } from "../../local/toolchain/tool";

/** An engine at work, as its lock names it. */
interface Holder {
  readonly pid: number;
  readonly hostname: string;
  readonly timestamp: string;
}

/** Longer than any update of ours: what still holds a lock then hangs. */
const patience = 15 * 60_000;
const pollInterval = 250;

/**
 * Waits until no engine works on a stack, and removes the locks of engines that died.
 *
 * @param folder where the file backend keeps the stack's locks; named as the stack
 * @throws UserError when an engine on another machine holds one, or one on this machine for too long
 */
export async function untilUnlocked(folder: string, report: Report, limit = patience): Promise<void> {
  const told = new Set<number>();
  for (const deadline = Date.now() + limit; ; await wait(pollInterval)) {
    const { holders, left } = await locksIn(folder);
    if (left.length > 0) report("removed the lock of a run that died");
    await Promise.all(left.map((file) => fs.rm(file, { force: true })));
    const [holder] = holders;
    if (!holder) return;
    if (holder.hostname !== os.hostname() || Date.now() > deadline)
      throw new UserError(lockedBy(holder, path.basename(folder)));
    if (!told.has(holder.pid))
      report(
        `waiting for another run on this stack: pulumi, process ${holder.pid}. To end it: kill -INT ${holder.pid}`,
      );
    told.add(holder.pid);
  }
}

function lockedBy({ pid, hostname, timestamp }: Holder, stack: string): string {
  const here = hostname === os.hostname();
  const engine = `pulumi (process ${pid}${here ? "" : ` on machine ${hostname}`})`;
  const remedy = here
    ? `or end it: kill -INT ${pid}`
    : `or, when it cannot be running any more: eval "$(npx cake env)" && pulumi cancel --yes --stack ${stack}`;
  return `Stack ${stack} is locked: ${engine} works on it since ${timestamp}. Wait until it has ended, ${remedy}.`;
}

/** @returns who holds a lock, and the files that are left of others */
async function locksIn(folder: string): Promise<{ holders: Holder[]; left: string[] }> {
  const names = await fs.readdir(folder).catch(() => []);
  const holders: Holder[] = [];
  const left: string[] = [];
  for (const id of new Set(names.map(idOf))) {
    const holder = await holderOf(path.join(folder, `${id}.json`));
    if (holder && (holder.hostname !== os.hostname() || (await isEngine(holder.pid)))) holders.push(holder);
    else left.push(...names.filter((name) => idOf(name) === id).map((name) => path.join(folder, name)));
  }
  return { holders, left };
}

/** Beside `<id>.json` there may be what an engine left that was killed while it wrote that. */
const idOf = (name: string): string => name.split(".")[0] ?? "";

/** @returns undefined when the file is not there, or not whole: it is written by rename, so its writer is gone */
async function holderOf(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await fs.readFile(file, "utf8")) as Holder;
  } catch {
    return undefined;
  }
}

/** Whether a process number is an engine's, and not another program's to which it was given since. */
async function isEngine(pid: number): Promise<boolean> {
  if (process.platform === "linux") {
    // Of a process that ended and was not waited for, nothing can be read.
    const program = await fs.readlink(`/proc/${pid}/exe`).catch(() => "");
    return path.basename(program).startsWith("pulumi");
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
