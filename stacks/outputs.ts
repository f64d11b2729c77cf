import * as pulumi from "@pulumi/pulumi";
import type { Platform } from "./platform";

/** The outputs of a stack. */
export interface Outputs {
  /** Public address of each function; undefined for one that is visible to the cluster only. */
  readonly urls: Readonly<Record<string, pulumi.Output<string | undefined>>>;
  /** Where users sign in, with first passwords of those that are there to try it, by name; undefined where nobody does. */
  readonly signIn?: {
    readonly url: pulumi.Output<string | undefined>;
    readonly passwords: pulumi.Output<Readonly<Record<string, string>>>;
  };
}

export function outputsOf({ functions, signIn }: Pick<Platform, "functions" | "signIn">): Outputs {
  const urls = Object.entries(functions).map(([name, { url }]) => [name, url] as const);
  return {
    urls: Object.fromEntries(urls),
    ...(signIn && {
      signIn: { url: signIn.url, passwords: pulumi.secret(pulumi.all(signIn.passwords)) },
    }),
  };
}
