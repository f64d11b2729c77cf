import { createReadStream } from "node:fs";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { Readable } from "node:stream";
import * as tar from "tar-stream";

export interface Entry {
  readonly header: tar.Headers;
  readonly content: Buffer;
}

/** Entries of a tar file or of its bytes, in their order. */
export async function entriesOf(archive: string | Buffer): Promise<Entry[]> {
  const source = typeof archive === "string" ? createReadStream(archive) : Readable.from([archive]);
  const entries: Entry[] = [];
  for await (const entry of source.pipe(tar.extract())) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk);
    entries.push({ header: entry.header, content: Buffer.concat(chunks) });
  }
  return entries;
}

/** An image archive, taken apart. */
export interface Opened {
  readonly names: readonly string[];
  json(name: string): unknown;
  /** A blob by its digest. */
  blob(digest: string): Buffer;
}

export async function openArchive(file: string): Promise<Opened> {
  const entries = new Map((await entriesOf(file)).map(({ header, content }) => [header.name, content]));
  const read = (name: string) => entries.get(name)!;
  return {
    names: [...entries.keys()],
    json: (name) => JSON.parse(read(name).toString()) as unknown,
    blob: (digest) => read(`blobs/${digest.replace(":", "/")}`),
  };
}

export const temporaryFolder = (): string => fs.mkdtempSync(path.join(os.tmpdir(), "images-test-"));
