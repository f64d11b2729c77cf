import * as path from "node:path";
import {
  build,
  buildSync,
  formatMessagesSync,
  type BuildFailure,
  type BuildOptions,
  type BuildResult,
} from "esbuild";
import type { FunctionPlatform, FunctionSpec } from "../../contracts";
import { assetsOf } from "./assets";
import { isWoken } from "./service";

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
  /** What runs it. @default "knative" */
  readonly platform?: PlatformKind;
}

type PlatformKind = FunctionPlatform["kind"];

/** What is bundled of a function from source. */
export const bundleInput = (
  source: string,
  spec: Pick<FunctionSpec, "code" | "triggers">,
  platform?: PlatformKind,
): BundleInput => ({ source, takes: isWoken(spec) ? "events" : "requests", platform });

const keyOf = ({ source, takes, platform = "knative" }: BundleInput): string =>
  `${platform} ${takes} ${source}`;

/** Bundles a function ahead of its use, which then takes this bundle, and beside others. @throws as `bundle` does */
export async function checkBundle(input: BundleInput): Promise<void> {
  try {
    checked.set(keyOf(input), codeOf(await build(optionsOf(input))));
  } catch (error) {
    throw explained(input, error as Error);
  }
}

/** The bundle of a function: the one that was checked, if there is one. Used once, so that a later run sees what changed. */
export function takeBundle(input: BundleInput): string {
  const found = checked.get(keyOf(input));
  checked.delete(keyOf(input));
  return found ?? bundle(input);
}

/**
 * Bundles a function with what runs it on its platform, and with its files for browsers, into one file for Node. Where the
 * platform calls it, the file exports `handle`.
 *
 * @throws Error that shows each mistake with its file and line
 */
export function bundle(input: BundleInput): string {
  try {
    return codeOf(buildSync(optionsOf(input)));
  } catch (error) {
    throw explained(input, error as Error);
  }
}

function explained({ source }: BundleInput, error: Error): Error {
  const { errors } = error as Partial<BuildFailure>;
  const reasons = errors
    ? formatMessagesSync(errors, { kind: "error", color: false }).join("").trimEnd()
    : error.message;
  return new Error(`${source} does not compile:\n${reasons}`, { cause: error });
}

const codeOf = ({ outputFiles }: BuildResult): string => outputFiles?.[0]?.text ?? "";

const optionsOf = (input: BundleInput): BuildOptions => ({
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

/** The file where it begins. */
function entryOf({ source, takes, platform = "knative" }: BundleInput): string {
  const [answerer, answer] =
    takes === "events"
      ? ["answerEvents", "answerEvents(handler)"]
      : ["answerRequests", `answerRequests(handler, ${JSON.stringify(assetsOf(source))})`];
  const { first, start } = starts[platform](answer, takes);
  return `${first}
import handler from ${quoted(path.resolve(source), "index.ts")};
import { ${answerer} } from ${quoted(runtime, takes)};
if (typeof handler !== "function") throw new Error("the default export of index.ts is not a function");
${start}`;
}

const quoted = (...parts: string[]): string => JSON.stringify(path.join(...parts));

/** What comes before the function, and what begins it. @param answer the expression that answers */
type Start = (
  answer: string,
  takes: BundleInput["takes"],
) => { readonly first: string; readonly start: string };

const starts: Readonly<Record<PlatformKind, Start>> = {
  knative: (answer) => ({
    // What fails before the handler is there is one line of the log, too.
    first: `import ${quoted(runtime, "crash")}; import { serve } from ${quoted(runtime, "server")};`,
    start: `serve(${answer});`,
  }),
  lambda: (answer) => ({
    first: `import { onLambda } from ${quoted(runtime, "lambda", "index")};`,
    start: `export const handle = onLambda(${answer});`,
  }),
  cloudfunctions: (answer, takes) => ({
    first: `import { onCloudFunctions } from ${quoted(runtime, "cloud-functions", "index")};`,
    start: `export const handle = onCloudFunctions(${answer}, ${JSON.stringify(takes)});`,
  }),
};
