import { setTimeout } from "node:timers/promises";

/** Longer than anything takes here, in milliseconds: what never comes ends. */
const patience = 20_000;

/** Waits until something is so. @throws Error where it never is */
export async function until(isSo: () => boolean): Promise<void> {
  const end = Date.now() + patience;
  while (!isSo()) {
    if (Date.now() > end) throw new Error("it never came to be");
    await setTimeout(5);
  }
}
