import type * as pulumi from "@pulumi/pulumi";
import type { Platform } from "./platform";

/** The outputs of a stack. */
export interface Outputs {
  /** Public address of each function; undefined for one that is visible to the cluster only. */
  readonly urls: Readonly<Record<string, pulumi.Output<string | undefined>>>;
}

export function outputsOf(platform: Platform): Outputs {
  const functions = Object.entries(platform.functions);
  return { urls: Object.fromEntries(functions.map(([name, deployed]) => [name, deployed.url])) };
}
