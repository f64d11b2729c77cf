import * as path from "node:path";
import { buildSync, formatMessagesSync, type BuildFailure } from "esbuild";
import type { FunctionSpec } from "../../contracts";
import { assetsOf } from "./assets";

const runtime = path.join(__dirname, "..", "runtime");

/** Native bindings of pg, which are used when one asks for them; and what reads .proto files, for gRPC's own statistics. */
const absent = Object.fromEntries(
  ["pg-native", "@grpc/proto-loader"].map((name) => [name, path.join(__dirname, "absent")]),
);

/** What was bundled to be checked, and not been used yet. */
const checked = new Map<string, string>();

/** What decides what is bundled. */
export interface BundleInput {
  /** Folder with an `index.ts` whose default export is a handler, and perhaps a folder `public`. */
  readonly source: string;
  /** What the handler takes. */
  readonly takes: "requests" | "events";
}

/** What is bundled of a function from source. */
export const bundleInput = (
  source: string,
  { triggers = [] }: Pick<FunctionSpec, "code" | "triggers">,
): BundleInput => ({ source, takes: triggers.length > 0 ? "events" : "requests" });

const keyOf = ({ source, takes }: BundleInput): string => `${takes} ${source}`;

/** Bundles a function ahead of its use, which then takes this bundle. @throws as `bundle` does */
export function checkBundle(input: BundleInput): void {
  checked.set(keyOf(input), bundle(input));
}

/** The bundle of a function: the one that was checked, if there is one. Used once, so that a later run sees what changed. */
export function takeBundle(input: BundleInput): string {
  const found = checked.get(keyOf(input));
  checked.delete(keyOf(input));
  return found ?? bundle(input);
}

/**
 * Bundles a function with the server that runs it, and with its files for browsers, into one file for Node.
 *
 * @throws Error that shows each mistake with its file and line
 */
export function bundle(input: BundleInput): string {
  try {
    return program(input);
  } catch (error) {
    const { errors } = error as Partial<BuildFailure>;
    const reasons = errors
      ? formatMessagesSync(errors, { kind: "error", color: false }).join("").trimEnd()
      : (error as Error).message;
    throw new Error(`${input.source} does not compile:\n${reasons}`, { cause: error });
  }
}

function program(input: BundleInput): string {
  const { outputFiles } = buildSync({
    stdin: {
      contents: entryOf(input),
      resolveDir: path.resolve(input.source),
      loader: "ts",
      sourcefile: "function.ts",
    },
    bundle: true,
    minify: true,
    keepNames: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    alias: absent,
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

/** The file where it begins: what fails before the handler is there is one line of the log, too. */
function entryOf({ source, takes }: BundleInput): string {
  const from = (...parts: string[]) => JSON.stringify(path.join(...parts));
  const [answerer, answer] =
    takes === "events"
      ? ["answerEvents", "answerEvents(handler)"]
      : ["answerRequests", `answerRequests(handler, ${JSON.stringify(assetsOf(source))})`];
  return `import ${from(runtime, "crash")};
import handler from ${from(path.resolve(source), "index.ts")};
import { ${answerer} } from ${from(runtime, takes)};
import { serve } from ${from(runtime, "server")};
if (typeof handler !== "function") throw new Error("the default export of index.ts is not a function");
serve(${answer});`;
}
