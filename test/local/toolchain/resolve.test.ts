import * as fs from "node:fs/promises";
import * as path from "node:path";
import { damaged, describeTools, ensureTools, programOf } from "../../../local/toolchain";
import { recipes } from "../../../local/toolchain/tools";
import { fakeGo, goRecipe, sha256, site, until, workbench, type Site, type Workbench } from "./workbench";

const official = [
  {
    url: "https://example.com/crane",
    checksums: "https://example.com/crane.sha256",
    kind: { binary: "crane" },
  },
];
const present = { args: ["version"], atLeast: "1.2.0", below: "2.0.0" };

let bench: Workbench;
let server: Site;
const lines: string[] = [];
const report = (line: string) => void lines.push(line);

beforeEach(async () => {
  lines.length = 0;
  bench = await workbench();
  await bench.program("go", fakeGo);
  server = await site({ "/crane": "official program", "/crane.sha256": sha256("official program") });
});
afterEach(async () => {
  await server.close();
  await bench.clear();
});

test("a program on the PATH in a good version is used, and nothing is asked or made", async () => {
  await bench.program("crane", "echo v1.10.0");
  const recipes = { crane: await goRecipe(bench, "crane", { present, official }) };
  const { crane } = await ensureTools(bench.home, ["crane"], report, { recipes, mirror: server.mirror });
  expect(crane).toEqual({
    name: "crane",
    version: "v1.10.0",
    origin: "present",
    directory: path.join(bench.folder, "bin"),
  });
  expect(server.requests).toEqual([]);
  expect(await bench.calls()).toEqual([]);
  await expect(fs.access(bench.home.tools)).rejects.toThrow("ENOENT");
});

test.each([
  ["too old", "echo v1.1.9"],
  ["too new", "echo v2.0.0"],
  ["broken", "exit 1"],
  ["silent about its version", "echo hello"],
])("a program on the PATH that is %s is not used", async (_, script) => {
  await bench.program("crane", script);
  const recipes = { crane: await goRecipe(bench, "crane", { present, official }) };
  const { crane } = await ensureTools(bench.home, ["crane"], report, { recipes, mirror: server.mirror });
  expect(crane.origin).toBe("downloaded");
});

test("a program on the PATH without the others of its tool is not used", async () => {
  await bench.program("crane", "echo v1.10.0");
  const recipes = { crane: await goRecipe(bench, "crane", { present, holds: ["crane", "other"] }) };
  expect((await describeTools(bench.home, { recipes })).get("crane")).toBeUndefined();
});

test("the official download comes before compiling, and the cache before both", async () => {
  const recipes = { crane: await goRecipe(bench, "crane", { official }) };
  const first = await ensureTools(bench.home, ["crane"], report, { recipes, mirror: server.mirror });
  expect(first.crane.origin).toBe("downloaded");
  expect(await fs.readFile(programOf(first.crane, "crane"), "utf8")).toBe("official program");
  expect((await fs.stat(programOf(first.crane, "crane"))).mode & 0o777).toBe(0o755);
  expect(await bench.calls()).toEqual([]);
  const before = [...server.requests];
  const second = await ensureTools(bench.home, ["crane"], report, { recipes, mirror: server.mirror });
  expect(second.crane).toEqual({ ...first.crane, origin: "cached" });
  expect(server.requests).toEqual(before);
});

test("without a download it is compiled, and Go's caches are deleted", async () => {
  const recipes = { crane: await goRecipe(bench, "crane") };
  const { crane } = await ensureTools(bench.home, ["crane"], report, { recipes });
  expect(crane.origin).toBe("built");
  expect(await fs.readFile(programOf(crane, "crane"), "utf8")).toBe("program\n");
  await expect(fs.access(path.join(bench.home.root, "build"))).rejects.toThrow("ENOENT");
  expect(lines.at(-1)).toMatch(/^crane: built in \d+s \(1 of 1\)$/);
});

test("what is deleted beside the work is gone soon, with what an interrupted run left of it", async () => {
  const left = path.join(bench.home.root, "discarded-before");
  await fs.mkdir(left, { recursive: true });
  await ensureTools(bench.home, ["crane"], report, { recipes: { crane: await goRecipe(bench, "crane") } });
  const discarded = async () => (await fs.readdir(bench.home.root)).some((it) => it.startsWith("discarded-"));
  await until(async () => !(await discarded()));
  await expect(fs.access(left)).rejects.toThrow("ENOENT");
});

test("CAKE_GO_CACHE keeps Go's caches", async () => {
  const cache = path.join(bench.folder, "kept");
  const recipes = { crane: await goRecipe(bench, "crane") };
  await ensureTools(bench.home, ["crane"], report, { recipes, env: { CAKE_GO_CACHE: cache } });
  expect((await fs.readdir(cache)).sort()).toEqual(["build", "mod"]);
});

test("a change of its sources makes a tool anew and leaves the old one to those who use it", async () => {
  const recipe = await goRecipe(bench, "crane");
  const options = { recipes: { crane: recipe } };
  const first = await ensureTools(bench.home, ["crane"], report, options);
  await fs.writeFile(path.join(recipe.sources[0] ?? "", "go.sum"), "changed");
  expect((await describeTools(bench.home, options)).get("crane")).toBeUndefined();
  const second = await ensureTools(bench.home, ["crane"], report, options);
  expect(second.crane.origin).toBe("built");
  expect(second.crane.directory).not.toBe(first.crane.directory);
  await expect(fs.access(programOf(first.crane, "crane"))).resolves.toBeUndefined();
});

test("a cached tool that lost a program is made again; one with a changed file is told to doctor", async () => {
  const options = { recipes: { crane: await goRecipe(bench, "crane") } };
  const { crane } = await ensureTools(bench.home, ["crane"], report, options);
  expect(await damaged(crane)).toEqual([]);
  await fs.writeFile(programOf(crane, "crane"), "other");
  expect(await damaged(crane)).toEqual(["crane"]);
  await fs.rm(programOf(crane, "crane"));
  expect(await damaged(crane)).toEqual(["crane"]);
  const again = await ensureTools(bench.home, ["crane"], report, options);
  expect(again.crane.origin).toBe("built");
  expect(await damaged(again.crane)).toEqual([]);
});

test("a tool that lacks a program after it was made is refused and not kept", async () => {
  const options = { recipes: { crane: await goRecipe(bench, "crane", { holds: ["crane", "other"] }) } };
  await expect(ensureTools(bench.home, ["crane"], report, options)).rejects.toThrow(
    "crane was built, but lacks",
  );
  expect((await describeTools(bench.home, options)).get("crane")).toBeUndefined();
});

test("only the tools that were asked for are made, in the order of compilation", async () => {
  const recipes = {
    pulumi: await goRecipe(bench, "pulumi"),
    crane: await goRecipe(bench, "crane"),
    kubernetes: await goRecipe(bench, "kubernetes"),
    coredns: await goRecipe(bench, "coredns"),
  };
  const tools = await ensureTools(bench.home, ["pulumi", "kubernetes", "crane"], report, { recipes });
  expect(Object.keys(tools).sort()).toEqual(["crane", "kubernetes", "pulumi"]);
  const compiled = (await bench.calls()).filter((call) => call.startsWith("go build"));
  expect(compiled.map((call) => call.split(" ")[2])).toEqual(["kubernetes", "crane", "pulumi"]);
});

test("the plain description names every tool", async () => {
  const described = await describeTools(bench.home, { env: { PATH: "" } });
  expect([...described.keys()]).toEqual(Object.keys(recipes));
  expect([...described.values()].every((tool) => tool === undefined)).toBe(true);
});
