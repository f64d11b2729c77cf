import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Instance } from "../../../local/home";
import { localPlatform } from "../../../local/platform";
import { platformKind, type Machine } from "../../../local/platform/machine";
import { workbench, type Workbench } from "../toolchain/workbench";

test.each<[NodeJS.Platform, boolean, boolean, ReturnType<typeof platformKind>]>([
  ["linux", true, true, "embedded"],
  ["linux", true, false, "embedded"],
  ["linux", false, true, "kind"],
  ["linux", false, false, undefined],
  ["darwin", true, true, "kind"],
  ["darwin", true, false, undefined],
  ["darwin", false, true, "kind"],
  ["darwin", false, false, undefined],
  ["win32", false, true, "kind"],
  ["win32", false, false, undefined],
])("on %s, root %s, Docker %s the platform is %s", (os, root, docker, kind) => {
  expect(platformKind({ os, root, docker } satisfies Machine)).toBe(kind);
});

describe("this machine", () => {
  const platform = Object.getOwnPropertyDescriptor(process, "platform");
  let bench: Workbench;
  let instance: Instance;
  beforeEach(async () => {
    bench = await workbench();
    instance = { name: "test", directory: path.join(bench.folder, "i"), run: path.join(bench.folder, "r") };
    await bench.program("docker", 'echo "$*" >> "$CALLS"; echo 28.2.2');
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    Object.defineProperty(process, "platform", platform ?? {});
    await bench.clear();
  });

  const be = (os: NodeJS.Platform, user: number) => {
    Object.defineProperty(process, "platform", { ...platform, value: os });
    jest.spyOn(process as Required<typeof process>, "getuid").mockReturnValue(user);
  };
  const kind = async () => (await localPlatform(bench.home, instance)).kind;

  test("has the embedded platform as root on Linux, and Docker is not asked", async () => {
    be("linux", 0);
    expect(await kind()).toBe("embedded");
    expect(await bench.calls()).toEqual([]);
  });

  test("has kind where Docker answers", async () => {
    be("linux", 1000);
    expect(await kind()).toBe("kind");
    expect(await bench.calls()).toEqual(["version --format {{.Server.Version}}"]);
  });

  test.each([
    ["does not run", 'echo "Cannot connect to the Docker daemon" >&2; exit 1'],
    ["is not there", undefined],
  ])("is refused when it is not root and Docker %s, with everything that would help", async (_, script) => {
    be("linux", 1000);
    if (script === undefined) process.env.PATH = bench.folder;
    else await bench.program("docker", script);
    await expect(kind()).rejects.toThrow(
      "No local platform can run here: found linux, not root, no Docker that answers. What helps: run as root on Linux, " +
        "start Docker, or set cake:cluster to {kind: kubeconfig, …} for a cluster that exists.",
    );
    await expect(fs.access(instance.directory)).rejects.toThrow("ENOENT");
  });
});
