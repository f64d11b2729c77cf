import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import type { EngineEvent } from "@pulumi/pulumi/automation/events";
import { UserError } from "../local/errors";
import type { Report } from "../local/toolchain/tool";
import type { EngineTools } from "./context";
import { recover } from "./recovery";
import { keepingStackFile, root } from "./stack-file";

/** What an update did, by operation: `{create: 61}`. Nothing changed when there is only `same`. */
export type Changes = Readonly<Partial<Record<string, number>>>;

/** A stack of this program on an instance's state, over Pulumi's own Automation API. */
export async function openStack(
  name: string,
  tools: EngineTools,
  env: Record<string, string>,
): Promise<Stack> {
  // The API takes the program from the PATH, or from a folder of another layout than ours.
  process.env.PATH = `${tools.pulumi.directory}:${process.env.PATH ?? ""}`;
  const pulumiCommand = await PulumiCommand.get({ skipVersionCheck: true });
  try {
    return await keepingStackFile(name, () =>
      LocalWorkspace.createOrSelectStack({ stackName: name, workDir: root }, { pulumiCommand, envVars: env }),
    );
  } catch (error) {
    throw new UserError(openingProblem(name, messageOf(error as Error)));
  }
}

/** What is wrong when the engine cannot open a stack, and what to do. */
export function openingProblem(stack: string, message: string): string {
  if (!message.includes("incorrect passphrase")) return `Stack ${stack} cannot be opened:\n${message}`;
  return (
    `Stack ${stack} was made with another passphrase: Pulumi.${stack}.yaml holds secrets of it. ` +
    "Set PULUMI_CONFIG_PASSPHRASE_FILE to the file with that passphrase, or take the secrets and `encryptionsalt` out."
  );
}

/** Runs `up`, after clearing what a killed run left. First Ctrl-C: the engine ends in good order. Second: at once. */
export async function update(stack: Stack, report: Report): Promise<Changes> {
  await recover(stack, report);
  const result = await cancellable(stack, () => stack.up(watching(report)));
  return result.summary.resourceChanges ?? {};
}

/** Runs `destroy`, and forgets the stack. */
export async function destroy(stack: Stack, report: Report): Promise<Changes> {
  await recover(stack, report);
  const result = await cancellable(stack, () => stack.destroy(watching(report)));
  return result.summary.resourceChanges ?? {};
}

function watching(report: Report) {
  const diagnostics: string[] = [];
  return {
    suppressProgress: true,
    onEvent: (event: EngineEvent) => {
      const line = describe(event);
      if (line) report(line);
      const diagnostic = event.diagnosticEvent;
      if (diagnostic?.severity === "error") diagnostics.push(plain(diagnostic.message));
    },
    diagnostics,
  };
}

/** One line for each resource that changed; what stays the same is counted, not listed. */
function describe({ resOutputsEvent, resOpFailedEvent, diagnosticEvent }: EngineEvent): string | undefined {
  const done = resOutputsEvent?.metadata;
  if (done && done.op !== "same" && done.op !== "read")
    return `${past[done.op] ?? done.op} ${label(done.urn)}`;
  if (resOpFailedEvent) return `failed ${label(resOpFailedEvent.metadata.urn)}`;
  // An ephemeral one says what is waited for, and is over when the wait is.
  if (diagnosticEvent?.severity === "warning" && !diagnosticEvent.ephemeral)
    return `warning: ${plain(diagnosticEvent.message)}`;
  return undefined;
}

const past: Readonly<Record<string, string>> = {
  create: "created",
  update: "updated",
  delete: "deleted",
  replace: "replaced",
  "create-replacement": "created the replacement of",
  "delete-replaced": "deleted the old",
};

function label(urn: string): string {
  const [, , type = "", name = ""] = urn.split("::");
  return `${type.split(":").at(-1)} ${name}`;
}

/** Engine messages carry colour marks: `<{%fg 1%}>`. */
function plain(message: string): string {
  return message.replaceAll(/<\{%[^%]*%\}>/g, "").trim();
}

async function cancellable<T>(stack: Stack, work: () => Promise<T>): Promise<T> {
  let interrupted = false;
  const onInterrupt = () => {
    if (interrupted) process.exit(130);
    interrupted = true;
    console.error("\nending in good order; press Ctrl-C again to end at once");
    // The engine is in the terminal's process group and got the same signal; this reaches one that is not.
    void stack.cancel().catch(() => undefined);
  };
  process.on("SIGINT", onInterrupt);
  try {
    return await keepingStackFile(stack.name, work);
  } catch (error) {
    if (interrupted)
      throw new UserError("Interrupted. The state is valid: run the same command again to go on.");
    throw new UserError(messageOf(error as Error));
  } finally {
    process.off("SIGINT", onInterrupt);
  }
}

/** The engine's own diagnostics, without the listing of every resource around them. */
function messageOf(error: Error): string {
  const text = plain(error.message).replaceAll(/\u001b\[[0-9;]*m/g, "");
  const diagnostics =
    /Diagnostics:\n([\s\S]*?)(?:\n\s*Outputs:|\n\s*Resources:|\n\s*Duration:|\n\s*stderr:|$)/.exec(text)?.[1];
  return (diagnostics ?? text).trimEnd();
}
