import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { holdsState } from "../../cli/backend";
import { contextOf, engineEnvironment, runningPlatform, type Context } from "../../cli/context";
import type { ResolvedTool, ToolName } from "../../local/toolchain/tool";

let folder: string;
let context: Context;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "cake-context-"));
  context = contextOf({ CAKE_HOME: folder, CAKE_INSTANCE: "test" });
  await fs.mkdir(context.instance.directory, { recursive: true });
});
afterEach(() => fs.rm(folder, { recursive: true }));

const tool = (name: ToolName): ResolvedTool => ({
  name,
  version: "1",
  origin: "cached",
  directory: `/tools/${name}`,
});
const tools = {
  pulumi: tool("pulumi"),
  "provider-kubernetes": tool("provider-kubernetes"),
  kubernetes: tool("kubernetes"),
  crane: tool("crane"),
};

const startPlatform = () =>
  fs.writeFile(
    path.join(context.instance.directory, "platform.json"),
    JSON.stringify({ kubeconfig: "/x/kubeconfig" }),
  );

describe("the engine's environment", () => {
  const here = { isLocal: true, isSimulated: false };
  const variables = async (traits = here, all: Parameters<typeof engineEnvironment>[1] = tools) =>
    (await engineEnvironment(context, all, traits)).variables;

  test("leads to the local platform for a stack that is on it", async () => {
    expect(await variables()).not.toHaveProperty("KUBECONFIG");
    await startPlatform();
    expect(await variables()).toHaveProperty("KUBECONFIG", "/x/kubeconfig");
  });

  test("leaves the user's own kubeconfig to a stack on another cluster, though the local platform runs", async () => {
    await startPlatform();
    expect(await variables({ ...here, isLocal: false })).not.toHaveProperty("KUBECONFIG");
  });

  test("has the engine download no plugin, wherever those of the stack come from", async () => {
    for (const origin of ["built", "downloaded"] as const) {
      const all = { ...tools, "provider-kubernetes": { ...tool("provider-kubernetes"), origin } };
      expect(await variables(here, all)).toHaveProperty(
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION",
        "true",
      );
    }
  });

  test("has the engine run the policies of this project, or those that the user names", async () => {
    const before = process.env.PULUMI_OPTION_POLICY_PACK;
    try {
      delete process.env.PULUMI_OPTION_POLICY_PACK;
      const root = path.join(__dirname, "..", "..");
      expect(await variables()).toHaveProperty("PULUMI_OPTION_POLICY_PACK", path.join(root, "policies"));
      process.env.PULUMI_OPTION_POLICY_PACK = "/x/acme";
      expect(await variables()).toHaveProperty("PULUMI_OPTION_POLICY_PACK", "/x/acme");
    } finally {
      if (before === undefined) delete process.env.PULUMI_OPTION_POLICY_PACK;
      else process.env.PULUMI_OPTION_POLICY_PACK = before;
    }
  });

  test("keeps what providers leave among temporary files in a folder of the instance that only its owner reads", async () => {
    const { TMPDIR = "" } = await variables();
    expect(TMPDIR).toBe(path.join(context.instance.directory, "tmp"));
    expect((await fs.stat(TMPDIR)).mode & 0o777).toBe(0o700);
  });

  test("keeps the engine from writing its logs, and deletes those that it wrote", async () => {
    const logs = path.join(context.home.pulumi, "logs");
    await fs.mkdir(logs, { recursive: true });
    await fs.writeFile(path.join(logs, "pulumi.log"), "every value of every call");
    await variables();
    expect((await fs.lstat(logs)).isFile()).toBe(true);
    await variables();
    expect(await fs.readFile(logs, "utf8")).toContain("so that the engine keeps no logs");
  });

  test("has the tools on its PATH, and Debian's programs where they were made", async () => {
    const pathOf = async (all: Parameters<typeof engineEnvironment>[1]) =>
      ((await variables(here, all)).PATH ?? "").split(":");
    const without = await pathOf(tools);
    expect(without.slice(0, 3)).toEqual(["/tools/pulumi", "/tools/kubernetes", "/tools/crane"]);
    expect(without).not.toContain("/tools/debian/usr/bin");
    expect(await pathOf({ ...tools, debian: tool("debian") })).toContain("/tools/debian/usr/bin");
  });

  test("has the simulated provider of a cloud before any other that is installed, where there is one", async () => {
    expect(await variables()).not.toHaveProperty("PULUMI_IGNORE_AMBIENT_PLUGINS");
    const found = await variables(here, { ...tools, "simulated-aws": tool("simulated-aws") });
    expect(found.PATH?.split(":")[0]).toBe("/tools/simulated-aws");
    expect(found.PULUMI_IGNORE_AMBIENT_PLUGINS).toBe("false");
  });
});

test("a stack has a state when the engine's backend has a file of it", async () => {
  const stacks = path.join(context.instance.directory, "pulumi/.pulumi/stacks/cakestack");
  expect(await holdsState(context.instance, "dev", false)).toBe(false);
  await fs.mkdir(stacks, { recursive: true });
  await fs.writeFile(path.join(stacks, "dev.json"), "");
  await fs.writeFile(path.join(stacks, "dev2.json.gz"), "");
  await fs.writeFile(path.join(stacks, "old.json.bak"), "");
  const holds = ["dev", "dev2", "old", "de"].map((stack) => holdsState(context.instance, stack, false));
  expect(await Promise.all(holds)).toEqual([true, true, false, false]);
  expect(await holdsState(context.instance, "dev", true)).toBe(false);
});

test("a platform that is not running is said to be", async () => {
  await expect(runningPlatform(context.instance)).rejects.toThrow(
    "The local platform is not running: run `npx cake up`.",
  );
  await startPlatform();
  expect(await runningPlatform(context.instance)).toEqual({ kubeconfig: "/x/kubeconfig" });
});
