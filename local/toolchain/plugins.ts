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
export async function installPlugin(home: Home, tool: ResolvedTool): Promise<void> {
  const provider = providers[tool.name];
  if (!provider) return;
  const directory = path.join(home.pulumi, "plugins", `resource-${provider.name}-v${await sdkVersion(provider.sdk)}`);
  const program = `pulumi-resource-${provider.name}`;
  const target = path.join(directory, program);
  const existing = await fs.lstat(target).catch(() => undefined);
  // Ours are links into the tool folder; a file is an official one.
  if (existing && !existing.isSymbolicLink()) return;
  await fs.mkdir(directory, { recursive: true });
  await fs.rm(target, { force: true });
  await fs.symlink(path.join(tool.directory, program), target);
}

async function sdkVersion(sdk: string): Promise<string> {
  const file = require.resolve(`${sdk}/package.json`);
  return (JSON.parse(await fs.readFile(file, "utf8")) as { version: string }).version;
}
