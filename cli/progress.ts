import { duration, heartbeat } from "../local/toolchain/heartbeat";
import type { Report } from "../local/toolchain/tool";

/** Says what happens, one plain line each, with the time since the start: the same for a person and for a log. */
export class Progress {
  private readonly started = Date.now();
  private readonly phases: { name: string; took: number }[] = [];

  readonly report: Report = (line) => {
    console.log(`${duration(Date.now() - this.started).padStart(6)}  ${line}`);
  };

  /** Runs a phase, says so every few seconds when it says nothing itself, and keeps its time for the closing table. */
  async phase<T>(name: string, work: (report: Report) => Promise<T>): Promise<T> {
    const started = Date.now();
    let last = started;
    const report: Report = (line) => {
      last = Date.now();
      this.report(line);
    };
    const stop = heartbeat((elapsed) => {
      if (Date.now() - last >= 4_500) this.report(`${name}, ${elapsed}`);
    });
    try {
      return await work(report);
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
