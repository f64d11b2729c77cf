import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import type { Command } from "./program";

/** The processes that the host started and that are still there. */
export class Children {
  private readonly running = new Set<ChildProcess>();

  /** Starts a process; a failure to start is reported by its `error` event. */
  start(command: Command, stdio: StdioOptions): ChildProcess {
    const child = spawn(command.file, command.arguments, {
      cwd: command.directory,
      env: command.environment,
      stdio,
    });
    this.running.add(child);
    const forget = () => this.running.delete(child);
    child.once("close", forget).once("error", forget);
    return child;
  }

  /** Asks all of them to end. */
  terminate(): void {
    for (const child of this.running) {
      child.kill("SIGTERM");
    }
  }
}

/** Waits until a process has ended and all that it wrote was read. @throws Error when it could not be started */
export function exitOf(child: ChildProcess): Promise<{ code: number; signal?: NodeJS.Signals }> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code: code ?? 1, signal: signal ?? undefined }));
  });
}
