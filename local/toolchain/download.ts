import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import execa from "execa";
import { UserError } from "../errors";
import { heartbeat } from "./heartbeat";
import type { Report } from "./tool";

/** One file that a project publishes, with the checksum that it publishes beside it. */
export interface OfficialFile {
  readonly url: string;
  /** A file that holds the SHA-256, alone or in lines of `sha256sum` with the file's name. */
  readonly checksums: string;
  /** `binary`: installed under that name. `strip`: a tar.gz, unpacked without its first folders. */
  readonly kind: { readonly binary: string } | { readonly strip: number };
}

/**
 * A file of a release on GitHub.
 *
 * @param checksums name of the file beside it with its SHA-256
 */
export function onGitHub(folder: string, file: string, checksums = `${file}.sha256`): OfficialFile {
  const base = `https://github.com/${folder}`;
  return { url: `${base}/${file}`, checksums: `${base}/${checksums}`, kind: { strip: 0 } };
}

/** Gives the address that is asked in place of an official one: the tests serve their own files. */
export type Mirror = (url: string) => string;

/** The file could not be had: the tool can still be compiled. */
export class DownloadFailed extends Error {}

/** Being without internet costs no more than this to find out. */
const probeTimeout = 2_000;

/** Fetches official files. */
export class Downloader {
  /**
   * @param signal ends what is under way
   * @param patience milliseconds without a byte after which a download has failed
   */
  constructor(
    private readonly mirror: Mirror,
    private readonly signal: AbortSignal,
    private readonly patience = 30_000,
  ) {}

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

async function verify(file: OfficialFile, content: string, published: string): Promise<void> {
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
    `${file.url} has the SHA-256 ${hash}, but ${file.checksums} says ${line?.[0] ?? "nothing of it"}. ` +
      "It was not installed. Try again, and if it stays so, find out who changed it; CAKE_OFFLINE=1 compiles it instead.",
  );
}
