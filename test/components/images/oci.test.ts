import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import {
  imageOf,
  writeArchive,
  writeImage,
  writeLayout,
  type ImageSpec,
} from "../../../components/images/oci";
import { entriesOf, openArchive, temporaryFolder } from "./archive";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const files = [
  { path: "/usr/bin/tool", content: "tool", mode: 0o755 },
  { path: "/app/index.js", content: "code" },
];
const spec: ImageSpec = { name: "dev.local/hello", files, entrypoint: ["node", "/app/index.js"] };

interface Index {
  readonly manifests: readonly { readonly digest: string; readonly annotations: object }[];
}
interface Manifest {
  readonly config: { readonly digest: string };
  readonly layers: readonly { readonly digest: string; readonly size: number; readonly mediaType: string }[];
}

async function opened(image: ImageSpec) {
  const { reference, file } = await writeImage(image, folder);
  const archive = await openArchive(file);
  const index = archive.json("index.json") as Index;
  const manifest = JSON.parse(archive.blob(index.manifests[0]!.digest).toString()) as Manifest;
  const config = JSON.parse(archive.blob(manifest.config.digest).toString()) as {
    config: object;
    rootfs: object;
  };
  return { reference, file, archive, index, manifest, config };
}

test("each blob lies under the digest of its bytes", async () => {
  const { file } = await opened(spec);
  const blobs = (await entriesOf(file)).filter(({ header }) => header.name.startsWith("blobs/"));
  expect(blobs).toHaveLength(3);
  for (const { header, content } of blobs) {
    expect(header.name).toBe(`blobs/sha256/${createHash("sha256").update(content).digest("hex")}`);
  }
});

test("the layer holds the files and their folders, sorted, of root and without a time", async () => {
  const { archive, manifest } = await opened(spec);
  const entries = await entriesOf(archive.blob(manifest.layers[0]!.digest));
  const seen = entries.map(({ header: { name, type, mode, uid, gid, mtime }, content }) => [
    ...[name, type, mode?.toString(8), uid, gid, mtime?.getTime()],
    content.toString(),
  ]);
  expect(seen).toEqual([
    ["app", "directory", "755", 0, 0, 0, ""],
    ["usr", "directory", "755", 0, 0, 0, ""],
    ["usr/bin", "directory", "755", 0, 0, 0, ""],
    ["app/index.js", "file", "644", 0, 0, 0, "code"],
    ["usr/bin/tool", "file", "755", 0, 0, 0, "tool"],
  ]);
});

test("containerd finds the reference where it looks for it", async () => {
  const { reference, index } = await opened(spec);
  expect(reference).toBe(
    `dev.local/hello:${index.manifests[0]!.digest.slice("sha256:".length).slice(0, 12)}`,
  );
  expect(index.manifests[0]!.annotations).toEqual({
    "io.containerd.image.name": reference,
    "org.opencontainers.image.ref.name": reference.split(":")[1],
  });
});

test("the configuration runs the entry point as nobody, and has what the spec adds and nothing else", async () => {
  const bare = await opened(spec);
  expect(bare.config.config).toEqual({
    User: "65532:65532",
    Env: ["PATH=/usr/local/bin:/usr/bin:/bin"],
    Entrypoint: ["node", "/app/index.js"],
    WorkingDir: "/",
  });
  const more = {
    environment: { A: "1" },
    user: "0:0",
    workingDirectory: "/app",
    port: 8080,
    labels: { l: "v" },
  };
  const full = await opened({ ...spec, ...more });
  expect(full.config.config).toEqual({
    User: "0:0",
    ExposedPorts: { "8080/tcp": {} },
    Env: ["PATH=/usr/local/bin:/usr/bin:/bin", "A=1"],
    Entrypoint: ["node", "/app/index.js"],
    WorkingDir: "/app",
    Labels: { l: "v" },
  });
});

test("the same input gives the same bytes, in whatever order the files come", async () => {
  const first = await writeImage(spec, path.join(folder, "a"));
  const second = await writeImage({ ...spec, files: [...files].reverse() }, path.join(folder, "b"));
  expect(second.reference).toBe(first.reference);
  expect(fs.readFileSync(second.file).equals(fs.readFileSync(first.file))).toBe(true);
});

test.each<[string, Partial<ImageSpec>]>([
  ["a file's content", { files: [{ path: "/app/index.js", content: "other" }] }],
  ["a file's mode", { files: files.map((file) => ({ ...file, mode: 0o700 })) }],
  ["the entry point", { entrypoint: ["/app"] }],
  ["the environment", { environment: { A: "1" } }],
  ["the user", { user: "1:1" }],
])("another tag when %s changes", async (_, change) => {
  const [before, after] = [await imageOf(spec), await imageOf({ ...spec, ...change })];
  expect(after.reference).not.toBe(before.reference);
});

test("a file of this machine is the same as its bytes", async () => {
  const file = path.join(folder, "program");
  fs.writeFileSync(file, "tool");
  const fromDisk = { path: "/usr/bin/tool", content: { file }, mode: 0o755 };
  const image = await imageOf({ ...spec, files: [fromDisk, files[1]!] });
  expect(image.reference).toBe((await imageOf(spec)).reference);
});

test("a file that is not there is an error, and leaves no half archive", async () => {
  const image = imageOf({ ...spec, files: [{ path: "/a", content: { file: path.join(folder, "absent") } }] });
  await expect(image).rejects.toThrow("absent");
  expect(fs.readdirSync(folder)).toEqual([]);
});

describe("on a root file system", () => {
  test("its tar file is the lowest layer, byte by byte, and its digest is kept beside it", async () => {
    const base = path.join(folder, "rootfs.tar");
    fs.writeFileSync(base, "a root file system");
    const { archive, manifest, config } = await opened({ ...spec, base });
    expect(archive.blob(manifest.layers[0]!.digest).toString()).toBe("a root file system");
    expect(config.rootfs).toEqual({ type: "layers", diff_ids: manifest.layers.map((layer) => layer.digest) });
    expect(fs.readFileSync(`${base}.digest`, "utf8")).toContain(manifest.layers[0]!.digest);
  });

  test("another file under the same name is noticed", async () => {
    const base = path.join(folder, "rootfs.tar");
    fs.writeFileSync(base, "one");
    const before = await imageOf({ ...spec, base });
    fs.writeFileSync(base, "another");
    const after = await imageOf({ ...spec, base });
    expect(after.reference).not.toBe(before.reference);
  });

  test("an archive can do without the layers that the store has", async () => {
    const base = path.join(folder, "rootfs.tar");
    fs.writeFileSync(base, "a root file system");
    const image = await imageOf({ ...spec, base });
    const file = path.join(folder, "thin.tar");
    const [lowest, own] = image.layers.map((layer) => layer.blob.digest);
    await writeArchive(image, file, new Set([lowest!]));
    const archive = await openArchive(file);
    expect(archive.names).not.toContain(`blobs/${lowest!.replace(":", "/")}`);
    expect(archive.names).toContain(`blobs/${own!.replace(":", "/")}`);
    expect((archive.json("index.json") as Index).manifests[0]!.digest).toBe(image.manifest.digest);
  });
});

test("a layout in a folder has the files of the archive", async () => {
  const image = await imageOf(spec);
  const archive = path.join(folder, "image.tar");
  const layout = path.join(folder, "layout");
  await writeArchive(image, archive);
  await writeLayout(image, layout);
  const entries = await entriesOf(archive);
  expect(entries).toHaveLength(5);
  for (const { header, content } of entries) {
    expect(fs.readFileSync(path.join(layout, header.name)).equals(content)).toBe(true);
  }
});

test("on an OCI layout: its layers stay compressed, its environment and architecture are kept", async () => {
  const layout = path.join(folder, "layout");
  const put = (content: string): { digest: string; size: number } => {
    const hex = createHash("sha256").update(content).digest("hex");
    fs.mkdirSync(path.join(layout, "blobs/sha256"), { recursive: true });
    fs.writeFileSync(path.join(layout, "blobs/sha256", hex), content);
    return { digest: `sha256:${hex}`, size: content.length };
  };
  const gzip = "application/vnd.oci.image.layer.v1.tar+gzip";
  const diffId = `sha256:${"a".repeat(64)}`;
  const layer = put("compressed");
  const baseConfig = {
    architecture: "arm64",
    config: { Env: ["PATH=/node/bin", "B=x=y"] },
    rootfs: { diff_ids: [diffId] },
  };
  const manifest = put(
    JSON.stringify({ config: put(JSON.stringify(baseConfig)), layers: [{ ...layer, mediaType: gzip }] }),
  );
  fs.writeFileSync(path.join(layout, "index.json"), JSON.stringify({ manifests: [manifest] }));

  const image = await opened({ ...spec, base: layout, environment: { A: "1" } });
  expect(image.manifest.layers[0]).toEqual({ ...layer, mediaType: gzip });
  expect(image.config).toMatchObject({
    architecture: "arm64",
    config: { Env: ["PATH=/node/bin", "B=x=y", "A=1"] },
    rootfs: { diff_ids: [diffId, image.manifest.layers[1]!.digest] },
  });
});
