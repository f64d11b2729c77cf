import * as path from "node:path";
import { buildSync, formatMessagesSync, type BuildFailure } from "esbuild";

const runtime = path.join(__dirname, "..", "runtime");

/**
 * Bundles a function with the server that runs it into one file for Node.
 *
 * @param source folder with an `index.ts` whose default export is a handler
 * @throws Error that shows each mistake with its file and line
 */
export function bundle(source: string): string {
  const handler = path.resolve(source, "index.ts");
  const from = (...parts: string[]) => JSON.stringify(path.join(...parts));
  const entry = `import ${from(runtime, "crash")};
import handler from ${from(handler)};
import { serve } from ${from(runtime, "server")};
if (typeof handler !== "function") throw new Error("the default export of index.ts is not a function");
serve(handler);`;
  try {
    const result = buildSync({
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
    return result.outputFiles[0]?.text ?? "";
  } catch (error) {
    const messages = formatMessagesSync((error as BuildFailure).errors, { kind: "error", color: false });
    throw new Error(`${source} does not compile:\n${messages.join("").trimEnd()}`, { cause: error });
  }
}
