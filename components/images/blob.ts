import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import * as fs from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Bytes of an image under their digest; large ones stay on disk until they are written. */
export interface Blob {
  /** `sha256:` and 64 digits. */
  readonly digest: string;
  /** In bytes. */
  readonly size: number;
  /** A new stream of the bytes. */
  open(): Readable;
}

export function dataBlob(data: Buffer | string): Blob {
  const bytes = Buffer.from(data);
  const digest = `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
  return { digest, size: bytes.length, open: () => Readable.from([bytes]) };
}

/** @param open gives the same bytes each time */
export async function streamBlob(open: () => Readable): Promise<Blob> {
  const hash = createHash("sha256");
  let size = 0;
  await pipeline(open(), async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) {
      size += chunk.length;
      hash.update(chunk);
    }
  });
  return { digest: `sha256:${hash.digest("hex")}`, size, open };
}

/** A file, whose digest is kept beside it: reading a base of 140 MB at each preview would be felt. */
export async function fileBlob(file: string): Promise<Blob> {
  const { size, mtimeMs } = await fs.stat(file);
  const open = () => createReadStream(file);
  const stamp = `${size}-${mtimeMs}`;
  const note = `${file}.digest`;
  const [digest, noted] = (await fs.readFile(note, "utf8").catch(() => "")).split(" ");
  if (digest && noted === stamp) return { digest, size, open };
  const blob = await streamBlob(open);
  // Where nothing may be written, the digest is worked out each time.
  await fs.writeFile(note, `${blob.digest} ${stamp}`).catch(() => undefined);
  return blob;
}
