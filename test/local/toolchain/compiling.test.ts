import * as fs from "node:fs/promises";
import * as path from "node:path";
import { compilingAhead, ensureTools } from "../../../local/toolchain";
import { recipes } from "../../../local/toolchain/tools";
import { fakeGo, goRecipe, site, workbench, type Workbench } from "./workbench";

/** A check of the disk asks how much is still to be compiled. */
const offline = { PATH: "", CAKE_OFFLINE: "1" };
const compiled = Object.values(recipes).filter(({ go }) => go);

let bench: Workbench;
beforeEach(async () => {
  bench = await workbench();
  await bench.program("go", fakeGo);
});
afterEach(() => bench.clear());

test("without a download it is every tool that is made by Go", async () => {
  expect(compiled.length).toBeGreaterThan(5);
  expect(await compilingAhead(bench.home, { env: offline })).toBe(1);
});

test("where downloads can be had, it is what has none", async () => {
  const address = compiled.flatMap(({ official = [] }) => official)[0]?.url ?? "";
  const server = await site({ [new URL(address).pathname]: "" });
  const ahead = await compilingAhead(bench.home, { env: { PATH: "" }, mirror: server.mirror });
  await server.close();
  const alone = compiled.filter(({ official }) => !official).length;
  expect(alone).toBeGreaterThan(0);
  expect(ahead).toBe(alone / compiled.length);
});

test("what is made already is not ahead", async () => {
  const options = { recipes: { crane: await goRecipe(bench, "crane") }, env: offline };
  await ensureTools(bench.home, ["crane"], () => undefined, options);
  expect(await compilingAhead(bench.home, options)).toBe((compiled.length - 1) / compiled.length);
});

test("caches that lie elsewhere take no disk here", async () => {
  expect(await compilingAhead(bench.home, { env: { ...offline, CAKE_GO_CACHE: bench.folder } })).toBe(0);
});

test("caches of a run that was interrupted are there already", async () => {
  await fs.mkdir(path.join(bench.home.root, "build", "go"), { recursive: true });
  expect(await compilingAhead(bench.home, { env: offline })).toBe(0);
});
