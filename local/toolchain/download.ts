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

  /** Whether an official address answers. */
  async reaches(url: string): Promise<boolean> {
    try {
      return (await fetch(this.mirror(url), { method: "HEAD", signal: AbortSignal.timeout(probeTimeout) }))
        .ok;
    } catch {
      return false;
    }
  }

  /**
   * Downloads, verifies and unpacks a file into a folder.
   *
   * @throws DownloadFailed when it cannot be had whole
   * @throws UserError when it does not have the published checksum: nothing of it is installed then
   */
  async download(file: OfficialFile, target: string, report: Report): Promise<void> {
    const name = path.posix.basename(file.url);
    const temporary = path.join(target, `${name}.download`);
    report(`downloading ${name}`);
    const stop = heartbeat((elapsed) => report(`downloading ${name}, ${elapsed}`));
    try {
      const published = await this.fetch(file.checksums, (body) => new Response(body).text());
      await this.fetch(file.url, (body) => pipeline(Readable.fromWeb(body), createWriteStream(temporary)));
      await verify(file, temporary, published);
      if ("binary" in file.kind) {
        await fs.chmod(temporary, 0o755);
        await fs.rename(temporary, path.join(target, file.kind.binary));
      } else {
        await execa("tar", ["-xzf", temporary, "-C", target, `--strip-components=${file.kind.strip}`]);
      }
    } finally {
      stop();
      await fs.rm(temporary, { force: true });
    }
  }

  private async fetch<T>(url: string, consume: (body: ReadableStream<Uint8Array>) => Promise<T>): Promise<T> {
    const stalled = new AbortController();
    const patience = setTimeout(
      () => stalled.abort(new Error(`silent for ${this.patience / 1000} s`)),
      this.patience,
    );
    try {
      const signal = AbortSignal.any([this.signal, stalled.signal]);
      const answer = await fetch(this.mirror(url), { signal });
      if (!answer.ok || !answer.body) throw new Error(`status ${answer.status}`);
      const watch = new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, controller) => {
          patience.refresh();
          controller.enqueue(chunk);
        },
      });
      return await consume(answer.body.pipeThrough<Uint8Array>(watch, { signal }));
    } catch (error) {
      this.signal.throwIfAborted();
      const { message, cause } = error as Error;
      throw new DownloadFailed(
        `${url} could not be downloaded (${cause instanceof Error ? cause.message : message})`,
      );
    } finally {
      clearTimeout(patience);
    }
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
  const lines = published
    .split("\n")
    .flatMap((line) => (line.trim() === "" ? [] : [line.trim().split(/\s+\*?/)]));
  const line = lines.length === 1 ? lines[0] : lines.find((each) => each[1] === name);
  const hash = createHash("sha256")
    .update(await fs.readFile(content))
    .digest("hex");
  if (line?.[0]?.toLowerCase() === hash) return;
  throw new UserError(
    `${file.url} has the SHA-256 ${found}, but ${file.checksums} says ${expected ?? "nothing of it"}. ` +
      "It was not installed. Find out who changed it before trying again.",
  );
}
