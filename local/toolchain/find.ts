import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import type { Home } from "../home";
import { cached } from "./cache";
import { officialPlugin } from "./plugins";
import { holds } from "./programs";
import { keyOf, type Recipe } from "./recipe";
import type { ResolvedTool, ToolName } from "./tool";

/** A version question that takes longer than this has no answer. */
const answerTimeout = 10_000;

/** @returns a tool that is on the machine in a good version, or else in the cache, whole */
export async function find(
  home: Home,
  name: ToolName,
  recipe: Recipe,
  env: NodeJS.ProcessEnv,
): Promise<ResolvedTool | undefined> {
  const found =
    (await plugin(home, name, recipe, env)) ??
    (await present(home, name, recipe, env)) ??
    (await cached(home, name, recipe.version, await keyOf(recipe)));
  return found && holds(found, recipe.holds) ? found : undefined;
}

async function plugin(
  home: Home,
  name: ToolName,
  recipe: Recipe,
  env: NodeJS.ProcessEnv,
): Promise<ResolvedTool | undefined> {
  const directory = recipe.plugin && (await officialPlugin(home, recipe.plugin, env));
  if (!directory) return undefined;
  return { name, version: path.basename(directory).replace(/^.*-v/, "v"), origin: "present", directory };
}

async function present(
  home: Home,
  name: ToolName,
  recipe: Recipe,
  env: NodeJS.ProcessEnv,
): Promise<ResolvedTool | undefined> {
  const [program] = recipe.holds;
  const file = recipe.present && program && (await onPath(home, program, env));
  if (!recipe.present || !file) return undefined;
  const { stdout, failed } = await execa(file, recipe.present.args, {
    env,
    reject: false,
    timeout: answerTimeout,
  });
  const version = /\d+\.\d+\.\d+/.exec(stdout)?.[0];
  const { atLeast, below } = recipe.present;
  if (failed || !version || older(version, atLeast) || (below && !older(version, below))) return undefined;
  const tool: ResolvedTool = {
    name,
    version: `v${version}`,
    origin: "present",
    directory: path.dirname(file),
  };
  return holds(tool, recipe.holds) ? tool : undefined;
}

/** Links are followed: what belongs to a program lies beside the program itself. */
async function onPath(home: Home, program: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const folder of (env.PATH ?? "").split(path.delimiter)) {
    const file = await fs.realpath(path.join(folder, program)).catch(() => undefined);
    // `cake env` puts the cached tools on the PATH.
    if (file && !file.startsWith(home.tools + path.sep)) return file;
  }
  return undefined;
}

const older = (version: string, than: string): boolean =>
  version.localeCompare(than, "en", { numeric: true }) < 0;
