import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { bundle } from "../../../components/events/function/bundle";
import type { FunctionPlatform } from "../../../components/contracts";
import { published, type Start } from "./platform";

/** A program that runs a function. */
export interface FunctionProcess {
  /** Ends it, and waits for that. */
  stop(): Promise<void>;
  readonly ended: Promise<number | null>;
  output(): string;
  lines(): Readonly<Record<string, unknown>>[];
}

/** Folder with the bundle `index.js` of a function. */
export function bundled({ takes, code }: Start, platform: FunctionPlatform["kind"]): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "contract-"));
  let source = path.join(__dirname, "..", "..", "contract", "functions", takes);
  if (code !== undefined) {
    source = path.join(folder, "source");
    fs.mkdirSync(source);
    fs.writeFileSync(path.join(source, "index.ts"), code);
  }
  fs.writeFileSync(path.join(folder, "index.js"), bundle({ source, takes, platform }));
  return folder;
}

/** The variables that `needs.bus` gives. */
export const busEnvironment = (url: string): Record<string, string> => ({
  EVENTS_URL: url,
  EVENTS_SOURCE: "/functions/contract",
  EVENTS_TYPES: published.join(","),
});

/** Runs Node. @param folder is deleted when it has ended */
export function runNode(
  args: readonly string[],
  env: Record<string, string>,
  folder: string,
): FunctionProcess {
  const child = spawn(process.execPath, args, { env, cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  void ended.then(() => fs.rmSync(folder, { recursive: true }));
  return {
    ended,
    output: () => text,
    lines: () => text.split("\n").flatMap(ownLine),
    async stop() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** A platform writes lines of its own among those of the function. */
function ownLine(line: string): Readonly<Record<string, unknown>>[] {
  if (!line.startsWith('{"severity"')) return [];
  return [JSON.parse(line) as Record<string, unknown>];
}
