import { createHash } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { homeOf } from "../../local/home";
import { fileBlob, type Blob } from "./blob";
import { run } from "./run";

/** A layer, in the form in which it is stored. */
export interface Layer {
  readonly blob: Blob;
  readonly mediaType: string;
  /** Digest of the layer unpacked. */
  readonly diffId: string;
}

/** What an image is built on. */
export interface Base {
  readonly layers: readonly Layer[];
  readonly architecture: string;
  readonly environment: Readonly<Record<string, string>>;
}

interface Descriptor {
  readonly digest: string;
  readonly mediaType: string;
}

interface Manifest {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
}

interface Config {
  readonly architecture: string;
  readonly config?: { readonly Env?: readonly string[] };
  readonly rootfs: { readonly diff_ids: readonly string[] };
}

export const tarLayer = "application/vnd.oci.image.layer.v1.tar";

/** An image without any layer yet. */
export const scratch: Base = { layers: [], architecture: "amd64", environment: {} };

/**
 * @param base a root file system as a tar file, a folder in the OCI image layout, or an image to pull
 * @throws ImageError when it is none of them, or cannot be pulled
 */
export async function readBase(base: string): Promise<Base> {
  const stat = await fs.stat(base).catch(() => undefined);
  if (stat?.isDirectory()) return readLayout(base);
  if (stat) return readRootfs(base);
  return readLayout(await pulled(base));
}

async function readRootfs(file: string): Promise<Base> {
  const blob = await fileBlob(file);
  return { ...scratch, layers: [{ blob, mediaType: tarLayer, diffId: blob.digest }] };
}

async function readLayout(folder: string): Promise<Base> {
  const read = async <T>(...parts: string[]) =>
    JSON.parse(await fs.readFile(path.join(folder, ...parts), "utf8")) as T;
  const blob = ({ digest }: Descriptor) => ["blobs", ...digest.split(":")];
  const { manifests } = await read<{ readonly manifests: readonly [Descriptor] }>("index.json");
  const manifest = await read<Manifest>(...blob(manifests[0]));
  const { architecture, config, rootfs } = await read<Config>(...blob(manifest.config));
  const layers = manifest.layers.map(async (layer, index) => ({
    blob: await fileBlob(path.join(folder, ...blob(layer))),
    mediaType: layer.mediaType,
    diffId: rootfs.diff_ids[index] ?? layer.digest,
  }));
  return { architecture, environment: variablesOf(config?.Env ?? []), layers: await Promise.all(layers) };
}

const variablesOf = (lines: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
  );

/** A reference that was pulled is not asked for again: name a version or a digest, not a tag that moves. */
async function pulled(reference: string): Promise<string> {
  const parent = path.join(homeOf().root, "images");
  const folder = path.join(parent, createHash("sha256").update(reference).digest("hex").slice(0, 16));
  if (await fs.stat(folder).catch(() => undefined)) return folder;
  await fs.mkdir(parent, { recursive: true });
  const temporary = await fs.mkdtemp(`${folder}.`);
  try {
    const args = ["pull", "--format=oci", `--platform=linux/${scratch.architecture}`, reference, temporary];
    await run(`Image ${reference}, which functions are built on, was not pulled`, "crane", args);
    // Another run may have been quicker.
    await fs.rename(temporary, folder).catch(() => fs.access(folder));
    return folder;
  } finally {
    await fs.rm(temporary, { recursive: true, force: true });
  }
}
