import { setTimeout as wait } from "node:timers/promises";

/** How long something may take to become so, and between two looks, in milliseconds. */
const limits = { patience: 60_000, pause: 250 };

/** Looks until something is so. @throws Error when it is not so after a minute */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + limits.patience; !(await isSo()); await wait(limits.pause)) {
    if (Date.now() > end) throw new Error("it did not become so within a minute");
  }
}
