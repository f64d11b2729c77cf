import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { pipeline } from "node:stream/promises";
import type { Home } from "../home";
import type { Origin, ResolvedTool, ToolName } from "./tool";

interface Manifest {
  readonly origin: Origin;
  /** SHA-256 of each file, by path within the tool's folder. */
  readonly files: Readonly<Record<string, string>>;
}

const manifestName = "manifest.json";

const folderOf = (home: Home, name: ToolName, key: string): string => path.join(home.tools, name, key);

/** @returns the tool when it was installed whole; a folder appears under its name only when it is complete */
export async function cached(
  home: Home,
  name: ToolName,
  version: string,
  key: string,
): Promise<ResolvedTool | undefined> {
  const directory = folderOf(home, name, key);
  return (await readManifest(directory)) && { name, version, origin: "cached", directory };
}

/**
 * Fills a new folder and puts it in place by rename, so that an interruption leaves no half tool. Other versions
 * of the tool are deleted: nothing refers to them any more.
 */
export async function install(
  home: Home,
  name: ToolName,
  version: string,
  key: string,
  fill: (directory: string) => Promise<Origin>,
): Promise<ResolvedTool> {
  const directory = folderOf(home, name, key);
  const parent = path.dirname(directory);
  const temporary = path.join(parent, `.new-${key}`);
  await fs.rm(temporary, { recursive: true, force: true });
  await fs.mkdir(temporary, { recursive: true });
  const origin = await fill(temporary);
  const manifest: Manifest = { origin, files: await hashes(temporary) };
  await fs.writeFile(path.join(temporary, manifestName), JSON.stringify(manifest));
  await fs.rename(temporary, directory);
  for (const entry of await fs.readdir(parent)) {
    if (entry !== key) await fs.rm(path.join(parent, entry), { recursive: true, force: true });
  }
  return { name, version, origin, directory };
}

/** @returns paths of files that are not what they were when the tool was installed */
export async function damaged(tool: ResolvedTool): Promise<string[]> {
  const manifest = await readManifest(tool.directory);
  const now = await hashes(tool.directory);
  return Object.entries(manifest?.files ?? {}).flatMap(([file, hash]) => (now[file] === hash ? [] : [file]));
}

async function readManifest(directory: string): Promise<Manifest | undefined> {
  try {
    return JSON.parse(await fs.readFile(path.join(directory, manifestName), "utf8")) as Manifest;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

async function hashes(directory: string): Promise<Record<string, string>> {
  const result: Record<string, string> = {};
  const entries = await fs.readdir(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile() && each.name !== manifestName)) {
    const file = path.join(entry.parentPath, entry.name);
    const hash = createHash("sha256");
    await pipeline(createReadStream(file), hash);
    result[path.relative(directory, file)] = hash.digest("hex");
  }
  return result;
}
