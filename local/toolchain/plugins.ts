import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import type { Home } from "../home";

/** A plugin of the engine, which asks for a provider under the version that its npm package names. */
export interface Plugin {
  /** @default "resource", a provider */
  readonly kind?: "resource" | "language";
  readonly name: string;
  /** The package, by name or by folder. @example "@pulumi/kubernetes" */
  readonly sdk: string;
}

/**
 * An official plugin that is installed already, in the PULUMI_HOME of this project or in the user's own. What this
 * project puts there is a link, so a file is an official one.
 *
 * @returns its folder
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

/**
 * Puts a plugin where the engine looks for it. An official plugin that is there stays: a stand-in never takes its
 * place.
 *
 * @param directory folder that holds the plugin's program
 */
export async function linkPlugin(home: Home, plugin: Plugin, directory: string): Promise<void> {
  // The engine takes no link to a folder, only a folder.
  const folder = folderOf(home.pulumi, plugin);
  const link = path.join(folder, programName(plugin));
  const program = path.join(directory, programName(plugin));
  if ((await kindOf(link)) === "file") return;
  if ((await fs.readlink(link).catch(() => undefined)) === program) return;
  await fs.mkdir(folder, { recursive: true });
  const temporary = `${link}.${process.pid}`;
  await fs.symlink(program, temporary);
  await fs.rename(temporary, link);
}

/** The version of a plugin that the engine will ask for. */
export function sdkVersion(plugin: Plugin): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the version is needed before anything is awaited
  const { pulumi, version } = require(`${plugin.sdk}/package.json`) as {
    version: string;
    pulumi?: { version?: string };
  };
  // A package that a plugin serves among many has another version than the plugin.
  return pulumi?.version ?? version;
}

const fullName = ({ kind = "resource", name }: Plugin): string => `${kind}-${name}`;

const programName = (plugin: Plugin): string => `pulumi-${fullName(plugin)}`;

const folderOf = (pulumiHome: string, plugin: Plugin): string =>
  path.join(pulumiHome, "plugins", `${fullName(plugin)}-v${sdkVersion(plugin)}`);

async function kindOf(file: string): Promise<"file" | "other" | undefined> {
  const stat = await fs.lstat(file).catch(() => undefined);
  return stat && (stat.isFile() ? "file" : "other");
}
