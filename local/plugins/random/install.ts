import * as path from "node:path";
import { bundleExecutable } from "../bundle";

/**
 * Puts `pulumi-resource-random` into a folder: one file that needs `node` on the PATH and nothing else. The
 * engine finds it when the folder is `plugins/resource-random-v4.21.2` of its PULUMI_HOME.
 */
export async function installRandomProvider(directory: string): Promise<void> {
  await bundleExecutable(path.join(__dirname, "main.ts"), path.join(directory, "pulumi-resource-random"));
}
