import { build } from "esbuild";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { sdkTypes } from "./simulated/build";

/**
 * Writes a TypeScript program with everything it imports as one executable file for node. The file does not
 * need this checkout. A running copy keeps its old file: the new one takes its place in one step.
 *
 * @param entry the program, a `.ts` file
 * @param file where to write; its folder is made
 */
export async function bundleExecutable(entry: string, file: string): Promise<void> {
  await fs.mkdir(path.dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  try {
    await build({
      entryPoints: [entry],
      outfile: partial,
      bundle: true,
      platform: "node",
      format: "cjs",
      target: "node20",
      minifyWhitespace: true,
      legalComments: "eof",
      banner: { js: "#!/usr/bin/env node" },
      plugins: [sdkTypes],
      logLevel: "silent",
    });
    await fs.chmod(partial, 0o755);
    await fs.rename(partial, file);
  } finally {
    await fs.rm(partial, { force: true });
  }
}
