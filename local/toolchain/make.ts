import * as fs from "node:fs/promises";
import * as path from "node:path";
import execa from "execa";
import type { Home } from "../home";
import { install } from "./cache";
import { DownloadFailed, Downloader, type Mirror, type OfficialFile } from "./download";
import { GoBuilder } from "./go";
import { duration } from "./heartbeat";
import { holds } from "./programs";
import { keyOf, type Kitchen, type Recipe } from "./recipe";
import type { Origin, Report, ResolvedTool, ToolName } from "./tool";

/** A tool to be made. */
export interface Order {
  readonly name: ToolName;
  readonly recipe: Recipe;
}

/** Where the tools are made. */
export interface Workshop {
  readonly home: Home;
  readonly env: NodeJS.ProcessEnv;
  readonly mirror: Mirror;
  readonly report: Report;
  /** Ends everything under way, with a reason. */
  readonly abort: AbortController;
}

/**
 * Makes tools, each by official download or else by compiling: two queues in the order given, side by side. The
 * first failure ends both; what Go has compiled by then is kept for the next run.
 */
export async function makeAll(workshop: Workshop, orders: readonly Order[]): Promise<ResolvedTool[]> {
  const { home, env, mirror, report, abort } = workshop;
  const go = new GoBuilder(env.CAKE_GO_CACHE || goCaches(home), abort.signal);
  const downloader = await whenOnline(new Downloader(mirror, abort.signal), orders, env);
  const kitchen = (name: ToolName): Kitchen => ({ home, go, report: (line) => report(`${name}: ${line}`) });
  const compiled = orders.filter((order) => isCompiled(order, downloader));
  for (const { name, recipe } of compiled) {
    if (recipe.go) void go.fetch(recipe.go, kitchen(name).report);
  }
  const made: ResolvedTool[] = [];
  const makeEach = async (queue: readonly Order[]): Promise<void> => {
    for (const order of queue) {
      abort.signal.throwIfAborted();
      const started = Date.now();
      const tool = await make(kitchen(order.name), order, downloader);
      made.push(tool);
      const time = duration(Date.now() - started);
      report(`${order.name}: ${tool.origin} in ${time} (${made.length} of ${orders.length})`);
    }
  };
  const queues = [compiled, orders.filter((order) => !compiled.includes(order))];
  await Promise.all(queues.map((queue) => makeEach(queue).catch((error: unknown) => abort.abort(error))));
  abort.signal.throwIfAborted();
  await discard(home, workFolder(home));
  return made;
}

/**
 * Moves a folder away and deletes it beside whatever follows: a quarter of a million files take a minute. What an
 * interruption left of earlier ones goes with it.
 */
async function discard(home: Home, folder: string): Promise<void> {
  const place = await fs.mkdtemp(path.join(home.root, discarded));
  await fs.rename(folder, path.join(place, path.basename(folder))).catch(unlessMissing);
  const places = (await fs.readdir(home.root)).filter((entry) => entry.startsWith(discarded));
  // A program of its own: Node deletes at half the speed, and would have to stay for it.
  const rm = execa("rm", ["-rf", ...places], {
    cwd: home.root,
    detached: true,
    stdio: "ignore",
    reject: false,
  });
  rm.unref();
}

const discarded = "discarded-";

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

const workFolder = (home: Home): string => path.join(home.root, "build");

/** Where Go's caches are while tools are compiled. */
export const goCaches = (home: Home): string => path.join(workFolder(home), "go");

/** @returns those that makeAll would compile */
export async function toBeCompiled(
  orders: readonly Order[],
  mirror: Mirror,
  env: NodeJS.ProcessEnv,
): Promise<Order[]> {
  const downloader = await whenOnline(new Downloader(mirror, new AbortController().signal), orders, env);
  return orders.filter((order) => isCompiled(order, downloader));
}

const isCompiled = ({ recipe }: Order, downloader: Downloader | undefined): boolean =>
  Boolean(recipe.go && !(downloader && recipe.official));

/** Asked once, and only when a download could help. `CAKE_OFFLINE=1` answers without asking. */
async function whenOnline(
  downloader: Downloader,
  orders: readonly Order[],
  env: NodeJS.ProcessEnv,
): Promise<Downloader | undefined> {
  const address = orders.flatMap(({ recipe }) => recipe.official ?? [])[0]?.url;
  if (!address || env.CAKE_OFFLINE === "1") return undefined;
  return (await downloader.reaches(address)) ? downloader : undefined;
}

async function make(
  kitchen: Kitchen,
  { name, recipe }: Order,
  downloader?: Downloader,
): Promise<ResolvedTool> {
  return install(kitchen.home, name, recipe.version, await keyOf(recipe), async (target) => {
    const origin = await fill(kitchen, recipe, target, downloader);
    const tool = { name, version: recipe.version, origin, directory: target };
    if (holds(tool, recipe.holds)) return origin;
    throw new Error(`${name} was ${origin}, but lacks some of ${recipe.holds.join(", ")}`);
  });
}

async function fill(
  kitchen: Kitchen,
  recipe: Recipe,
  target: string,
  downloader?: Downloader,
): Promise<Origin> {
  if (downloader && recipe.official && (await isDownloaded(kitchen, recipe.official, target, downloader))) {
    return "downloaded";
  }
  if (recipe.go) await kitchen.go.build(recipe.go, target, kitchen.report);
  await recipe.make?.(kitchen, target);
  await recipe.finish?.(kitchen, target);
  return "built";
}

/** @returns false when a file cannot be had; the folder is empty then */
async function isDownloaded(
  kitchen: Kitchen,
  files: readonly OfficialFile[],
  target: string,
  downloader: Downloader,
): Promise<boolean> {
  try {
    for (const file of files) await downloader.download(file, target, kitchen.report);
    return true;
  } catch (error) {
    if (!(error instanceof DownloadFailed)) throw error;
    kitchen.report(`${error.message}: it is made here instead`);
    for (const file of await fs.readdir(target)) await fs.rm(path.join(target, file), { recursive: true });
    return false;
  }
}
