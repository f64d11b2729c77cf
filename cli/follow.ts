import { once } from "node:events";
import { watch } from "chokidar";

/** How long a folder is quiet before what changed in it is taken, in milliseconds: editors write in several steps. */
const quiet = 50;

/** What follows a folder. */
export interface Following {
  readonly end: () => Promise<void>;
}

/**
 * Calls whenever something below a folder has changed, one call at a time. By chokidar: Node's own recursive watch misses
 * what changes while it is being set up, and does not say when it is.
 *
 * @returns once no change is missed any more
 */
export async function follow(folder: string, changed: () => Promise<void>): Promise<Following> {
  let timer: NodeJS.Timeout | undefined;
  let going = Promise.resolve();
  const watcher = watch(folder, { ignoreInitial: true }).on("all", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      going = going.then(changed);
    }, quiet);
  });
  await once(watcher, "ready");
  return {
    end: async () => {
      clearTimeout(timer);
      await watcher.close();
      await going;
    },
  };
}
