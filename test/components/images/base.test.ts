import * as fs from "node:fs";
import * as path from "node:path";
import { readBase } from "../../../components/images/base";
import { temporaryFolder } from "./archive";

let folder: string;
const usual = { PATH: process.env.PATH, CAKE_HOME: process.env.CAKE_HOME };
beforeEach(() => {
  folder = temporaryFolder();
  process.env.CAKE_HOME = path.join(folder, "home");
  process.env.PATH = folder;
});
afterEach(() => {
  process.env.PATH = usual.PATH;
  if (usual.CAKE_HOME === undefined) delete process.env.CAKE_HOME;
  else process.env.CAKE_HOME = usual.CAKE_HOME;
  fs.rmSync(folder, { recursive: true });
});

/** A `crane` that notes its call, writes a layout into its last argument, and ends with a code. */
function crane(code: number): void {
  const manifest = JSON.stringify({ config: { digest: "sha256:config" }, layers: [] });
  const config = JSON.stringify({
    architecture: "amd64",
    config: { Env: ["A=1"] },
    rootfs: { diff_ids: [] },
  });
  const script = `#!/bin/sh
PATH=/usr/bin:/bin
echo "$*" >> ${folder}/calls
for target; do :; done
mkdir -p "$target/blobs/sha256"
echo '${manifest}' > "$target/blobs/sha256/manifest"
echo '${config}' > "$target/blobs/sha256/config"
echo '{"manifests":[{"digest":"sha256:manifest"}]}' > "$target/index.json"
[ ${code} = 0 ] || echo "MANIFEST_UNKNOWN" >&2
exit ${code}
`;
  fs.writeFileSync(path.join(folder, "crane"), script, { mode: 0o755 });
}

const calls = () => fs.readFileSync(path.join(folder, "calls"), "utf8").trimEnd().split("\n");
const kept = () => fs.readdirSync(path.join(folder, "home", "images"));

test("an image is pulled once, and then taken from disk", async () => {
  crane(0);
  const first = await readBase("docker.io/library/node:24");
  const second = await readBase("docker.io/library/node:24");
  expect(first).toEqual({ layers: [], architecture: "amd64", environment: { A: "1" } });
  expect(second).toEqual(first);
  expect(calls()).toHaveLength(1);
  expect(calls()[0]).toMatch(/^pull --format=oci --platform=linux\/amd64 docker\.io\/library\/node:24 \//);
});

test("an image that cannot be pulled is named with the end of the log, and leaves no half copy", async () => {
  crane(1);
  await expect(readBase("docker.io/library/nod:24")).rejects.toThrow(
    "Image docker.io/library/nod:24, which functions are built on, was not pulled:\nMANIFEST_UNKNOWN",
  );
  expect(kept()).toEqual([]);
});

test("without crane, the message says so", async () => {
  await expect(readBase("docker.io/library/node:24")).rejects.toThrow(
    'the program "crane" is not on the PATH',
  );
});
