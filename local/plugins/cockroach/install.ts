import * as path from "node:path";
import { bundleExecutable } from "../bundle";

/**
 * Puts `pulumi-resource-terraform-provider` into a folder: one file that needs `node` on the PATH and nothing else. The
 * engine finds it when the folder is `plugins/resource-terraform-provider-v1.1.3` of its PULUMI_HOME.
 */
export async function installCockroachProvider(directory: string): Promise<void> {
  const file = path.join(directory, "pulumi-resource-terraform-provider");
  await bundleExecutable(path.join(__dirname, "main.ts"), file);
}
