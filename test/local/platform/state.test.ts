import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import type { Instance } from "../../../local/home";
import type { PlatformState } from "../../../local/platform/platform";
import { readState, removeState, writePrivate, writeState } from "../../../local/platform/state";

let folder: string;
let instance: Instance;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "cake-state-"));
  instance = { name: "test", directory: path.join(folder, "instance"), run: path.join(folder, "run") };
});
afterEach(() => fs.rm(folder, { recursive: true }));

const mode = async (file: string) => (await fs.stat(file)).mode & 0o777;

describe("a private file", () => {
  test("is the user's alone, and so is the folder made for it", async () => {
    const file = path.join(folder, "new", "secret");
    await writePrivate(file, "x");
    expect([await mode(path.dirname(file)), await mode(file)]).toEqual([0o700, 0o600]);
  });

  test("is the user's alone where a readable one was", async () => {
    const file = path.join(folder, "secret");
    await fs.writeFile(file, "old", { mode: 0o644 });
    await writePrivate(file, "new");
    expect([await mode(file), await fs.readFile(file, "utf8")]).toEqual([0o600, "new"]);
  });

  test("is replaced as a whole: who has the old one open goes on reading the old one", async () => {
    const file = path.join(folder, "secret");
    await writePrivate(file, "old");
    const open = await fs.open(file);
    await writePrivate(file, "newer");
    expect(await open.readFile("utf8")).toBe("old");
    await open.close();
    expect(await fs.readdir(folder)).toEqual(["secret"]);
  });
});

describe("the state of a platform", () => {
  const state: PlatformState = {
    kind: "kind",
    kubeconfig: "/x/kubeconfig",
    ingressPort: 8080,
    ingressNodePort: 30080,
    domain: "localhost",
    storageClass: "standard",
    images: { kind: "kind", cluster: "x", base: "y" },
    networkPolicies: true,
  };

  test("is read as it was written, until it is removed", async () => {
    expect(await readState(instance)).toBeUndefined();
    await removeState(instance);
    await writeState(instance, state);
    expect(await readState(instance)).toEqual(state);
    expect(await mode(path.join(instance.directory, "platform.json"))).toBe(0o600);
    await removeState(instance);
    expect(await readState(instance)).toBeUndefined();
  });

  test("that is damaged is an error, and not taken for a stopped platform", async () => {
    await writePrivate(path.join(instance.directory, "platform.json"), "{");
    await expect(readState(instance)).rejects.toThrow("JSON");
  });
});
