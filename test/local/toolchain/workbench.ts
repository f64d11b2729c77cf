import { createHash } from "node:crypto";
import * as fs from "node:fs/promises";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { homeOf, type Home } from "../../../local/home";
import type { Recipe } from "../../../local/toolchain/recipe";

/** A CAKE_HOME of its own, a folder of fake programs that comes first on the PATH, and what they were called with. */
export interface Workbench {
  readonly home: Home;
  readonly folder: string;
  /** Puts a shell script on the PATH. */
  program(name: string, script: string): Promise<void>;
  /** Lines that the fake programs wrote to `$CALLS`. */
  calls(): Promise<string[]>;
  clear(): Promise<void>;
}

export async function workbench(): Promise<Workbench> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "cake-tools-"));
  const programs = path.join(folder, "bin");
  const calls = path.join(folder, "calls");
  await fs.mkdir(programs);
  await fs.writeFile(calls, "");
  const before = { ...process.env };
  process.env.PATH = `${programs}:${before.PATH}`;
  process.env.CALLS = calls;
  // Whoever keeps Go's caches elsewhere keeps them out of this.
  delete process.env.CAKE_GO_CACHE;
  return {
    home: homeOf({ CAKE_HOME: path.join(folder, "home") }),
    folder,
    program: (name, script) =>
      fs.writeFile(path.join(programs, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 }),
    calls: async () => (await fs.readFile(calls, "utf8")).split("\n").filter(Boolean),
    clear: async () => {
      process.env = before;
      // What was discarded is still being deleted by a program of its own.
      await fs.rm(folder, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** A Go that compiles nothing: it writes down its calls and makes the file that is asked for. */
export const fakeGo = `
echo "go $1 $(basename "$PWD") cgo=$CGO_ENABLED $GOFLAGS" >> "$CALLS"
mkdir -p "$GOCACHE" "$GOMODCACHE"
case "$1" in
  env) echo go1.26.0 ;;
  build)
    while [ "$1" != -o ]; do shift; done
    case "$2" in */) echo program > "$2$(basename "$PWD")" ;; *) echo program > "$2" ;; esac ;;
esac`;

/** A recipe that compiles a module without content. */
export async function goRecipe(bench: Workbench, name: string, more: Partial<Recipe> = {}): Promise<Recipe> {
  const module = path.join(bench.folder, name);
  await fs.mkdir(module, { recursive: true });
  return { version: "v1.2.3", holds: [name], sources: [module], go: { module, packages: ["."] }, ...more };
}

export type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

/** Stands in for the official addresses. */
export interface Site {
  /** To be given as `mirror`. */
  readonly mirror: (url: string) => string;
  /** `METHOD /path` of each request. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** @param answers by path */
export async function site(answers: Readonly<Record<string, Answer | string | Buffer>>): Promise<Site> {
  const requests: string[] = [];
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const answer = answers[request.url ?? ""];
    if (answer === undefined) response.writeHead(404).end();
    else if (typeof answer === "function") answer(request, response);
    else response.end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    mirror: (url) => `http://127.0.0.1:${port}${new URL(url).pathname}`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const sha256 = (content: string | Buffer): string =>
  createHash("sha256").update(content).digest("hex");

/** Waits for something that happens in other processes; the test's own time limit ends it. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise(setImmediate);
}
