import * as fs from "node:fs/promises";
import type { Home } from "../home";
import type { Mirror } from "./download";
import { find } from "./find";
import { exclusively } from "./lock";
import { goCaches, makeAll, toBeCompiled, type Order } from "./make";
import { linkPlugin } from "./plugins";
import type { Recipe } from "./recipe";
import type { Report, ResolvedTool, ToolName } from "./tool";
import { recipes } from "./tools";

export { damaged } from "./cache";
export { environmentOf, programOf } from "./programs";

/** What the tests replace. */
export interface ToolChainOptions {
  /** @default the official addresses */
  readonly mirror?: Mirror;
  /** @default the recipes of tools.ts */
  readonly recipes?: Partial<Record<ToolName, Recipe>>;
  /**
   * Reads PATH, PULUMI_HOME, CAKE_OFFLINE (`1`: no download is tried) and CAKE_GO_CACHE (a folder that keeps Go's
   * caches; without it they are deleted after use).
   *
   * @default process.env
   */
  readonly env?: NodeJS.ProcessEnv;
}

/**
 * Finds or makes tools, each in this order: present on the machine in a good version, cached, official download,
 * compiled from its Go module. Safe to interrupt, and to run twice at once.
 *
 * @throws UserError when a tool can neither be had nor made, or a download has a wrong checksum
 */
export async function ensureTools<N extends ToolName>(
  home: Home,
  names: readonly N[],
  report: Report,
  options: ToolChainOptions = {},
): Promise<Record<N, ResolvedTool>> {
  const env = options.env ?? process.env;
  const orders = ordersOf(names, options);
  let tools = await findAll(home, orders, env);
  if (tools.size < orders.length) {
    tools = await exclusively(home, report, async (abort) => {
      // Another run may have made some while this one waited.
      const found = await findAll(home, orders, env);
      const missing = orders.filter(({ name }) => !found.has(name));
      const made = await makeAll(
        { home, env, mirror: options.mirror ?? ((url) => url), report, abort },
        missing,
      );
      return new Map([...found, ...made.map((tool) => [tool.name, tool] as const)]);
    });
  }
  for (const { name, recipe } of orders) {
    if (recipe.plugin) await linkPlugin(home, recipe.plugin, tools.get(name)?.directory ?? "");
  }
  return Object.fromEntries(tools) as Record<N, ResolvedTool>;
}

/** What `cake doctor` shows: each tool, or undefined where it would have to be downloaded or built. */
export async function describeTools(
  home: Home,
  options: ToolChainOptions = {},
): Promise<Map<ToolName, ResolvedTool | undefined>> {
  const orders = ordersOf(Object.keys(recipes) as ToolName[], options);
  const tools = await findAll(home, orders, options.env ?? process.env);
  return new Map(orders.map(({ name }) => [name, tools.get(name)]));
}

/** How much of the compiling is ahead, and will take disk for Go's caches: 0 is none, 1 is that of every tool. */
export async function compilingAhead(home: Home, options: ToolChainOptions = {}): Promise<number> {
  const env = options.env ?? process.env;
  // The caches lie elsewhere, or are there from a run that was interrupted.
  if (env.CAKE_GO_CACHE || (await fs.stat(goCaches(home)).catch(() => undefined))) return 0;
  const all = ordersOf(Object.keys(recipes) as ToolName[], options).filter(({ recipe }) => recipe.go);
  const found = await findAll(home, all, env);
  const missing = all.filter(({ name }) => !found.has(name));
  return (await toBeCompiled(missing, options.mirror ?? ((url) => url), env)).length / all.length;
}

/** In the order of compilation. */
function ordersOf(names: readonly ToolName[], options: ToolChainOptions): Order[] {
  const ordered = (Object.keys(recipes) as ToolName[]).filter((name) => names.includes(name));
  return ordered.map((name) => ({ name, recipe: options.recipes?.[name] ?? recipes[name] }));
}

async function findAll(
  home: Home,
  orders: readonly Order[],
  env: NodeJS.ProcessEnv,
): Promise<Map<ToolName, ResolvedTool>> {
  const found = await Promise.all(orders.map(({ name, recipe }) => find(home, name, recipe, env)));
  return new Map(found.flatMap((tool) => (tool ? [[tool.name, tool] as const] : [])));
}
