import { createHash } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import type { Home } from "../home";
import type { OfficialFile } from "./download";
import type { GoBuild, GoBuilder } from "./go";
import type { Plugin } from "./plugins";
import type { Report } from "./tool";

/** What a recipe may use. */
export interface Kitchen {
  readonly home: Home;
  readonly go: GoBuilder;
  readonly report: Report;
}

/** How a tool is had. */
export interface Recipe {
  readonly version: string;
  /** Programs and files without which the tool is not whole. */
  readonly holds: readonly string[];
  /** Files and folders of ours that it is made from: a change of them makes it anew. */
  readonly sources: readonly string[];
  /** Which version on the PATH will do, and how to ask the first program of `holds` for it. */
  readonly present?: { readonly args: readonly string[]; readonly atLeast: string; readonly below?: string };
  /** Set when the tool is a plugin of the Pulumi engine. */
  readonly plugin?: Plugin;
  /** The official download. */
  readonly official?: readonly OfficialFile[];
  /** Compiles it, when it cannot be downloaded. */
  readonly go?: GoBuild;
  /** Makes it without Go, when it cannot be downloaded. */
  readonly make?: (kitchen: Kitchen, target: string) => Promise<void>;
  /** Adds what a build lacks. */
  readonly finish?: (kitchen: Kitchen, target: string) => Promise<void>;
}

/** Name of a tool's folder in the cache: its version and what it is made from. */
export async function keyOf(recipe: Recipe): Promise<string> {
  const hash = createHash("sha256");
  hash.update(
    JSON.stringify([recipe.holds, recipe.official, recipe.go && { ...recipe.go, module: undefined }]),
  );
  for (const source of recipe.sources) {
    for (const file of await filesIn(source)) {
      hash.update(path.relative(path.dirname(source), file)).update(await fs.readFile(file));
    }
  }
  return `${recipe.version}-${hash.digest("hex").slice(0, 12)}`;
}

async function filesIn(source: string): Promise<string[]> {
  if ((await fs.stat(source)).isFile()) return [source];
  const entries = await fs.readdir(source, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [path.join(entry.parentPath, entry.name)] : [])).sort();
}
