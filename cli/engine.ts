import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import type { EngineEvent } from "@pulumi/pulumi/automation/events";
import { UserError } from "../local/errors";
import type { Report } from "../local/toolchain/tool";
import type { EngineTools } from "./context";
import { inGoodOrder, Interrupted } from "./interrupt";
import { askEngine } from "./ask-engine";
import { recover } from "./recovery";
import type { Found } from "./recovery/found";
import { variablesOf, type EngineEnvironment } from "./simulation";
import { lineOf, waitLineOf } from "./engine-lines";
import { engineProblem, openingProblem } from "./engine-problem";
import { keepingStackFile, root } from "./stack-file";

/** What an update did, by operation: `{create: 61}`. Nothing changed when there is only `same`. */
export type Changes = Readonly<Partial<Record<string, number>>>;

/** A stack of this program on an instance's state, over Pulumi's own Automation API. */
export async function openStack(name: string, tools: EngineTools, env: EngineEnvironment): Promise<Stack> {
  // The API takes the program from the PATH, or from a folder of another layout than ours.
  process.env.PATH = `${tools.pulumi.directory}:${process.env.PATH ?? ""}`;
  const pulumiCommand = await PulumiCommand.get({ skipVersionCheck: true });
  const variables = await variablesOf(env);
  const envVars = { ...variables, TMPDIR: temporaryFolder(variables.TMPDIR) };
  try {
    const stack = await inGoodOrder(() =>
      keepingStackFile(name, () =>
        LocalWorkspace.createOrSelectStack({ stackName: name, workDir: root }, { pulumiCommand, envVars }),
      ),
    );
    return askingLess(stack);
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    throw new UserError(openingProblem(name, engineProblem(error as Error)));
  }
}

/** After each operation the API runs the engine three times more, for what its events have told, or nobody reads. */
function askingLess(stack: Stack): Stack {
  stack.outputs = () => Promise.resolve({});
  stack.info = () => Promise.resolve(undefined);
  return stack;
}

/** What the program gave, secrets in plain. */
export type Outputs = Readonly<Record<string, unknown>>;

export const outputsOf = async (stack: Stack): Promise<Outputs> =>
  JSON.parse(await askEngine(stack, ["output", "--json", "--show-secrets"])) as Outputs;

/** A folder in another that is gone when this process ends: what providers leave there holds credentials. */
function temporaryFolder(parent: string | undefined): string {
  const folder = fs.mkdtempSync(path.join(parent ?? os.tmpdir(), "engine-"));
  process.once("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What an update did, and what the stack says of itself now. */
export interface Updated {
  readonly changes: Changes;
  readonly outputs: Outputs;
}

/** Runs `up`, after clearing what a killed run left. */
export async function update(stack: Stack, report: Report, found?: Found): Promise<Updated> {
  let changes: Changes = {};
  const outputs = await afterRecovery(stack, report, found, async ({ onEvent, ...options }) => {
    await stack.up({
      ...options,
      onEvent: (event) => {
        changes = event.summaryEvent?.resourceChanges ?? changes;
        onEvent(event);
      },
    });
    return outputsOf(stack);
  });
  return { changes, outputs };
}

/** Runs `destroy`, after clearing what a killed run left. */
export async function destroy(stack: Stack, report: Report, found?: Found): Promise<void> {
  await afterRecovery(stack, report, found, (options) => stack.destroy(options));
}

type Options = ReturnType<typeof watching> & { readonly signal: AbortSignal };

function afterRecovery<T>(
  stack: Stack,
  report: Report,
  found: Found | undefined,
  run: (options: Options) => Promise<T>,
): Promise<T> {
  return cancellable(stack, async (signal) => {
    await recover(stack, report, found);
    return run({ ...watching(report), signal });
  });
}

function watching(report: Report) {
  const awaited = new Set<string>();
  return {
    suppressProgress: true,
    onEvent: (event: EngineEvent) => {
      const line = lineOf(event) ?? waitLineOf(event, awaited);
      if (line) report(line);
    },
  };
}

/** Runs the engine, which Ctrl-C ends in good order. */
async function cancellable<T>(stack: Stack, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const engine = new AbortController();
  // A terminal interrupts all that runs in it, the engine too: once more would mean at once.
  const stop = () => (inTerminal() ? undefined : engine.abort());
  return inGoodOrder(async () => {
    try {
      return await keepingStackFile(stack.name, () => work(engine.signal));
    } catch (error) {
      throw error instanceof UserError ? error : new UserError(engineProblem(error as Error));
    }
  }, stop);
}

const inTerminal = (): boolean => [process.stdin, process.stdout, process.stderr].some(({ isTTY }) => isTTY);
