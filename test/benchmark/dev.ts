import * as fs from "node:fs/promises";
import execa from "execa";
import { bundle, bundleInput } from "../../components/events/function/bundle";
import { functionImage } from "../../components/events/function/image";
import { publish } from "../../components/images/store";
import { tryOut, type TryOut } from "../../cli/try-out";
import { localPlatform } from "../../stacks/cluster/local";
import { florist } from "../../stacks/functions";
import { environmentOf } from "../support/cake";
import { Terminal } from "../support/terminal";
import { untilZero } from "./function";
import { expectNoChanges, instance, succeed } from "./instance";
import { measureIdle } from "./platform";
import { measurePolicies } from "./policies";
import { seconds, type Report } from "./report";
import { median } from "./statistics";
import { repeated, timed } from "./timing";

/** Orders from zero. */
const cycles = 5;
/** All functions that an order goes through, and what carries it between them. */
const pipeline = ["orders", "assign", "notify", "ledger"];

/** The dev stack: users, permissions and events on the platform, and the florist. */
export async function measureDev(report: Report): Promise<void> {
  await succeed("wipe", "--yes");
  const first = await timed(() => succeed("up", "dev"));
  report.add("`cake up dev`, tools cached, no data", seconds(first.took));
  const again = await repeated(3, async () => expectNoChanges(await succeed("up", "dev")));
  report.add("`cake up dev`, running, 0 changes (median of 3)", seconds(median(again)), "15 s or less");
  const env = await environmentOf(instance, "dev");
  await measureIdle(report, env, "memory with everything, idle", "4 GB or less");
  await measurePolicies(report, env, "dev");
  await measureOrders(report, env);
  await measureChange(report, env);
  await succeed("stop");
  const start = await timed(() => succeed("up", "dev"));
  expectNoChanges(start.result);
  report.add("`cake up dev`, tools cached, platform stopped", seconds(start.took), "150 s or less");
  const down = await timed(() => succeed("down", "dev", "--yes"));
  report.add("`cake down`: destroy and stop", seconds(down.took));
  await succeed("wipe", "--yes");
}

/** From a call, with every function at zero, to what the last one has written. */
async function measureOrders(report: Report, env: Record<string, string>): Promise<void> {
  const output = ["stack", "output", "tryOut", "--json", "--show-secrets", "--stack", "dev"];
  const service = JSON.parse((await execa("pulumi", output, { env })).stdout) as TryOut;
  const times: number[] = [];
  while (times.length < cycles) {
    await Promise.all(pipeline.map((name) => untilZero(env, name)));
    times.push((await timed(() => tryOut(service, () => undefined))).took);
    console.error(`order ${times.length}: ${seconds(times.at(-1)!)}`);
  }
  const what = `an order through three functions, all at zero (of ${cycles})`;
  report.add(`${what}: median`, seconds(median(times)), "8 s or less");
  report.add(`${what}: slowest`, seconds(Math.max(...times)), "8 s or less");
  const warm = (await timed(() => tryOut(service, () => undefined))).took;
  report.add("an order right after it", seconds(warm));
}

/** A function's way from its source to the platform. */
async function measureChange(report: Report, env: Record<string, string>): Promise<void> {
  const sizes = Object.values(florist).map((spec) => bundle(bundleInput(spec.code.source, spec)).length);
  report.add(
    "largest bundle of the florist's",
    `${Math.round(Math.max(...sizes) / 1000)} kB`,
    "1000 kB or less",
  );
  process.env.PATH = env.PATH;
  const { images } = localPlatform({ ...process.env, ...env });
  const load = async () => {
    const image = await functionImage(
      images,
      `benchmark-${Date.now()}`,
      "examples/florist/orders",
      florist.orders,
    )();
    await publish(images, image);
  };
  report.add(
    "a function's image, bundled, built and loaded",
    seconds(median(await repeated(3, load))),
    "2 s or less",
  );
  const file = "examples/florist/assign/index.ts";
  const before = await fs.readFile(file, "utf8");
  const dev = new Terminal("node cli/cake.js dev assign", { CAKE_INSTANCE: instance });
  try {
    await dev.shows(/assign follows/);
    const saved = await timed(async () => {
      await fs.writeFile(file, `${before}\nconsole.log("changed");\n`);
      await dev.shows(/assign is live/);
    });
    report.add(
      "`cake dev`: from a saved file to a function that runs it",
      seconds(saved.took),
      "3 s or less",
    );
  } finally {
    await fs.writeFile(file, before);
    dev.interrupt();
    await dev.ended;
  }
}
