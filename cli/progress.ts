import { duration, heartbeat } from "../local/toolchain/heartbeat";
import type { Report } from "../local/toolchain/tool";

/** How long nothing may be said, in milliseconds. */
const silence = 4_500;

/** Says what happens, one plain line each, with the time since the start: the same for a person and for a log. */
export class Progress {
  private readonly started = Date.now();
  private readonly phases: { name: string; took: number }[] = [];
  /** When something was last said. */
  private last = this.started;

  readonly report: Report = (line) => {
    this.last = Date.now();
    console.log(`${duration(Date.now() - this.started).padStart(6)}  ${line}`);
  };

  /** Runs a phase, says so after a few seconds of silence, and keeps its time for the closing table. */
  async phase<T>(name: string, work: (report: Report) => Promise<T>): Promise<T> {
    const started = Date.now();
    // Silence is counted over phases: several short ones would add up to a long one.
    const stop = heartbeat((elapsed) => {
      if (Date.now() - this.last >= silence) this.report(`${name}, ${elapsed}`);
    }, 1_000);
    try {
      return await work(this.report);
    } finally {
      stop();
      this.phases.push({ name, took: Date.now() - started });
    }
  }

  /** Each phase and how long it took. */
  times(): [string, string][] {
    return this.phases.map(({ name, took }) => [name, duration(took)]);
  }
}

/** A table with aligned columns under a heading. */
export function table(heading: string, rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<number[]>(
    (so, row) => row.map((cell, index) => Math.max(so[index] ?? 0, cell.length)),
    [],
  );
  const lines = rows.map((row) =>
    `  ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ")}`.trimEnd(),
  );
  return [heading, ...lines].join("\n");
}
