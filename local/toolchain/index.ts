import { accessSync } from "node:fs";
import * as path from "node:path";
import execa from "execa";
import type { Home } from "../home";
import { cached, install } from "./cache";
import { download, reachable, type Mirror } from "./download";
import { GoBuilder } from "./go";
import { duration } from "./heartbeat";
import { exclusively } from "./lock";
import { installPlugin } from "./plugins";
import { keyOf, recipes, type Kitchen, type Recipe } from "./tools";
import type { Origin, Report, ResolvedTool, ToolName } from "./tool";

export { damaged } from "./cache";

/** What the tests replace: where official files come from, and how tools are made. */
export interface ToolChainOptions {
  readonly mirror?: Mirror;
  readonly recipes?: Partial<Record<ToolName, Recipe>>;
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Finds or makes tools, each in this order: present on the machine in a good version, cached, official download,
 * compiled from its Go module. Safe to interrupt and to run twice at once.
 *
 * @throws UserError when a tool can neither be had nor made
 */
export async function ensureTools<N extends ToolName>(
  home: Home,
  names: readonly N[],
  report: Report,
  options: ToolChainOptions = {},
): Promise<Record<N, ResolvedTool>> {
  const found = await Promise.all(names.map((name) => find(home, name, options)));
  if (found.some((tool) => tool === undefined)) {
    return exclusively(home, report, () => makeMissing(home, names, report, options));
  }
  return byName(names, found as ResolvedTool[]);
}

/** What `cake doctor` shows: each tool, and where it is, or undefined where it would have to be made. */
export async function describeTools(home: Home): Promise<Map<ToolName, ResolvedTool | undefined>> {
  const names = Object.keys(recipes) as ToolName[];
  return new Map(await Promise.all(names.map(async (name) => [name, await find(home, name, {})] as const)));
}

async function makeMissing<N extends ToolName>(
  home: Home,
  names: readonly N[],
  report: Report,
  options: ToolChainOptions,
): Promise<Record<N, ResolvedTool>> {
  const go = new GoBuilder(home, options.env);
  const order = Object.keys(recipes) as ToolName[];
  const tools: ResolvedTool[] = [];
  let online: Promise<boolean> | undefined;
  for (const name of [...names].sort((a, b) => order.indexOf(a) - order.indexOf(b))) {
    // Another run may have made it while this one waited.
    const present = await find(home, name, options);
    const recipe = recipeOf(name, options);
    const address = recipe.official?.[0]?.url;
    if (!present && address) online ??= reachable((options.mirror ?? same)(address), options.env);
    const kitchen = { home, go, report: (line: string) => report(`${name}: ${line}`) };
    tools.push(present ?? (await make(kitchen, name, recipe, (await online) ?? false, options.mirror ?? same)));
  }
  await go.clean();
  return byName([...names].sort((a, b) => order.indexOf(a) - order.indexOf(b)), tools);
}

async function make(kitchen: Kitchen, name: ToolName, recipe: Recipe, online: boolean, mirror: Mirror): Promise<ResolvedTool> {
  const started = Date.now();
  kitchen.report(`making ${recipe.version}`);
  const tool = await install(kitchen.home, name, recipe.version, await keyOf(recipe), async (target): Promise<Origin> => {
    const downloads = online ? recipe.official : undefined;
    for (const file of downloads ?? []) await download(file, target, mirror, kitchen.report);
    if (!downloads && recipe.go) await kitchen.go.build(recipe.go, target, kitchen.report);
    await recipe.finish?.(kitchen, target);
    return downloads ? "downloaded" : "built";
  });
  await installPlugin(kitchen.home, tool);
  kitchen.report(`${tool.origin} in ${duration(Date.now() - started)}`);
  return tool;
}

async function find(home: Home, name: ToolName, options: ToolChainOptions): Promise<ResolvedTool | undefined> {
  const recipe = recipeOf(name, options);
  return (await present(name, recipe)) ?? (await cached(home, name, recipe.version, await keyOf(recipe)));
}

async function present(name: ToolName, recipe: Recipe): Promise<ResolvedTool | undefined> {
  if (!recipe.present) return undefined;
  const { program, args, atLeast } = recipe.present;
  const { stdout, failed } = await execa(program, args, { reject: false, timeout: 10_000 });
  const version = /\d+\.\d+\.\d+/.exec(stdout ?? "")?.[0];
  if (failed || !version || compare(version, atLeast) < 0) return undefined;
  const { stdout: file } = await execa("sh", ["-c", `command -v ${program}`]);
  return { name, version, origin: "present", directory: path.dirname(file) };
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

const same: Mirror = (url) => url;

function recipeOf(name: ToolName, options: ToolChainOptions): Recipe {
  return options.recipes?.[name] ?? recipes[name];
}

function byName<N extends ToolName>(names: readonly N[], tools: readonly ResolvedTool[]): Record<N, ResolvedTool> {
  return Object.fromEntries(names.map((name, index) => [name, tools[index]])) as Record<N, ResolvedTool>;
}

/** Where programs lie in the folder of a tool: at its top, or where Debian packages put them. */
const programFolders = ["", "usr/bin", "usr/sbin", "bin", "sbin", "usr/lib/cni"];

/** Folders of a machine's own installed packages: what a Debian tool leaves out because the machine has it. */
const machineFolders = ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/lib/cni"];

/** Path of a program of a tool. */
export function programOf(tool: ResolvedTool, program: string): string {
  const own = programFolders.map((folder) => path.join(tool.directory, folder, program));
  const candidates = tool.name === "debian" ? [...own, ...machineFolders.map((folder) => path.join(folder, program))] : own;
  const found = candidates.find(isThere);
  if (!found) throw new Error(`${tool.name} ${tool.version} has no program ${program} in ${tool.directory}`);
  return found;
}

function isThere(file: string): boolean {
  try {
    accessSync(file);
    return true;
  } catch {
    return false;
  }
}

/** What programs unpacked from Debian packages need to find each other and their libraries. */
export function environmentOf(tool: ResolvedTool): { readonly PATH: string; readonly LD_LIBRARY_PATH: string } {
  const within = (folders: readonly string[]) => folders.map((folder) => path.join(tool.directory, folder)).join(":");
  return {
    PATH: within(["usr/bin", "usr/sbin", "bin", "sbin"]),
    LD_LIBRARY_PATH: within(["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu"]),
  };
}
