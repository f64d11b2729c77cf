import * as fs from "node:fs";
import * as path from "node:path";
import { buildSync, formatMessagesSync, type BuildFailure } from "esbuild";

const server = path.join(__dirname, "..", "runtime", "server");

/**
 * Bundles a function with the server that runs it into one file for Node.
 *
 * @param source folder with an `index.ts` whose default export is a handler
 * @throws Error that shows each mistake with its file and line
 */
export function bundle(source: string): string {
  const handler = path.resolve(source, "index.ts");
  if (!fs.existsSync(handler)) throw new Error(`${handler} does not exist. A function's folder has an index.ts that exports its handler.`);
  const entry = `import handler from ${JSON.stringify(handler)};
import { serve } from ${JSON.stringify(server)};
if (typeof handler !== "function") throw new Error("index.ts has no default export that is a function");
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
