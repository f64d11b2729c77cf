import execa from "execa";
import { environmentOf, program } from "../support/cake";
import { Checkout } from "../support/checkout";
import { Terminal } from "../support/terminal";
import { expectNoChanges, instance, succeed, textOf } from "./instance";
import { seconds, type Report } from "./report";
import { median } from "./statistics";
import { repeated, timed } from "./timing";

const rounds = 3;

/** A second application's database with its users, in the program or not. */
const library = `  database.application("library");\n`;
const place = "  const connection =";

/** What the database layer adds to a stack that runs: another database, and an emulated cluster from nothing. */
export async function measureDatabase(report: Report): Promise<void> {
  await succeed("wipe", "--yes");
  const checkout = await Checkout.make();
  try {
    await measureAddition(report, checkout);
    await measureEmulated(report, checkout);
  } finally {
    await succeed("wipe", "--yes");
    await checkout.remove();
  }
}

async function measureAddition(report: Report, checkout: Checkout): Promise<void> {
  const up = () => run(checkout, "up", "core");
  await checkout.edit("stacks/databases.ts", "  hello: {", "  library: {},\n  hello: {");
  await up();
  const nothing = median(await repeated(rounds, async () => expectNoChanges(await up())));
  const added: number[] = [];
  while (added.length < rounds) {
    await checkout.edit("stacks/platform.ts", place, library + place);
    added.push((await timed(up)).took);
    await checkout.edit("stacks/platform.ts", library, "");
    await up();
  }
  const what = `a database and its users added to a running stack (median of ${rounds})`;
  report.add(`\`cake up\`: ${what}`, seconds(median(added)));
  report.add("beyond an `up` that changes nothing", seconds(median(added) - nothing), "5 s or less");
  await run(checkout, "down", "core", "--yes");
}

/** The emulator's own default is how long a cluster is being created. */
async function measureEmulated(report: Report, checkout: Checkout): Promise<void> {
  const emulator = new Terminal(`node ${program} emulate cockroach-cloud`, { CAKE_INSTANCE: instance });
  try {
    await emulator.shows(/Ctrl-C ends it/);
    await run(checkout, "up", "simulated");
    const env = await environmentOf(instance, "simulated");
    const cluster = "urn:pulumi:simulated::cakestack::**::database";
    const times: number[] = [];
    while (times.length < rounds) {
      const destroy = [
        "destroy",
        "--yes",
        "--stack",
        "simulated",
        "--target-dependents",
        "--target",
        cluster,
      ];
      await execa("pulumi", destroy, { cwd: checkout.directory, env });
      times.push((await timed(() => run(checkout, "up", "simulated"))).took);
    }
    const what = "an emulated cluster, from nothing to a function that is connected";
    report.add(`\`cake up\`: ${what} (median of ${rounds})`, seconds(median(times)), "30 s or less");
    await run(checkout, "down", "simulated", "--yes");
  } finally {
    emulator.interrupt();
    await emulator.ended;
  }
}

/** Runs the checkout's `cake` on the instance. @throws Error with all that was printed when it fails */
const run = async (checkout: Checkout, ...args: string[]) =>
  textOf(args, await checkout.cake(instance, ...args));
