import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Home } from "../home";
import type { ResolvedTool, ToolName } from "./tool";

/** Provider plugins of the tool chain, and the npm package whose version the engine will ask for. */
const providers: Partial<Record<ToolName, { readonly name: string; readonly sdk: string }>> = {
  "provider-kubernetes": { name: "kubernetes", sdk: "@pulumi/kubernetes" },
  "provider-random": { name: "random", sdk: "@pulumi/random" },
};

/**
 * Puts a provider where the engine looks for it, under the version that the SDK asks for. An official plugin that is
 * there already stays: a stand-in never takes its place.
 */
export async function officialPlugin(
  home: Home,
  plugin: Plugin,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  for (const pulumiHome of [home.pulumi, env.PULUMI_HOME || path.join(os.homedir(), ".pulumi")]) {
    const folder = folderOf(pulumiHome, plugin);
    // The engine's own mark of an installation that was interrupted.
    const partial = await kindOf(`${folder}.partial`);
    if ((await kindOf(path.join(folder, programName(plugin)))) === "file" && !partial) return folder;
  }
  return undefined;
}

async function sdkVersion(sdk: string): Promise<string> {
  const file = require.resolve(`${sdk}/package.json`);
  return (JSON.parse(await fs.readFile(file, "utf8")) as { version: string }).version;
}
