import type { Settings } from "../../presets";

/**
 * Sees that the cloud of a stack's functions lets its provider in, before anything is made: it looks where the provider
 * looks, and asks the cloud where it can. What only the provider's own client can take part in (single sign-on, roles that
 * are assumed, roles of machines, proxies) is left to it.
 *
 * @param env the process environment: the variables of each cloud, HOME, HTTPS_PROXY
 * @throws RunError when there are no credentials, or the cloud refuses them, or does not answer within two seconds
 */
export async function checkCredentials(
  { functions, simulate }: Pick<Settings, "functions" | "simulate">,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  if (simulate) return;
  switch (functions.kind) {
    case "knative":
      return;
    case "lambda":
      return (await import("./aws")).checkAws(functions, env);
    case "cloudfunctions":
      return (await import("./google")).checkGoogle(env);
    default:
      return functions satisfies never;
  }
}
