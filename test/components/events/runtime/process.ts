import { spawn, type ChildProcess } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { bundle, type BundleInput } from "../../../../components/events/function/bundle";
import { opened } from "../../../support/contract/opened";
import { freePort } from "../../../support/free-port";

/** A function that runs in a process of its own, as it would in a pod. */
export interface Running {
  readonly process: ChildProcess;
  readonly url: string;
  readonly port: number;
  /** Its exit code, once it has ended. */
  readonly exit: Promise<number | null>;
  /** The lines of its log so far. */
  lines(): Record<string, unknown>[];
}

/** Contents by path. */
type Files = Readonly<Record<string, string>>;

/** A folder with an `index.ts` of this content, and other files. */
export function sourceOf(code: string, others: Files = {}): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "function-test-"));
  for (const [name, content] of Object.entries({ ...others, "index.ts": code })) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

/** What it is started with, other than with nothing. */
interface Start {
  readonly others?: Files;
  readonly takes?: BundleInput["takes"];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Bundles and starts a function; returns before it listens. */
export async function run(
  code: string,
  { others, takes = "requests", environment }: Start = {},
): Promise<Running> {
  const folder = sourceOf(code, others);
  const file = path.join(folder, "bundle.js");
  fs.writeFileSync(file, bundle({ source: folder, takes }));
  const port = await freePort();
  const child = spawn(process.execPath, [file], {
    env: { ...environment, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let log = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (log += chunk));
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  void exit.then(() => fs.rmSync(folder, { recursive: true }));
  const lines = () =>
    log
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { process: child, port, url: `http://127.0.0.1:${port}`, exit, lines };
}

/** Starts a function and waits until its port is open. */
export async function listening(code: string, start?: Start): Promise<Running> {
  const running = await run(code, start);
  await opened(running.port, { ended: running.exit });
  return running;
}
