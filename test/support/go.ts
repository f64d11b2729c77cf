import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import * as readline from "node:readline";
import { Readable } from "node:stream";
import execa from "execa";
import { goEnvironment } from "../../local/toolchain/go";
import { heartbeat } from "../../local/toolchain/heartbeat";

/** How tests ended. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What `go test -json` writes, a line each. */
interface Event {
  readonly Action: string;
  readonly Package?: string;
  readonly Test?: string;
  readonly Output?: string;
}

/**
 * Vets and tests a Go module, and prints what failed. Go's caches are kept where CAKE_GO_CACHE says, else deleted.
 *
 * @returns undefined when there is no Go
 */
export async function goTests(
  module: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Counts | undefined> {
  const caches = env.CAKE_GO_CACHE || (await fs.mkdtemp(path.join(os.tmpdir(), "cakestack-go-")));
  const options = { cwd: module, env: { ...env, ...goEnvironment(caches) }, reject: false } as const;
  const stop = heartbeat((elapsed) => console.log(`go, ${elapsed}`));
  try {
    const vet = await execa("go", ["vet", "./..."], { ...options, stdio: "inherit" });
    if ((vet as { code?: string }).code === "ENOENT") return undefined;
    const test = execa("go", ["test", "-json", "./..."], { ...options, stderr: "inherit", buffer: false });
    const events = await eventsOf(test);
    const output = outputOfFailures(events);
    if (output !== "") console.log(output);
    const { passed, failed, skipped } = count(events);
    const ended = await test;
    // Go can fail before it comes to a test.
    const isSilent = ended.failed && failed === 0;
    if (isSilent) console.log((ended as unknown as execa.ExecaError).shortMessage);
    return {
      passed: passed + (vet.failed ? 0 : 1),
      failed: failed + (vet.failed ? 1 : 0) + (isSilent ? 1 : 0),
      skipped,
    };
  } finally {
    stop();
    if (!env.CAKE_GO_CACHE) await fs.rm(caches, { recursive: true });
  }
}

async function eventsOf({ stdout }: execa.ExecaChildProcess): Promise<Event[]> {
  const events: Event[] = [];
  for await (const line of readline.createInterface({ input: stdout ?? Readable.from([]) })) {
    events.push(
      line.startsWith("{") ? (JSON.parse(line) as Event) : { Action: "output", Output: `${line}\n` },
    );
  }
  return events;
}

/** Tests without the ones they consist of; a package that fails without a failed test counts as one. */
function count(events: readonly Event[]): Counts {
  const outer = new Set(
    events.flatMap(({ Package, Test }) => outerTests(Test).map((test) => `${Package} ${test}`)),
  );
  const inner = events.filter(({ Package, Test }) => Test !== undefined && !outer.has(`${Package} ${Test}`));
  const of = (action: string) => inner.filter(({ Action }) => Action === action);
  const named = new Set(of("fail").map(({ Package }) => Package));
  const nameless = failedPackages(events).filter((name) => !named.has(name));
  return {
    passed: of("pass").length,
    failed: of("fail").length + nameless.length,
    skipped: of("skip").length,
  };
}

/** `a/b/c` is part of `a` and of `a/b`. */
const outerTests = (test = ""): string[] =>
  test
    .split("/")
    .slice(1)
    .map((_, index) =>
      test
        .split("/")
        .slice(0, index + 1)
        .join("/"),
    );

const failedPackages = (events: readonly Event[]): (string | undefined)[] =>
  events.filter(({ Action, Test }) => Action === "fail" && Test === undefined).map(({ Package }) => Package);

function outputOfFailures(events: readonly Event[]): string {
  const failed = new Set(failedPackages(events));
  const shown = events.filter(({ Package }) => Package === undefined || failed.has(Package));
  return shown.map(({ Output = "" }) => Output).join("");
}
