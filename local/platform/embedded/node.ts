import { spawn } from "node:child_process";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import { UserError } from "../../errors";
import type { Instance } from "../../home";
import type { Report } from "../../toolchain/tool";
import type { PlatformComponent } from "../platform";
import { writePrivate } from "../state";

/** What the node program is told; the fields are those of Config in local/platform/node/config.go. */
export interface NodeConfiguration {
  readonly path: string;
  readonly libraryPath: string;
  readonly cni: string;
  readonly pauseImage: string;
  readonly apiPort: number;
  readonly forwards: readonly { readonly port: number; readonly nodePort: number }[];
  /** Programs of this machine that pods reach, each at an address of the node. */
  readonly services: readonly { readonly address: string; readonly port: number; readonly socket: string }[];
}

interface NodeReport {
  readonly phase: string;
  readonly ready: boolean;
  readonly error?: string;
  readonly components: readonly Omit<PlatformComponent, "pid">[] | null;
}

const pollInterval = 100;
/** The node bounds each of its own steps; this only catches a node that says nothing at all. */
const startTimeout = 180_000;
/** A little more than the node's own limit for a graceful stop. */
const stopTimeout = 25_000;

/** The program `cake-node` of an instance: a Kubernetes node in namespaces of its own. */
export class Node {
  private readonly configuration: string;
  private readonly statusFile: string;
  readonly log: string;

  /** @param patience milliseconds that a stop may take before it is cut short */
  constructor(
    private readonly instance: Instance,
    private readonly patience = stopTimeout,
  ) {
    this.configuration = path.join(instance.directory, "node.json");
    this.statusFile = path.join(instance.run, "status.json");
    this.log = path.join(instance.directory, "logs", "node.log");
  }

  /** Starts it and waits until its Kubernetes is ready. */
  async start(program: string, configuration: NodeConfiguration, report: Report): Promise<void> {
    await this.configure(configuration);
    await fs.mkdir(path.dirname(this.log), { recursive: true, mode: 0o700 });
    // What one that was killed said of itself is no answer.
    await fs.rm(this.statusFile, { force: true });
    const log = await fs.open(this.log, "w", 0o600);
    const child = spawn(program, ["run", this.configuration], {
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    });
    let ended: string | undefined;
    child.once("error", (error) => (ended = error.message));
    child.once("exit", (code, signal) => (ended = `exit code ${code ?? signal}`));
    child.unref();
    await log.close();
    await this.untilReady(() => ended, report);
  }

  /** Waits for one that runs, and may be starting one of its programs again. @returns false when it is to be started */
  async settles(report: Report): Promise<boolean> {
    if ((await this.pid()) === undefined) return false;
    const ended = async () => ((await this.pid()) === undefined ? "it ended" : undefined);
    return this.untilReady(ended, report).then(
      () => true,
      () => false,
    );
  }

  /** @param more is not needed to clear up */
  private async configure(more?: NodeConfiguration): Promise<void> {
    const { name, directory, run } = this.instance;
    const content = { instance: name, directory, run, ...more };
    await writePrivate(this.configuration, JSON.stringify(content, null, 2));
  }

  private async untilReady(
    ended: () => Promise<string | undefined> | string | undefined,
    report: Report,
  ): Promise<void> {
    const deadline = Date.now() + startTimeout;
    for (let phase = ""; Date.now() < deadline; await pause()) {
      const state = await this.report();
      const problem = state?.error ?? (await ended());
      if (problem !== undefined) {
        throw new UserError(`The local platform did not start: ${problem}.\n${await this.tail()}`, this.log);
      }
      if (state?.ready) return;
      if (state && state.phase !== phase) {
        phase = state.phase;
        report(`starting ${phase}`);
      }
    }
    throw new UserError(`The local platform is not ready after ${startTimeout / 1000} seconds.`, this.log);
  }

  /** Ends it with all that it started; clears up after one that was killed. */
  async stop(program: string): Promise<void> {
    const pid = await this.pid();
    if (pid !== undefined && !(await ends(pid, "SIGTERM", this.patience))) {
      await ends(pid, "SIGKILL", this.patience);
    }
    if (await this.leftTraces()) await this.clean(program);
  }

  /** Whether there is anything to stop or to clear up. */
  async leftTraces(): Promise<boolean> {
    return exists(this.instance.run);
  }

  private async clean(program: string): Promise<void> {
    if (!(await exists(this.configuration))) await this.configure();
    const { failed, all } = await execa(program, ["clean", this.configuration], { reject: false, all: true });
    if (failed) throw new UserError(`The local platform's remains were not cleared up:\n${all ?? ""}`);
  }

  /** @returns the process id, or undefined when it does not run */
  async pid(): Promise<number | undefined> {
    try {
      const pid = Number(await fs.readFile(path.join(this.instance.run, "pid"), "utf8"));
      // The number may have been given to another process since.
      const command = await fs.readFile(`/proc/${pid}/cmdline`, "utf8");
      return command.includes(this.configuration) ? pid : undefined;
    } catch {
      return undefined;
    }
  }

  /** @returns what it last said of itself, or undefined when it said nothing yet */
  async report(): Promise<NodeReport | undefined> {
    try {
      return JSON.parse(await fs.readFile(this.statusFile, "utf8")) as NodeReport;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  }

  private async tail(): Promise<string> {
    return (await fs.readFile(this.log, "utf8")).trimEnd().split("\n").slice(-10).join("\n");
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, pollInterval));

async function exists(file: string): Promise<boolean> {
  return fs.access(file).then(
    () => true,
    () => false,
  );
}

/** Sends a signal. @returns whether the process has ended before patience did */
async function ends(pid: number, signal: NodeJS.Signals, patience: number): Promise<boolean> {
  signalled(pid, signal);
  for (const deadline = Date.now() + patience; Date.now() < deadline; await pause()) {
    if (!signalled(pid, 0)) return true;
  }
  return false;
}

/** @returns whether there was such a process */
function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
