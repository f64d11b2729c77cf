import { spawn } from "node:child_process";
import * as fs from "node:fs/promises";
import * as path from "node:path";
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
  readonly log: string;

  constructor(private readonly instance: Instance) {
    this.configuration = path.join(instance.directory, "node.json");
    this.log = path.join(instance.directory, "logs", "node.log");
  }

  /** Starts it and waits until its Kubernetes is ready. */
  async start(program: string, configuration: NodeConfiguration, report: Report): Promise<void> {
    const { name, directory, run } = this.instance;
    const content = { instance: name, directory, run, ...configuration };
    await writePrivate(this.configuration, JSON.stringify(content, null, 2));
    await fs.mkdir(path.dirname(this.log), { recursive: true, mode: 0o700 });
    const log = await fs.open(this.log, "w", 0o600);
    const child = spawn(program, ["run", this.configuration], {
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    });
    await log.close();
    child.unref();
    await this.untilReady(child, report);
  }

  private async untilReady(child: ReturnType<typeof spawn>, report: Report): Promise<void> {
    let ended: string | undefined;
    child.once("error", (error) => (ended = error.message));
    child.once("exit", (code, signal) => (ended = `exit code ${code ?? signal}`));
    const deadline = Date.now() + startTimeout;
    for (let phase = ""; Date.now() < deadline; await pause()) {
      const state = await this.report();
      if (ended !== undefined || state?.error !== undefined) {
        throw new UserError(
          `The local platform did not start: ${state?.error ?? ended}.\n${await this.tail()}`,
          this.log,
        );
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
    if (pid !== undefined) {
      process.kill(pid, "SIGTERM");
      await gone(pid);
    }
    if (await exists(this.instance.run)) await this.clean(program);
  }

  private async clean(program: string): Promise<void> {
    if (!(await exists(this.configuration))) return;
    const child = spawn(program, ["clean", this.configuration], { stdio: "ignore" });
    await new Promise((resolve, reject) => child.once("exit", resolve).once("error", reject));
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
      return JSON.parse(await fs.readFile(path.join(this.instance.run, "status.json"), "utf8")) as NodeReport;
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

async function gone(pid: number): Promise<void> {
  for (const deadline = Date.now() + stopTimeout; Date.now() < deadline; await pause()) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
  }
  process.kill(pid, "SIGKILL");
}
