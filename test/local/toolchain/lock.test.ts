import * as fs from "node:fs/promises";
import * as path from "node:path";
import { ensureTools } from "../../../local/toolchain";
import { until, workbench, type Workbench } from "./workbench";

let bench: Workbench;
beforeEach(async () => (bench = await workbench()));
afterEach(() => bench.clear());

const recipe = (make: () => Promise<void>) => ({ crane: { version: "1", holds: [], sources: [], make } });

test("a run waits for another one, says so, and uses what that one made", async () => {
  let [finish, made] = [() => {}, 0];
  const gate = new Promise<void>((resolve) => (finish = resolve));
  const options = {
    recipes: recipe(async () => {
      made++;
      await gate;
    }),
  };
  const lines: string[] = [];
  const first = ensureTools(bench.home, ["crane"], () => {}, options);
  await until(() => made === 1);
  const second = ensureTools(bench.home, ["crane"], (line) => lines.push(line), options);
  await until(() => lines.length > 0);
  expect(lines).toEqual([`waiting for another run (pid ${process.pid}) that makes tools`]);
  finish();
  expect([(await first).crane.origin, (await second).crane.origin]).toEqual(["built", "cached"]);
  expect(made).toBe(1);
  expect(await fs.readdir(bench.home.root)).toEqual(["tools"]);
});

test("the lock of a run that died is taken over", async () => {
  const lock = path.join(bench.home.root, "tools.lock");
  await fs.mkdir(lock, { recursive: true });
  await fs.utimes(lock, new Date(0), new Date(0));
  const lines: string[] = [];
  const { crane } = await ensureTools(bench.home, ["crane"], (line) => lines.push(line), {
    recipes: recipe(async () => {}),
  });
  expect(crane.origin).toBe("built");
  expect(lines.filter((line) => line.startsWith("waiting"))).toEqual([]);
});

test("a failure frees the lock", async () => {
  const fails = { recipes: recipe(() => Promise.reject(new Error("broken"))) };
  await expect(ensureTools(bench.home, ["crane"], () => {}, fails)).rejects.toThrow("broken");
  expect((await fs.readdir(bench.home.root)).sort()).toEqual(["tools"]);
});
