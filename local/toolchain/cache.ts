import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { pipeline } from "node:stream/promises";
import type { Home } from "../home";
import type { Origin, ResolvedTool, ToolName } from "./tool";

interface Manifest {
  readonly name: ToolName;
  readonly version: string;
  readonly origin: Origin;
  /** SHA-256 of each file, by path within the tool's folder. */
  readonly files: Readonly<Record<string, string>>;
}

const manifestName = "manifest.json";
const unfinished = ".new-";

/** @returns the tool when it was installed whole: a folder has its name only when it is complete */
export async function cached(
  home: Home,
  name: ToolName,
  version: string,
  key: string,
): Promise<ResolvedTool | undefined> {
  const directory = path.join(home.tools, name, key);
  return (await readManifest(directory)) && { name, version, origin: "cached", directory };
}

/**
 * Fills a new folder and puts it in place by rename, so that an interruption leaves no half tool.
 *
 * @param fill writes the tool's files and says where they came from
 */
export async function install(
  home: Home,
  name: ToolName,
  version: string,
  key: string,
  fill: (directory: string) => Promise<Origin>,
): Promise<ResolvedTool> {
  const parent = path.join(home.tools, name);
  const directory = path.join(parent, key);
  await fs.mkdir(parent, { recursive: true });
  for (const entry of await fs.readdir(parent)) {
    if (entry.startsWith(unfinished)) await fs.rm(path.join(parent, entry), { recursive: true });
  }
  const temporary = path.join(parent, `${unfinished}${key}`);
  await fs.mkdir(temporary);
  const origin = await fill(temporary);
  const manifest: Manifest = { name, version, origin, files: await hashes(temporary) };
  await fs.writeFile(path.join(temporary, manifestName), JSON.stringify(manifest, null, 2));
  // A tool that is not whole any more is made again under the same name.
  await fs.rm(directory, { recursive: true, force: true });
  await fs.rename(temporary, directory);
  return { name, version, origin, directory };
}

/** @returns paths, within the tool's folder, of files that are not what they were when the tool was installed */
export async function damaged(tool: ResolvedTool): Promise<string[]> {
  const recorded = Object.entries((await readManifest(tool.directory))?.files ?? {});
  const found = await Promise.all(
    recorded.map(([file]) => hashOf(path.join(tool.directory, file)).catch(() => undefined)),
  );
  return recorded.flatMap(([file, hash], index) => (found[index] === hash ? [] : [file]));
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
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = path.join(entry.parentPath, entry.name);
    result[path.relative(directory, file)] = await hashOf(file);
  }
  return result;
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
