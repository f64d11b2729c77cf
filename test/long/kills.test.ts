import { spawn } from "node:child_process";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import type { Deployment } from "../../cli/recovery/pending";
import { homeOf, instanceOf } from "../../local/home";
import { cake, environmentOf, program } from "../support/cake";
import { EngineObjects } from "../support/cluster";
import { killedAt, processesWith, type Killed } from "../support/kill";

/*
 * The first `up` of the real core stack, killed at ten points of it, each time from nothing. What converges is destroyed
 * again, which must leave nothing in the cluster.
 */

const instance = "kills";
jest.setTimeout(45 * 60_000);

const { directory } = instanceOf(homeOf(), { CAKE_INSTANCE: instance });
const locks = path.join(directory, "pulumi", ".pulumi", "locks", "organization", "cakestack", "core");

/** How far the run is when it is killed, and whether with the engine alone or with everything that was started. */
const kills = [
  [0.01, "engine"],
  [0.1, "group"],
  [0.2, "engine"],
  [0.3, "group"],
  [0.4, "engine"],
  [0.5, "group"],
  [0.65, "engine"],
  [0.8, "group"],
  [0.9, "engine"],
  [0.99, "group"],
] as const;

let env: Record<string, string>;
/** What a complete run prints of its resources. */
let complete: Killed;
const table: string[] = [];

const pulumi = async (...args: string[]): Promise<string> =>
  (await execa("pulumi", [...args, "--stack", "core", "--non-interactive"], { env })).stdout;

const state = async (): Promise<Deployment> =>
  (JSON.parse(await pulumi("stack", "export")) as { deployment: Deployment }).deployment;

/** Runs the first `up`; the engine's process id is what its lock says. */
async function firstUp(at: number, whom: "engine" | "group"): Promise<Killed & { errors: string }> {
  const child = spawn("node", [program, "up", "core"], {
    env: { ...process.env, CAKE_INSTANCE: instance },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let errors = "";
  child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
  const run = await killedAt(child, / created /, at, async () => {
    if (whom === "group") return process.kill(-child.pid!, "SIGKILL");
    const [lock = ""] = (await fs.readdir(locks)).filter((name) => name.endsWith(".json"));
    const { pid } = JSON.parse(await fs.readFile(path.join(locks, lock), "utf8")) as { pid: number };
    return process.kill(pid, "SIGKILL");
  });
  return { ...run, errors };
}

/** With the engine alone, the command says what happened; with everything, nobody is left to. */
const ends = {
  engine: {
    killed: true,
    code: 1,
    errors: expect.stringContaining("ended by SIGKILL. Run the same") as string,
  },
  group: { killed: true, code: null, errors: "" },
};

beforeAll(async () => {
  await cake(instance, "wipe", "--yes");
  complete = await firstUp(Infinity, "group");
  env = await environmentOf(instance);
  await pulumi("destroy", "--yes", "--skip-preview");
});

afterAll(async () => {
  console.log(["point | killed | operations cut off | seconds to converge", ...table].join("\n"));
  await cake(instance, "wipe", "--yes");
});

test.each(kills)("killed at %p of the first up (%s), the next one converges", async (fraction, whom) => {
  const point = Math.ceil(fraction * (complete.lines.length - 1));
  expect(await firstUp(point, whom)).toMatchObject(ends[whom]);
  const cutOff = (await state()).pending_operations ?? [];
  const started = Date.now();
  const second = await cake(instance, "up", "core");
  const seconds = Math.round((Date.now() - started) / 1000);
  expect(second).toEqual({ code: 0, text: expect.stringContaining("hello answered 200") as string });
  table.push(`${point}/${complete.lines.length} | ${whom} | ${cutOff.length} | ${seconds}`);

  const third = await cake(instance, "up", "core");
  expect(third).toEqual({ code: 0, text: expect.stringContaining("Stack core: 0 changes") as string });

  const objects = new EngineObjects(env);
  const deployment = await state();
  const inCluster = await objects.inCluster();
  expect(objects.inState(deployment).sort()).toEqual([...inCluster.keys()].sort());
  expect([...inCluster].filter(([, managers]) => managers.length > 1)).toEqual([]);
  expect(deployment.pending_operations ?? []).toEqual([]);
  expect(await fs.readdir(locks).catch(() => [])).toEqual([]);
  expect(await processesWith("PULUMI_BACKEND_URL", env.PULUMI_BACKEND_URL!)).toEqual([]);

  await pulumi("destroy", "--yes", "--skip-preview");
  expect([...(await objects.inCluster()).keys()]).toEqual([]);
});
