import { spawn, type ChildProcess } from "node:child_process";
import type { CakeRun } from "./cake";

/** A command at a terminal of its own: Ctrl-C reaches every program in it, and input is what a person types. */
export class Terminal {
  private readonly child: ChildProcess;
  private text = "";
  private onOutput: () => void = () => undefined;
  /** How the command ended, and everything that was shown. */
  readonly ended: Promise<CakeRun>;

  /** @param command as a shell reads it */
  constructor(command: string, env: NodeJS.ProcessEnv) {
    // script(1), which every Debian has, gives a terminal to a program that has none, and passes on its exit code.
    const args = ["--quiet", "--flush", "--return", "--command", `exec ${command}`, "/dev/null"];
    this.child = spawn("script", args, {
      env: { ...process.env, ...env, SHELL: "/bin/sh" },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.child.stdout?.setEncoding("utf8").on("data", (chunk: string) => {
      this.text += chunk.replaceAll("\r", "");
      this.onOutput();
    });
    this.ended = new Promise((resolve, reject) => {
      this.child.once("error", reject);
      this.child.once("close", (code) => {
        resolve({ code: code ?? -1, text: this.text });
        this.onOutput();
      });
    });
  }

  /** Waits until the output has it. @throws Error with all output when the command ends without */
  async shows(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.text)) {
      if (this.child.exitCode !== null) throw new Error(`${pattern} was never shown:\n${this.text}`);
      await new Promise<void>((resolve) => (this.onOutput = resolve));
    }
  }

  /** Presses Ctrl-C. */
  interrupt(): void {
    this.child.stdin?.write("\x03");
  }
}
