import * as fs from "node:fs";
import * as path from "node:path";
import type { ImageStore } from "../../../components/contracts";
import { imageOf, type Image } from "../../../components/images/oci";
import { publish, repositoryOf } from "../../../components/images/store";
import { openArchive, temporaryFolder } from "./archive";

/*
 * The programs are stand-ins on a PATH of their own. Each writes down its arguments, keeps a copy of the archive that it
 * is given, and does what the test says, in shell: `$1` on are its arguments, `$SEEN` is the number of calls before.
 */
let folder: string;
let image: Image;
const usualPath = process.env.PATH;
beforeEach(async () => {
  folder = temporaryFolder();
  process.env.PATH = folder;
  const base = path.join(folder, "rootfs.tar");
  fs.writeFileSync(base, "a root file system");
  const files = [{ path: "/app/index.js", content: "code" }];
  image = await imageOf({ name: "dev.local/hello", base, files, entrypoint: ["node"] });
});
afterEach(() => {
  process.env.PATH = usualPath;
  fs.rmSync(folder, { recursive: true });
});

function program(name: string, does: string): void {
  const log = path.join(folder, "calls");
  const script = `#!/bin/sh
PATH=/usr/bin:/bin
SEEN=$(cat ${log} 2>/dev/null | wc -l)
echo "${name} $*" >> ${log}
for each in "$@"; do case $each in *.tar) cp "$each" ${folder}/archive-$SEEN;; esac; done
${does}
`;
  fs.writeFileSync(path.join(folder, name), script, { mode: 0o755 });
}

const written = /\/\S*cakestack-image-\w+(\/image\.tar)?/;
const calls = () =>
  fs
    .readFileSync(path.join(folder, "calls"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.replace(written, (_, file?: string) => (file ? "FILE" : "FOLDER")));
const archives = () =>
  fs
    .readdirSync(folder)
    .filter((name) => name.startsWith("archive-"))
    .sort();
const layersIn = async (archive: string) => {
  const { names } = await openArchive(path.join(folder, archive));
  return image.layers.map(({ blob }) => names.includes(`blobs/${blob.digest.replace(":", "/")}`));
};

const base = "unused";
const containerd: ImageStore = { kind: "containerd", socket: "/run/c.sock", base };
const kind: ImageStore = { kind: "kind", cluster: "cakestack-default", base };
const registry: ImageStore = { kind: "registry", prefix: "registry.example.com/team", base };

test("a name becomes dev.local in a local store, and has the prefix in a registry", () => {
  expect([containerd, kind, registry].map((store) => repositoryOf(store, "hello"))).toEqual([
    "dev.local/hello",
    "dev.local/hello",
    "registry.example.com/team/hello",
  ]);
});

describe("containerd", () => {
  const ctr = "ctr --address /run/c.sock --namespace k8s.io";
  const check = () => `${ctr} images check --quiet name==${image.reference}`;

  test("an image that is whole there is not loaded again", async () => {
    program("ctr", `echo ${image.reference}`);
    await expect(publish(containerd, image)).resolves.toBe(image.reference);
    expect(calls()).toEqual([check()]);
  });

  test("an image is loaded without the layers that are there", async () => {
    program(
      "ctr",
      `case "$*" in *check*) [ $SEEN = 0 ] || echo ok;; *content*) echo ${image.layers[0]!.blob.digest};; esac`,
    );
    await expect(publish(containerd, image)).resolves.toBe(image.reference);
    expect(calls()).toEqual([check(), `${ctr} content list --quiet`, `${ctr} images import FILE`, check()]);
    expect(await Promise.all(archives().map(layersIn))).toEqual([[false, true]]);
  });

  test("an image that is not whole after that is loaded with all of its layers", async () => {
    program("ctr", `case "$*" in *content*) echo ${image.layers[0]!.blob.digest};; esac`);
    await publish(containerd, image);
    expect(await Promise.all(archives().map(layersIn))).toEqual([
      [false, true],
      [true, true],
    ]);
  });
});

describe("kind", () => {
  const list = (node: string) =>
    `docker exec ${node} ctr --namespace k8s.io images list --quiet name==${image.reference}`;

  test("an image that each node has is not loaded again", async () => {
    program("kind", "echo one; echo two");
    program("docker", "echo there");
    await expect(publish(kind, image)).resolves.toBe(image.reference);
    expect(calls().sort()).toEqual([list("one"), list("two"), "kind get nodes --name cakestack-default"]);
  });

  test("an image that one node lacks is loaded", async () => {
    program("kind", `[ "$1" = load ] || { echo one; echo two; }`);
    program("docker", `[ "$2" = one ] && echo there; true`);
    await publish(kind, image);
    expect(calls()).toContain("kind load image-archive FILE --name cakestack-default");
    expect(await Promise.all(archives().map(layersIn))).toEqual([[true, true]]);
  });
});

describe("a registry", () => {
  test("an image that is there is not pushed again", async () => {
    program("crane", "echo sha256:1");
    await expect(publish(registry, image)).resolves.toBe(image.reference);
    expect(calls()).toEqual([`crane digest ${image.reference}`]);
  });

  test("an image that is not there is pushed", async () => {
    program("crane", `[ "$1" = push ] && ls "$2/blobs/sha256" > ${folder}/blobs`);
    await expect(publish(registry, image)).resolves.toBe(image.reference);
    expect(calls()).toEqual([`crane digest ${image.reference}`, `crane push FOLDER ${image.reference}`]);
    const blobs = [...image.layers.map((layer) => layer.blob), image.config, image.manifest];
    const pushed = fs.readFileSync(path.join(folder, "blobs"), "utf8").trimEnd().split("\n");
    expect(pushed.map((hex) => `sha256:${hex}`).sort()).toEqual(blobs.map(({ digest }) => digest).sort());
  });

  test("a push that fails says which image, and shows the end of the log", async () => {
    program(
      "crane",
      `i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo "line $i"; done; echo "connection refused" >&2; exit 1`,
    );
    const failure = await publish(registry, image).catch((error: Error) => error.message);
    expect(failure).toContain(`Image ${image.reference} was not pushed to its registry. See that`);
    expect(failure).toContain(":\nline 22\n");
    expect(failure).toMatch(/line 30\nconnection refused$/);
  });
});

test.each<[ImageStore, string]>([
  [containerd, "ctr"],
  [kind, "kind"],
  [registry, "crane"],
])("a program that is missing is named, with what to do: %j", async (store, name) => {
  const failure = publish(store, image);
  await expect(failure).rejects.toThrow(`the program "${name}" is not on the PATH. Run \`npx cake up\``);
});

test("what is written for a program is deleted, also when loading fails", async () => {
  program("crane", `[ "$1" = push ] && echo "$2" >> ${path.join(folder, "folders")}; exit 1`);
  await expect(publish(registry, image)).rejects.toThrow("was not pushed");
  expect(fs.existsSync(fs.readFileSync(path.join(folder, "folders"), "utf8").trim())).toBe(false);
});
