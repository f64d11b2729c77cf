import * as path from "node:path";
import { buildSync, formatMessagesSync, type BuildFailure } from "esbuild";
import { assetsOf } from "./assets";

const runtime = path.join(__dirname, "..", "runtime");

/** What was bundled to be checked, and not been used yet. */
const checked = new Map<string, string>();

/** Bundles a function ahead of its use, which then takes this bundle. @throws as `bundle` does */
export function checkBundle(source: string): void {
  checked.set(source, bundle(source));
}

/** The bundle of a function: the one that was checked, if there is one. Used once, so that a later run sees what changed. */
export function takeBundle(source: string): string {
  const found = checked.get(source);
  checked.delete(source);
  return found ?? bundle(source);
}

/**
 * Bundles a function with the server that runs it, and with its files for browsers, into one file for Node.
 *
 * @param source folder with an `index.ts` whose default export is a handler, and perhaps a folder `public`
 * @throws Error that shows each mistake with its file and line
 */
export function bundle(source: string): string {
  try {
    return program(source);
  } catch (error) {
    const { errors } = error as Partial<BuildFailure>;
    const reasons = errors
      ? formatMessagesSync(errors, { kind: "error", color: false }).join("").trimEnd()
      : (error as Error).message;
    throw new Error(`${source} does not compile:\n${reasons}`, { cause: error });
  }
}

function program(source: string): string {
  const handler = path.resolve(source, "index.ts");
  const from = (...parts: string[]) => JSON.stringify(path.join(...parts));
  const entry = `import ${from(runtime, "crash")};
import handler from ${from(handler)};
import { serve } from ${from(runtime, "server")};
if (typeof handler !== "function") throw new Error("the default export of index.ts is not a function");
serve(handler, ${JSON.stringify(assetsOf(source))});`;
  const { outputFiles } = buildSync({
    stdin: { contents: entry, resolveDir: path.dirname(handler), loader: "ts", sourcefile: "function.ts" },
    bundle: true,
    minify: true,
    keepNames: true,
    platform: "node",
    target: "node22",
    format: "cjs",
    write: false,
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}
