import { pbkdf2Sync } from "node:crypto";
import * as os from "node:os";
import execa from "execa";

/** One line of the table. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  /** What the project promises, or what it is compared with; empty where it is for information. */
  readonly target: string;
}

/** Collects rows, and shows each as soon as it is known: a benchmark takes half an hour. */
export class Report {
  private readonly rows: Row[] = [];
  /** Before and after: a machine that is shared is not equally fast all day. */
  private readonly pace = [paceOf()];

  add(what: string, measured: string, target = ""): void {
    this.rows.push({ what, measured, target });
    console.error(`${what}: ${measured}${target && ` (${target})`}`);
  }

  /** The table, with the day and the machine, as docs/benchmarks.md keeps it. */
  async markdown(): Promise<string> {
    this.pace.push(paceOf());
    const pace = `a core does a million rounds of SHA-256 in ${this.pace.map(milliseconds).join(" before, ")} after`;
    const { stdout: commit } = await execa("git", ["rev-parse", "--short", "HEAD"], { cwd: __dirname });
    const cells = [
      ["what", "measured", "target"],
      ["---", "---", "---"],
      ...this.rows.map(({ what, measured, target }) => [what, measured, target]),
    ];
    return [
      `${new Date().toISOString().slice(0, 10)}, commit ${commit}, ${machine()}; ${pace}`,
      "",
      ...cells.map(line),
    ].join("\n");
  }
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function machine(): string {
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${os.cpus().length} cores (${cpu?.model.trim()}), ${memory} GB, Linux ${os.release()}, Node ${process.versions.node}`;
}

/** How long a core takes for a piece of work that is always the same, in milliseconds. */
function paceOf(): number {
  const started = performance.now();
  pbkdf2Sync("password", "salt", 1_000_000, 32, "sha256");
  return performance.now() - started;
}

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
export const milliseconds = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
