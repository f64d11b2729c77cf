import * as path from "node:path";
import { bundleExecutable } from "../bundle";

/**
 * Puts `pulumi-resource-tls` into a folder: one file that needs `node` on the PATH and nothing else. The engine
 * finds it when the folder is `plugins/resource-tls-v5.6.1` of its PULUMI_HOME.
 */
export async function installTlsProvider(directory: string): Promise<void> {
  await bundleExecutable(path.join(__dirname, "main.ts"), path.join(directory, "pulumi-resource-tls"));
}
