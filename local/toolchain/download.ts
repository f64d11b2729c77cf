import { createHash } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import { UserError } from "../errors";
import type { Report } from "./tool";
import { heartbeat } from "./heartbeat";

/** One file that a project publishes, with the checksum that it publishes beside it. */
export interface OfficialFile {
  readonly url: string;
  /** A file that holds the SHA-256, alone or in lines of `sha256sum` with the file's name. */
  readonly checksums: string;
  /** `binary`: installed under `name`. `tar.gz`: unpacked without its first `strip` folders. */
  readonly kind: { readonly binary: string } | { readonly strip: number };
}

/** Being without internet costs no more than this to find out. */
const probeTimeout = 2_000;

/** Replaces the origin of official addresses; the tests serve their own. */
export type Mirror = (url: string) => string;

/** Whether an official address answers. `CAKE_OFFLINE=1` says no without asking. */
export async function reachable(url: string, env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  if (env.CAKE_OFFLINE === "1") return false;
  try {
    const answer = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(probeTimeout) });
    return answer.ok;
  } catch {
    return false;
  }
}

/**
 * Downloads, verifies and unpacks a file.
 *
 * @throws UserError when the file does not have the published checksum: nothing is installed then
 */
export async function download(file: OfficialFile, target: string, mirror: Mirror, report: Report): Promise<void> {
  const stop = heartbeat((elapsed) => report(`downloading ${path.posix.basename(file.url)}, ${elapsed}`));
  try {
    const [content, published] = await Promise.all([get(mirror(file.url)), get(mirror(file.checksums))]);
    verify(file, content, published.toString("utf8"));
    if ("binary" in file.kind) {
      await fs.writeFile(path.join(target, file.kind.binary), content, { mode: 0o755 });
    } else {
      await execa("tar", ["-xz", "-C", target, `--strip-components=${file.kind.strip}`], { input: content });
    }
  } finally {
    stop();
  }
}

async function get(url: string): Promise<Buffer> {
  const answer = await fetch(url);
  if (!answer.ok) throw new UserError(`${url} answered ${answer.status}. Try again, or set CAKE_OFFLINE=1 to compile instead.`);
  return Buffer.from(await answer.arrayBuffer());
}

function verify(file: OfficialFile, content: Buffer, published: string): void {
  const name = path.posix.basename(file.url);
  const lines = published.split("\n").filter((line) => line.trim() !== "");
  const line = lines.length === 1 ? lines[0] : lines.find((each) => each.trim().endsWith(name));
  const expected = line?.trim().split(/\s+/)[0]?.toLowerCase();
  const found = createHash("sha256").update(content).digest("hex");
  if (found === expected) return;
  throw new UserError(
    `${file.url} has the SHA-256 ${found}, but ${file.checksums} says ${expected ?? "nothing of it"}. ` +
      "It was not installed. Find out who changed it before trying again.",
  );
}
