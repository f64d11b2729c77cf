import { once } from "node:events";
import type { Command } from "commander";
import { UserError } from "../../local/errors";
import { contextOf } from "../context";
import { functionElsewhere, onKnative } from "../elsewhere";
import { follow } from "../follow";
import { placeOf } from "../function-place";
import { chosenStack } from "../held";
import { liveFunction, type LiveFunction } from "../live-function";
import { root, stackConfig } from "../stack-file";

export function addDev(cake: Command): void {
  cake
    .command("dev")
    .description("have changes of a function's source live on the local platform, until Ctrl-C")
    .argument("<name>", "the function")
    .option("--stack <stack>", "the stack that it is of (default: the one on the local platform, else dev)")
    .action(dev);
}

async function dev(name: string, { stack: named }: { stack?: string }): Promise<void> {
  const stack = await chosenStack(named, contextOf().instance);
  // Sources are named from there.
  process.chdir(root);
  await refuseElsewhere(name, stack);
  const source = await sourceOf(name, stack);
  const live = await liveFunction(await placeOf(name), source.folder, source.spec);
  const following = await follow(source.folder, () => take(live, name));
  const interrupted = once(process, "SIGINT");
  console.log(
    `${name} follows ${source.folder}. Ctrl-C ends that, and it is again as \`npx cake up\` made it.`,
  );
  await interrupted;
  await following.end();
  await live.restore();
  console.log(`\n${name} is as it was. \`npx cake up ${stack}\` makes your change stay.`);
}

async function refuseElsewhere(name: string, stack: string): Promise<void> {
  const place = await functionElsewhere(name, stack);
  if (!place) return;
  const { limits } = await import("../../components/events/function/limits");
  const where =
    place.kind === "knative" ? "is on a cluster that exists" : `runs on ${limits[place.kind].title}`;
  throw new UserError(
    `Function ${name} of stack ${stack} ${where}. Allowed: one on the local platform, where others do not call it. ` +
      `\`npx cake up ${stack}\` brings a change there. ${onKnative(name)}, and \`npx cake dev ${name} --stack dev\`.`,
  );
}

/** A mistake in the source is shown, and the function stays as it was until it is mended. */
async function take(live: LiveFunction, name: string): Promise<void> {
  const started = Date.now();
  try {
    const isNew = await live.update();
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    if (isNew) console.log(`${name} is live after ${seconds} s`);
  } catch (error) {
    console.error((error as Error).message);
  }
}

async function sourceOf(name: string, stack: string) {
  const { withPresets } = await import("../../stacks/presets");
  const { functionsOf } = await import("../../stacks/functions");
  const functions = functionsOf(withPresets(await stackConfig(stack)));
  const spec = functions[name];
  if (!spec) {
    throw new UserError(
      `Stack ${stack} has no function "${name}". It has: ${Object.keys(functions).join(", ")}.`,
    );
  }
  const folder = spec.code.source;
  if (folder === undefined) {
    throw new UserError(`Function ${name} is an image. Allowed: a function from source.`);
  }
  return { folder, spec };
}
