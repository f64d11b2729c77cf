import * as fs from "node:fs/promises";
import * as path from "node:path";
import { ensureTools } from "../../../local/toolchain";
import { sdkVersion } from "../../../local/toolchain/plugins";
import { recipes as all } from "../../../local/toolchain/tools";
import { workbench, type Workbench } from "./workbench";

const plugin = { name: "random", sdk: "@pulumi/random" };
const program = "pulumi-resource-random";
const folder = `plugins/resource-random-v${sdkVersion(plugin)}`;

let bench: Workbench;
let installed: string;
beforeEach(async () => {
  bench = await workbench();
  installed = path.join(bench.home.pulumi, folder, program);
});
afterEach(() => bench.clear());

const ensureRandom = async (
  content = "ours",
  env: NodeJS.ProcessEnv = { PULUMI_HOME: path.join(bench.folder, "none") },
) => {
  const make = (_: unknown, target: string) => fs.writeFile(path.join(target, program), content);
  const recipes = { "provider-random": { version: content, holds: [program], sources: [], plugin, make } };
  return (await ensureTools(bench.home, ["provider-random"], () => {}, { recipes, env }))["provider-random"];
};

const simulatedAws = (_: unknown, target: string) =>
  fs.writeFile(path.join(target, "pulumi-resource-aws"), "simulated", { mode: 0o755 });

const writeOfficial = async (pulumiHome: string): Promise<void> => {
  await fs.mkdir(path.join(pulumiHome, folder), { recursive: true });
  await fs.writeFile(path.join(pulumiHome, folder, program), "official");
};

test("a stand-in is linked under the version that the SDK asks for, in a folder of its own", async () => {
  const tool = await ensureRandom();
  expect(tool.origin).toBe("built");
  expect(await fs.readlink(installed)).toBe(path.join(tool.directory, program));
  expect((await fs.lstat(path.dirname(installed))).isDirectory()).toBe(true);
  expect(await fs.readdir(path.dirname(installed))).toEqual([program]);
});

test("another version of the stand-in takes the place of the first", async () => {
  await ensureRandom("ours 1");
  await ensureRandom("ours 2");
  expect(await fs.readFile(installed, "utf8")).toBe("ours 2");
});

test("a link that was deleted comes back with the cached tool", async () => {
  await ensureRandom();
  await fs.rm(bench.home.pulumi, { recursive: true });
  expect((await ensureRandom()).origin).toBe("cached");
  expect(await fs.readFile(installed, "utf8")).toBe("ours");
});

test("an official plugin that is installed is used, and nothing takes its place", async () => {
  await writeOfficial(bench.home.pulumi);
  const tool = await ensureRandom();
  expect(tool).toMatchObject({ origin: "present", version: `v${sdkVersion(plugin)}` });
  expect(await fs.readFile(installed, "utf8")).toBe("official");
  expect((await fs.lstat(installed)).isFile()).toBe(true);
});

test("an official plugin that comes later takes the place of a stand-in", async () => {
  await ensureRandom();
  await fs.rm(installed);
  await writeOfficial(bench.home.pulumi);
  expect((await ensureRandom()).origin).toBe("present");
  expect(await fs.readFile(installed, "utf8")).toBe("official");
});

test("an official plugin in the user's own PULUMI_HOME is used", async () => {
  const own = path.join(bench.folder, "own");
  await writeOfficial(own);
  const tool = await ensureRandom("ours", { PULUMI_HOME: own });
  expect(tool.directory).toBe(path.join(own, folder));
  expect(await fs.readlink(installed)).toBe(path.join(own, folder, program));
});

test("an official plugin whose installation was interrupted is not used", async () => {
  const own = path.join(bench.folder, "own");
  await writeOfficial(own);
  await fs.writeFile(path.join(own, `${folder}.partial`), "");
  expect((await ensureRandom("ours", { PULUMI_HOME: own })).origin).toBe("built");
});

test("a language host is linked as a plugin of its kind", async () => {
  const language = { kind: "language", name: "nodejs", sdk: "@pulumi/pulumi" } as const;
  const host = "pulumi-language-nodejs";
  const make = (_: unknown, target: string) => fs.writeFile(path.join(target, host), "ours");
  const recipe = { version: "1", holds: [host], sources: [], plugin: language, make };
  const env = { PULUMI_HOME: path.join(bench.folder, "none") };
  const recipes = { "language-nodejs": recipe };
  await ensureTools(bench.home, ["language-nodejs"], () => {}, { recipes, env });
  const link = path.join(bench.home.pulumi, `plugins/language-nodejs-v${sdkVersion(language)}`, host);
  expect(await fs.readFile(link, "utf8")).toBe("ours");
});

test("the provider of a cloud is official or none: where it can be had by neither way, that is said", async () => {
  const env = { CAKE_OFFLINE: "1", PULUMI_HOME: path.join(bench.folder, "none") };
  await expect(ensureTools(bench.home, ["provider-aws"], () => {}, { env })).rejects.toThrow(
    `The provider of AWS is not installed, and cannot be downloaded here. Install it where it can, with \`pulumi plugin ` +
      `install resource aws v${sdkVersion({ name: "aws", sdk: "@pulumi/aws" })}\`, or try the stack out with cake:simulate: true.`,
  );
});

test("a simulated provider is nowhere where the engine looks for plugins by itself", async () => {
  const recipes = { "simulated-aws": { ...all["simulated-aws"], sources: [], make: simulatedAws } };
  const env = { PULUMI_HOME: path.join(bench.folder, "none") };
  const tools = await ensureTools(bench.home, ["simulated-aws"], () => {}, { recipes, env });
  expect(await fs.readdir(tools["simulated-aws"].directory)).toContain("pulumi-resource-aws");
  expect(await fs.readdir(path.join(bench.home.pulumi, "plugins")).catch(() => [])).toEqual([]);
});

test("the version of a plugin that serves many packages is its own, not the package's", () => {
  const sdk = path.join(__dirname, "../../../sdks/cockroach");
  expect(sdkVersion({ name: "terraform-provider", sdk })).toBe("1.1.3");
});
