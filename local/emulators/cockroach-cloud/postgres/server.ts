import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "pg";
import { UserError } from "../../../errors";
import type { ResolvedTool } from "../../../toolchain/tool";
import { makeData } from "./data";
import { manager, system } from "./names";
import { Programs } from "./programs";
import { withSession } from "./session";

const limits = { start: 30_000, stop: 10_000 };

/** Small, and as lasting as any PostgreSQL; what a statement says stays out of the log, for it may hold a password. */
const settings = {
  listen_addresses: "",
  shared_buffers: "16MB",
  min_wal_size: "16MB",
  max_wal_size: "128MB",
  max_connections: "100",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
  log_min_error_statement: "panic",
};

/** The PostgreSQL of one emulated cluster. It listens on a socket in its folder and nowhere else. */
export class Server {
  private readonly programs: Programs;
  private running?: Promise<Run>;

  /**
   * @param folder what it keeps: its data, its socket and its log
   * @param name that its process shows, unique on this machine
   */
  constructor(
    tool: ResolvedTool,
    private readonly folder: string,
    private readonly name: string,
    private readonly password: string,
  ) {
    this.programs = new Programs(tool, folder);
  }

  /**
   * Starts it unless it runs; also after it ended by itself.
   *
   * @returns the folder of its socket
   */
  async start(): Promise<string> {
    this.running ??= this.launch();
    const running = this.running;
    try {
      return (await running).sockets;
    } catch (error) {
      if (this.running === running) this.running = undefined;
      throw error;
    }
  }

  async stop(): Promise<void> {
    const run = await this.running?.catch(() => undefined);
    this.running = undefined;
    await run?.end();
  }

  /** Runs statements as the emulator itself. */
  async manage<T>(database: string, work: (client: Client) => Promise<T>): Promise<T> {
    return this.session(await this.start(), database, work);
  }

  private session<T>(sockets: string, database: string, work: (client: Client) => Promise<T>): Promise<T> {
    return withSession(sockets, { user: manager, password: this.password, database }, work);
  }

  private async launch(): Promise<Run> {
    await makeData(this.programs, this.folder, this.password);
    await this.untilPredecessorEnds();
    const log = await fs.open(path.join(this.folder, "log"), "a", 0o600);
    const folder = await fs.open(this.folder);
    const given = { ...settings, cluster_name: this.name, unix_socket_directories: "/proc/self/fd/3" };
    const options = Object.entries(given).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    const data = path.join(this.programs.data, "data");
    const stdio = ["ignore", log.fd, log.fd, folder.fd] as const;
    const run = new Run(this.programs.run("postgres", ["-D", data, ...options], [...stdio]), folder);
    await log.close();
    run.ended.then(
      () => (this.running = undefined),
      () => undefined,
    );
    await this.untilReady(run);
    return run;
  }

  /** The PostgreSQL of an emulator that was killed takes a moment to end. */
  private async untilPredecessorEnds(): Promise<void> {
    const file = await fs.readFile(path.join(this.folder, "data", "postmaster.pid"), "utf8").catch(() => "");
    const [pid] = file.split("\n");
    for (const deadline = Date.now() + limits.stop; pid && Date.now() < deadline; await pause(20)) {
      const command = await fs.readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      if (!command.includes(this.name)) return;
    }
  }

  private async untilReady(run: Run): Promise<void> {
    for (const deadline = Date.now() + limits.start; Date.now() < deadline; await pause(20)) {
      if (!run.isAlive) break;
      if (await this.answers(run)) return;
    }
    await run.end();
    throw new UserError("The emulated cluster's PostgreSQL did not start.", path.join(this.folder, "log"));
  }

  private async answers({ sockets }: Run): Promise<boolean> {
    try {
      await this.session(sockets, system, () => Promise.resolve());
      return true;
    } catch (error) {
      // A new server answers, too: it has no such database yet.
      return (error as { code?: string }).code === "3D000";
    }
  }
}

/** One run of the server, from its start to its end. */
class Run {
  readonly ended: Promise<unknown>;

  /** @param folder held open: by its number it has a short name, which that of a socket must be */
  constructor(
    private readonly child: ChildProcess,
    private readonly folder: fs.FileHandle,
  ) {
    this.ended = once(child, "exit").finally(() => folder.close());
    this.ended.catch(() => undefined);
  }

  get sockets(): string {
    return `/proc/self/fd/${this.folder.fd}`;
  }

  get isAlive(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Ends it fast: sessions are cut, what was committed is kept. */
  async end(): Promise<void> {
    if (this.isAlive) this.child.kill("SIGINT");
    const late = setTimeout(() => this.child.kill("SIGKILL"), limits.stop);
    await this.ended.catch(() => undefined);
    clearTimeout(late);
  }
}
