import type { Command } from "commander";
import { isSimulated } from "../../local/plugins/simulated/names";
import type { Report } from "../../local/toolchain/tool";
import { checkStack } from "../checks";
import { contextOf, engineEnvironment, engineTools } from "../context";
import type { Changes, Outputs } from "../engine";
import { Progress, table } from "../progress";
import { collect, parseFound } from "../recovery/found";
import { traitsOf } from "../stack-file";
import { startPlatform, toolsToStart } from "../start";
import type { TryOut } from "../try-out";
import { untilAnswers } from "../urls";

export function addUp(cake: Command): void {
  cake
    .command("up")
    .description("bring a stack up, with the local platform when it runs there")
    .argument("[stack]", "the stack", "dev")
    .option("--yes", "accepted for the habit of typing it: up never asks")
    .option("--found <urn=id>", "what came of a creation that was cut off: asked for when needed", collect)
    .action((name: string, options: UpOptions) => up(name, options));
}

interface UpOptions {
  readonly found?: string[];
  /** What is changed once it is up, before it is brought up once more. */
  readonly change?: { readonly phase: string; readonly make: (report: Report) => Promise<void> };
}

export async function up(name: string, { change, ...options }: UpOptions): Promise<void> {
  const found = parseFound(options.found);
  const context = contextOf();
  const progress = new Progress();
  const platform = await checkStack(name, context);
  const traits = await traitsOf(name);
  const { openStack, update } = await import("../engine");
  const tools = await progress.phase("tools", (report) =>
    engineTools(context, platform?.kind, traits, report, toolsToStart(platform, traits)),
  );
  if (platform) await progress.phase("platform", (report) => startPlatform(platform, report, traits));
  const env = await engineEnvironment(context, tools, traits);
  const stack = await progress.phase("state", () => openStack(name, tools, env));
  let updated = await progress.phase("stack", (report) => update(stack, report, found));
  if (change) {
    updated = await progress.phase(change.phase, async (report) => {
      await change.make(report);
      return update(stack, report);
    });
  }
  const { changes, outputs } = updated;
  const urls = urlsOf(outputs);
  // Nothing is at those of a simulated cloud.
  const real = urls.filter(([, url]) => !isSimulated(url));
  if (real.length > 0) await progress.phase("answers", (report) => checkUrls(real, report));
  // What happened then is seen once: an update without changes is quick.
  const isChanged = Object.keys(changes).some((operation) => operation !== "same");
  const order = isChanged ? await ordered(outputs, progress) : [];
  const called = traits.isSimulated ? `${name} (clouds are emulated)` : name;
  console.log(`\n${summary(called, urls, [...signInOf(outputs), ...order], changes, progress.times())}`);
}

function urlsOf(outputs: Outputs): [string, string][] {
  return Object.entries((outputs.urls ?? {}) as Record<string, string | undefined>).flatMap(([name, url]) =>
    url ? [[name, url]] : [],
  );
}

/** Where users sign in, and those that are there to try it: their passwords are for whoever brought the stack up. */
function signInOf(outputs: Outputs): string[] {
  if (outputs.signIn === undefined) return [];
  const { url, passwords } = outputs.signIn as { url: string; passwords: Record<string, string> };
  return [table("Sign-in", [["page", url], ...Object.entries(passwords)])];
}

/** Places an order where the florist is, and tells what happened. */
async function ordered({ tryOut: florist }: Outputs, progress: Progress): Promise<string[]> {
  if (florist === undefined) return [];
  const { tryOut } = await import("../try-out");
  const [order = "", ...lines] = await progress.phase("order", (report) => tryOut(florist as TryOut, report));
  return [
    table(
      "Order",
      lines.map((line, index) => [index === 0 ? order : "", line]),
    ),
  ];
}

async function checkUrls(urls: readonly [string, string][], report: Report): Promise<void> {
  const called = urls.map(async ([name, url]) => {
    const { status, milliseconds } = await untilAnswers(url);
    report(`${name} answered ${status} in ${milliseconds} ms`);
  });
  await Promise.all(called);
}

function summary(
  stack: string,
  urls: [string, string][],
  more: readonly string[],
  changes: Changes,
  times: [string, string][],
): string {
  const changed = Object.entries(changes).filter(([operation]) => operation !== "same");
  const words = changed.map(([operation, count]) => `${count} to ${operation}`).join(", ");
  const rows = urls.map(([name, url]) => [
    name,
    url,
    ...(isSimulated(url) ? ["simulated: nothing is there"] : []),
  ]);
  return [
    table("URLs", rows),
    ...more,
    `Stack ${stack}: ${changed.length === 0 ? "0 changes" : `done, ${words}`}; ${changes.same ?? 0} unchanged`,
    table("Times", times),
  ].join("\n\n");
}
