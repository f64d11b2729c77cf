import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { finished, pipeline } from "node:stream/promises";
import * as tar from "tar-stream";

/** A file of an image's own layer. */
export interface ImageFile {
  /** Absolute path in the image. */
  readonly path: string;
  readonly content: Buffer | string;
  /** @default 0o644 */
  readonly mode?: number;
}

export interface ImageSpec {
  /** Repository, without a tag: `dev.local/hello`. */
  readonly name: string;
  /** @default – the first 12 digits of the image's own digest */
  readonly tag?: string;
  /** A root file system as a tar file, the layer below. @default – none: the files must do without one */
  readonly base?: string;
  readonly files: readonly ImageFile[];
  readonly entrypoint: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** @default "65532:65532", the user `nonroot` of distroless images */
  readonly user?: string;
}

/** An image in a file, in the OCI layout that containerd, kind and crane read. */
export interface BuiltImage {
  /** `name:tag`. */
  readonly reference: string;
  readonly file: string;
}

interface Blob {
  readonly digest: string;
  readonly size: number;
  readonly content: Buffer | { readonly file: string };
}

/**
 * Writes an image into a folder. The same input gives the same bytes, so the same reference: an image that is there
 * need not be made again.
 */
export async function writeImage(spec: ImageSpec, folder: string): Promise<BuiltImage> {
  const layers = [...(spec.base ? [await fileBlob(spec.base)] : []), dataBlob(await layerOf(spec.files))];
  const config = dataBlob(configOf(spec, layers));
  const manifest = dataBlob(manifestOf(config, layers));
  const reference = `${spec.name}:${spec.tag ?? config.digest.slice(0, 12)}`;
  await fs.mkdir(folder, { recursive: true });
  const file = path.join(folder, `${reference.replaceAll(/[/:]/g, "-")}-${manifest.digest.slice(0, 12)}.tar`);
  const exists = await fs.access(file).then(
    () => true,
    () => false,
  );
  if (!exists) await writeLayout(file, reference, [...layers, config], manifest);
  return { reference, file };
}

async function writeLayout(file: string, reference: string, blobs: readonly Blob[], manifest: Blob): Promise<void> {
  const temporary = `${file}.${process.pid}.new`;
  const pack = tar.pack();
  const written = pipeline(pack, createWriteStream(temporary));
  for (const blob of [...blobs, manifest]) await addBlob(pack, blob);
  pack.entry({ name: "oci-layout", ...plain }, JSON.stringify({ imageLayoutVersion: "1.0.0" }));
  pack.entry({ name: "index.json", ...plain }, JSON.stringify(indexOf(reference, manifest)));
  pack.finalize();
  await written;
  await fs.rename(temporary, file);
}

/** What makes tar entries the same at every run. */
const plain = { mode: 0o644, mtime: new Date(0), uid: 0, gid: 0 };

async function addBlob(pack: tar.Pack, blob: Blob): Promise<void> {
  const header = { name: `blobs/sha256/${blob.digest}`, size: blob.size, ...plain };
  if (Buffer.isBuffer(blob.content)) {
    pack.entry(header, blob.content);
    return;
  }
  const entry = pack.entry(header);
  createReadStream(blob.content.file).pipe(entry);
  await finished(entry);
}

async function layerOf(files: readonly ImageFile[]): Promise<Buffer> {
  const pack = tar.pack();
  const folders = new Set(files.flatMap((file) => parentsOf(file.path)));
  for (const name of [...folders].sort()) pack.entry({ name, type: "directory", ...plain, mode: 0o755 });
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    pack.entry({ name: file.path.slice(1), ...plain, mode: file.mode ?? plain.mode }, file.content);
  }
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function parentsOf(file: string): string[] {
  const parts = file.split("/").slice(1, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
}

function configOf(spec: ImageSpec, layers: readonly Blob[]): string {
  const environment = { PATH: "/usr/local/bin:/usr/bin:/bin", ...spec.environment };
  return JSON.stringify({
    architecture: "amd64",
    os: "linux",
    config: {
      User: spec.user ?? "65532:65532",
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      Entrypoint: spec.entrypoint,
      WorkingDir: "/",
    },
    rootfs: { type: "layers", diff_ids: layers.map((layer) => `sha256:${layer.digest}`) },
  });
}

function manifestOf(config: Blob, layers: readonly Blob[]): string {
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.manifest.v1+json",
    config: descriptor("application/vnd.oci.image.config.v1+json", config),
    layers: layers.map((layer) => descriptor("application/vnd.oci.image.layer.v1.tar", layer)),
  });
}

function indexOf(reference: string, manifest: Blob) {
  const annotations = {
    "io.containerd.image.name": reference,
    "org.opencontainers.image.ref.name": reference.split(":").at(-1),
  };
  const image = { ...descriptor("application/vnd.oci.image.manifest.v1+json", manifest), annotations };
  return { schemaVersion: 2, mediaType: "application/vnd.oci.image.index.v1+json", manifests: [image] };
}

const descriptor = (mediaType: string, blob: Blob) => ({
  mediaType,
  digest: `sha256:${blob.digest}`,
  size: blob.size,
});

function dataBlob(data: Buffer | string): Blob {
  const content = Buffer.from(data);
  return { digest: createHash("sha256").update(content).digest("hex"), size: content.length, content };
}

/** The digest of a large file is kept beside it: a base of 140 MB would cost a quarter of a second each time. */
async function fileBlob(file: string): Promise<Blob> {
  const { size, mtimeMs } = await fs.stat(file);
  const note = `${file}.sha256`;
  const kept = await fs.readFile(note, "utf8").catch(() => "");
  const [digest, stamp] = kept.split(" ");
  if (digest && stamp === `${size}-${mtimeMs}`) return { digest, size, content: { file } };
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  const fresh = hash.digest("hex");
  await fs.writeFile(note, `${fresh} ${size}-${mtimeMs}`);
  return { digest: fresh, size, content: { file } };
}
