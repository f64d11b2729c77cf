import { createReadStream } from "node:fs";
import * as fs from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as tar from "tar-stream";
import { streamBlob, type Blob } from "./blob";

/** A file of an image's own layer. */
export interface ImageFile {
  /** Absolute path in the image. */
  readonly path: string;
  /** Bytes, or a file on this machine, which is never kept in memory. */
  readonly content: Buffer | string | { readonly file: string };
  /** @default 0o644 */
  readonly mode?: number;
}

/** What makes tar entries the same at every run. */
export const plain = { mode: 0o644, mtime: new Date(0), uid: 0, gid: 0 };

/** A layer with these files and the folders above them, owned by root: the same bytes for the same files. */
export async function layerOf(files: readonly ImageFile[]): Promise<Blob> {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const folders = [...new Set(sorted.flatMap((file) => parentsOf(file.path)))].sort();
  return streamBlob(() => packed(folders, sorted));
}

function packed(folders: readonly string[], files: readonly ImageFile[]): Readable {
  const pack = tar.pack();
  const fill = async () => {
    for (const name of folders) pack.entry({ name, type: "directory", ...plain, mode: 0o755 });
    for (const file of files) await addFile(pack, file);
    pack.finalize();
  };
  fill().catch((error: Error) => pack.destroy(error));
  return pack;
}

async function addFile(pack: tar.Pack, { path, content, mode }: ImageFile): Promise<void> {
  const header = { ...plain, name: path.slice(1), mode: mode ?? plain.mode };
  if (typeof content === "string" || Buffer.isBuffer(content)) {
    pack.entry(header, content);
    return;
  }
  const { size } = await fs.stat(content.file);
  await pipeline(createReadStream(content.file), pack.entry({ ...header, size }));
}

function parentsOf(file: string): string[] {
  const parts = file.split("/").slice(1, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}
