import { setTimeout as wait } from "node:timers/promises";
import execa from "execa";
import { environmentOf } from "../support/cake";
import { expectNoChanges, instance, kubectl, nodePid, succeed } from "./instance";
import { usageOf } from "./processes";
import { seconds, type Report } from "./report";
import { median } from "./statistics";
import { repeated, timed } from "./timing";

/** How long nothing is asked of the platform while its idle cost is read. */
const idleTime = 60_000;

/** First `up`, `up` without changes, preview, and what the platform costs while nothing calls it. */
export async function measurePlatform(report: Report): Promise<void> {
  await succeed("wipe", "--yes");
  const first = await timed(() => succeed("up", "core"));
  report.add("`cake up`, tools cached, no data", seconds(first.took), "90 s or less");
  const again = await repeated(3, async () => expectNoChanges(await succeed("up", "core")));
  report.add("`cake up`, running, 0 changes (median of 3)", seconds(median(again)), "12 s or less");
  const env = await environmentOf(instance);
  const preview = () => execa("pulumi", ["preview", "--stack", "core", "--expect-no-changes"], { env });
  const previews = await repeated(5, preview);
  report.add(
    "`pulumi preview --stack core`, no change (median of 5)",
    seconds(median(previews)),
    "6 s or less",
  );
  await measureIdle(report, env, "memory with Knative Serving, idle", "2 GB or less");
}

/** What the platform costs while nothing calls it. */
export async function measureIdle(
  report: Report,
  env: Record<string, string>,
  what: string,
  most: string,
): Promise<void> {
  await kubectl(env, ...["-n", "functions", "wait", "--for=delete", "pod", "--all", "--timeout=120s"]);
  const before = usageOf(nodePid());
  await wait(idleTime);
  const after = usageOf(nodePid());
  const share = (after.processor - before.processor) / idleTime;
  report.add(what, `${(after.memory / 2 ** 30).toFixed(2)} GB`, most);
  report.add("processor, idle for a minute", `${(share * 100).toFixed(0)} % of a core`, "20 % or less");
}

/** `stop` and the `up` after it. */
export async function measureRestart(report: Report): Promise<void> {
  const stop = await timed(() => succeed("stop"));
  report.add("`cake stop`", seconds(stop.took));
  const start = await timed(() => succeed("up", "core"));
  expectNoChanges(start.result);
  report.add("`cake up`, tools cached, platform stopped", seconds(start.took), "90 s or less");
}

/** `down`, with everything in the stack. */
export async function measureStop(report: Report): Promise<void> {
  const down = await timed(() => succeed("down", "core", "--yes"));
  report.add("`cake down`: destroy and stop", seconds(down.took), "60 s or less");
  await succeed("wipe", "--yes");
}
