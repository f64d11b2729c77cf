import * as path from "node:path";
import { bundleExecutable } from "../bundle";

/** Puts the simulated provider of a cloud into a folder, which has to be on the PATH of the engine to be found. */
export async function installSimulatedProvider(cloud: "aws" | "gcp", directory: string): Promise<void> {
  const main = path.join(__dirname, cloud, "main.ts");
  await bundleExecutable(main, path.join(directory, `pulumi-resource-${cloud}`));
}
