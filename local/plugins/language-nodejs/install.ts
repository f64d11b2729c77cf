import * as path from "node:path";
import { bundleExecutable } from "../bundle";

/**
 * Puts `pulumi-language-nodejs` into a folder: one file that needs `node` on the PATH and nothing else. The engine
 * finds it among its plugins, unless the official one is beside the `pulumi` program.
 */
export async function installLanguageHost(directory: string): Promise<void> {
  await bundleExecutable(path.join(__dirname, "main.ts"), path.join(directory, "pulumi-language-nodejs"));
}
