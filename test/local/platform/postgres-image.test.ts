import * as fs from "node:fs/promises";
import * as path from "node:path";
import { imageOf, type Image } from "../../../components/images/oci";
import type { Blob } from "../../../components/images/blob";
import { postgresImage, referenceOf } from "../../../local/platform/embedded/postgres-image";
import type { ResolvedTool } from "../../../local/toolchain/tool";
import { entriesOf, temporaryFolder } from "../../components/images/archive";

let folder: string;
let tool: ResolvedTool;
beforeEach(async () => {
  folder = temporaryFolder();
  const directory = path.join(folder, "15-abc");
  await fs.mkdir(path.join(directory, "usr/bin"), { recursive: true });
  await fs.writeFile(path.join(directory, "usr/bin/postgres"), "program", { mode: 0o755 });
  await fs.writeFile(path.join(directory, "manifest.json"), "{}");
  await fs.symlink("usr/bin", path.join(directory, "bin"));
  tool = { name: "postgres", version: "15", origin: "built", directory };
});
afterEach(() => fs.rm(folder, { recursive: true }));

async function built(): Promise<Image> {
  const image = postgresImage(tool);
  return imageOf({ name: image.name, tag: image.tag, ...(await image.content(folder)) });
}

async function read(blob: Blob): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of blob.open()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

test("has another tag with each build of the tool", () => {
  expect(referenceOf(postgresImage(tool))).toBe("dev.local/postgres:15-abc");
});

test("is the tool's folder, without the tool chain's own note, and a user as in the official image", async () => {
  const { layers, config } = await built();
  const [root, own] = await Promise.all(layers.map(async ({ blob }) => entriesOf(await read(blob))));
  expect(root!.map(({ header }) => [header.name, header.type, header.uid, header.gid])).toEqual([
    ["./", "directory", 0, 0],
    ["./bin", "symlink", 0, 0],
    ["./usr/", "directory", 0, 0],
    ["./usr/bin/", "directory", 0, 0],
    ["./usr/bin/postgres", "file", 0, 0],
  ]);
  const files = Object.fromEntries(own!.map(({ header, content }) => [header.name, content.toString()]));
  expect(files["etc/passwd"]).toContain("\npostgres:x:999:999::");
  expect(files["etc/group"]).toContain("\npostgres:x:999:\n");
  expect(JSON.parse((await read(config)).toString())).toMatchObject({
    config: {
      User: "999:999",
      Entrypoint: ["postgres"],
      Env: expect.arrayContaining(["LANG=C.UTF-8"]) as string[],
    },
  });
});

test("is the same bytes every time", async () => {
  expect((await built()).manifest.digest).toBe((await built()).manifest.digest);
});
