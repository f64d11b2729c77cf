import type { Value } from "../base";
import { word } from "./names";

/**
 * Sees that it is a simulated stack that is served: such a one logs in with what no cloud takes.
 *
 * @param cloud as people call it
 * @throws Error
 */
export function refuseReal(cloud: string, credential: string, found: Value | undefined): void {
  if (found === word) return;
  throw new Error(
    `This is the simulated provider of ${cloud}, which makes nothing, and the program means the real one: ${credential} is ` +
      `not "${word}". Set cake:simulate to true, or take the simulated provider from the PATH.`,
  );
}
