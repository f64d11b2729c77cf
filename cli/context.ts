import { randomBytes } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { homeOf, instanceOf, type Home, type Instance } from "../local/home";
import { readState, writePrivate } from "../local/platform/state";
import { environmentOf } from "../local/toolchain";
import type { ResolvedTool } from "../local/toolchain/tool";

/** Which machine folder and which instance a command is about. */
export interface Context {
  readonly home: Home;
  readonly instance: Instance;
}

export function contextOf(env: NodeJS.ProcessEnv = process.env): Context {
  const home = homeOf(env);
  return { home, instance: instanceOf(home, env) };
}

/** Tools that plain `pulumi` and a function's publication need. */
export const engineTools = ["pulumi", "provider-kubernetes", "kubernetes", "debian", "crane"] as const;
export type EngineTools = Record<(typeof engineTools)[number], ResolvedTool>;

/** The environment in which `pulumi` works on an instance's state. Holds paths, and no secret. */
export async function engineEnvironment(
  { home, instance }: Context,
  tools: EngineTools,
): Promise<Record<string, string>> {
  const state = path.join(instance.directory, "pulumi");
  const given = process.env.PULUMI_CONFIG_PASSPHRASE_FILE;
  // One for all instances: the salt that plain pulumi writes into a stack's file belongs to one passphrase.
  const passphrase = given || path.join(home.pulumi, "passphrase");
  await fs.mkdir(state, { recursive: true, mode: 0o700 });
  const exists = await fs.access(passphrase).then(
    () => true,
    () => false,
  );
  if (!exists && !given) await writePrivate(passphrase, randomBytes(32).toString("base64url"));
  const platform = await readState(instance);
  return {
    CAKE_HOME: home.root,
    CAKE_INSTANCE: instance.name,
    PATH: [
      tools.pulumi.directory,
      tools.kubernetes.directory,
      tools.crane.directory,
      environmentOf(tools.debian).PATH,
      process.env.PATH,
    ].join(":"),
    PULUMI_HOME: home.pulumi,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE_FILE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    ...(tools["provider-kubernetes"].origin === "built" || tools["provider-kubernetes"].origin === "cached"
      ? { PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true" }
      : {}),
    ...(platform && { KUBECONFIG: platform.kubeconfig }),
  };
}
