import { createWriteStream } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { pipeline } from "node:stream/promises";
import * as tar from "tar-stream";
import { readBase, scratch, tarLayer, type Base, type Layer } from "./base";
import { dataBlob, type Blob } from "./blob";
import { layerOf, plain, type ImageFile } from "./layer";

export type { ImageFile } from "./layer";

export interface ImageSpec {
  /** Repository, without a tag: `dev.local/hello`. */
  readonly name: string;
  /** @default – the first 12 digits of the image's own digest */
  readonly tag?: string;
  /**
   * A root file system as a tar file, a folder in the OCI image layout, or an image to pull.
   * @default – none: the files must do without one
   */
  readonly base?: string;
  readonly files: readonly ImageFile[];
  readonly entrypoint: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** @default "65532:65532", the user `nonroot` of distroless images */
  readonly user?: string;
  /** @default "/" */
  readonly workingDirectory?: string;
  /** TCP port that it listens on. @default – none is declared */
  readonly port?: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** An image that is fully known and written nowhere yet. */
export interface Image {
  /** `name:tag`. */
  readonly reference: string;
  readonly manifest: Blob;
  readonly config: Blob;
  /** Lowest first; the last one holds the image's own files. */
  readonly layers: readonly Layer[];
}

/** An image in a file. */
export interface BuiltImage {
  /** `name:tag`. */
  readonly reference: string;
  readonly file: string;
}

const manifestType = "application/vnd.oci.image.manifest.v1+json";
const configType = "application/vnd.oci.image.config.v1+json";

/**
 * Works out an image. The same input gives the same bytes, so the same tag: an image that a store has under its
 * reference need not be made again.
 *
 * @throws ImageError when the base is not there
 */
export async function imageOf(spec: ImageSpec): Promise<Image> {
  const base = spec.base === undefined ? scratch : await readBase(spec.base);
  const own = await layerOf(spec.files);
  const layers = [...base.layers, { blob: own, mediaType: tarLayer, diffId: own.digest }];
  const config = dataBlob(JSON.stringify(configOf(spec, base, layers)));
  const manifest = dataBlob(JSON.stringify(manifestOf(config, layers)));
  return { reference: `${spec.name}:${spec.tag ?? hexOf(manifest).slice(0, 12)}`, manifest, config, layers };
}

/** Writes an image into a folder, unless it is there. */
export async function writeImage(spec: ImageSpec, folder: string): Promise<BuiltImage> {
  const image = await imageOf(spec);
  const name = `${image.reference.replaceAll(/[/:]/g, "-")}-${hexOf(image.manifest).slice(0, 12)}.tar`;
  const file = path.join(folder, name);
  await fs.mkdir(folder, { recursive: true });
  if (!(await fs.stat(file).catch(() => undefined))) await writeArchive(image, file);
  return { reference: image.reference, file };
}

/**
 * Writes a tar file in the OCI image layout, as containerd and kind import it.
 *
 * @param omitted digests of layers that the store has already
 */
export async function writeArchive(
  image: Image,
  file: string,
  omitted: ReadonlySet<string> = new Set(),
): Promise<void> {
  const temporary = `${file}.${process.pid}.new`;
  const pack = tar.pack();
  const written = pipeline(pack, createWriteStream(temporary));
  const fill = async () => {
    for (const { name, blob } of partsOf(image)) {
      if (omitted.has(blob.digest)) continue;
      await pipeline(blob.open(), pack.entry({ ...plain, name, size: blob.size }));
    }
    pack.finalize();
  };
  try {
    await Promise.all([written, fill().catch((error: Error) => pack.destroy(error))]);
    await fs.rename(temporary, file);
  } finally {
    await fs.rm(temporary, { force: true });
  }
}

/** Writes a folder in the OCI image layout, as crane pushes it: with the media type that each layer has. */
export async function writeLayout(image: Image, folder: string): Promise<void> {
  for (const { name, blob } of partsOf(image)) {
    const file = path.join(folder, name);
    await fs.mkdir(path.dirname(file), { recursive: true });
    await pipeline(blob.open(), createWriteStream(file));
  }
}

/** The files of the layout. */
function partsOf(image: Image): { readonly name: string; readonly blob: Blob }[] {
  const blobs = [...image.layers.map((layer) => layer.blob), image.config, image.manifest];
  return [
    ...blobs.map((blob) => ({ name: `blobs/sha256/${hexOf(blob)}`, blob })),
    { name: "oci-layout", blob: dataBlob(JSON.stringify({ imageLayoutVersion: "1.0.0" })) },
    { name: "index.json", blob: dataBlob(JSON.stringify(indexOf(image))) },
  ];
}

function configOf(spec: ImageSpec, base: Base, layers: readonly Layer[]) {
  const environment = { PATH: "/usr/local/bin:/usr/bin:/bin", ...base.environment, ...spec.environment };
  return {
    architecture: base.architecture,
    os: "linux",
    config: {
      User: spec.user ?? "65532:65532",
      ...(spec.port !== undefined && { ExposedPorts: { [`${spec.port}/tcp`]: {} } }),
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      Entrypoint: spec.entrypoint,
      WorkingDir: spec.workingDirectory ?? "/",
      ...(spec.labels && { Labels: spec.labels }),
    },
    rootfs: { type: "layers", diff_ids: layers.map((layer) => layer.diffId) },
  };
}

const manifestOf = (config: Blob, layers: readonly Layer[]) => ({
  schemaVersion: 2,
  mediaType: manifestType,
  config: descriptor(configType, config),
  layers: layers.map((layer) => descriptor(layer.mediaType, layer.blob)),
});

const indexOf = ({ reference, manifest }: Image) => ({
  schemaVersion: 2,
  mediaType: "application/vnd.oci.image.index.v1+json",
  manifests: [
    {
      ...descriptor(manifestType, manifest),
      annotations: {
        // containerd takes the whole reference from its own annotation; the standard one holds the tag.
        "io.containerd.image.name": reference,
        "org.opencontainers.image.ref.name": reference.slice(reference.lastIndexOf(":") + 1),
      },
    },
  ],
});

const descriptor = (mediaType: string, { digest, size }: Blob) => ({ mediaType, digest, size });

const hexOf = (blob: Blob): string => blob.digest.slice("sha256:".length);
