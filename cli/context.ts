import { randomBytes } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { UserError } from "../local/errors";
import { homeOf, instanceOf, type Home, type Instance } from "../local/home";
import type { LocalPlatform, PlatformState } from "../local/platform/platform";
import { readState, writePrivate } from "../local/platform/state";
import type { Report, ResolvedTool, ToolName } from "../local/toolchain/tool";
import { backendUrl, stateOf } from "./backend";
import { simulationOf, type EngineEnvironment } from "./simulation";
import { root, type Cloud, type StackTraits } from "./stack-file";

/** Which machine folder and which instance a command is about. */
export interface Context {
  readonly home: Home;
  readonly instance: Instance;
}

export function contextOf(env: NodeJS.ProcessEnv = process.env): Context {
  const home = homeOf(env);
  return { home, instance: instanceOf(home, env) };
}

const simulatedProviders = ["simulated-aws", "simulated-gcp"] as const;

const everywhere = [
  "pulumi",
  "language-nodejs",
  "provider-kubernetes",
  "provider-random",
  "provider-tls",
  "kubernetes",
  "crane",
] as const;
/** Those that the environment names; the plugins are found by the engine. */
export type EngineTools = Record<"pulumi" | "provider-kubernetes" | "kubernetes" | "crane", ResolvedTool> &
  Partial<Record<"debian" | SimulatedProvider, ResolvedTool>>;

type SimulatedProvider = `simulated-${Cloud}`;

/**
 * Finds or makes the tools that plain `pulumi` and a function's publication need.
 *
 * @param platform the kind of local platform that they are for; none for a cluster that exists
 * @param others what else is needed soon: made together, they share what they are compiled from
 */
export async function engineTools(
  { home }: Context,
  platform: LocalPlatform["kind"] | undefined,
  traits: Pick<StackTraits, "hasCloudDatabase" | "hasKeycloak" | "isSimulated" | "cloud">,
  report: Report,
  others: readonly ToolName[] = [],
): Promise<EngineTools> {
  const { ensureTools } = await import("../local/toolchain"); // Only those who need tools pay for loading it.
  const { hasCloudDatabase, hasKeycloak, isSimulated, cloud } = traits;
  const names = [
    ...everywhere,
    ...(cloud ? [`${isSimulated ? "simulated" : "provider"}-${cloud}` as const] : []),
    ...(hasCloudDatabase ? (["provider-cockroach"] as const) : []),
    ...(hasKeycloak ? (["provider-keycloak"] as const) : []),
    // Only images for the embedded platform are loaded by a program of Debian's, which not every machine can unpack.
    ...(platform === "embedded" ? (["debian"] as const) : []),
    ...others,
  ];
  return ensureTools(home, names, report);
}

/**
 * The environment in which `pulumi` works on an instance's state.
 *
 * @param traits of the stack: one on the local platform has that one's kubeconfig, and another the user's own
 */
export async function engineEnvironment(
  { home, instance }: Context,
  tools: EngineTools,
  { isLocal, isSimulated }: Pick<StackTraits, "isLocal" | "isSimulated">,
): Promise<EngineEnvironment> {
  const state = stateOf(instance, isSimulated);
  const given = process.env.PULUMI_CONFIG_PASSPHRASE_FILE;
  // One for all instances: the salt that plain pulumi writes into a stack's file belongs to one passphrase.
  const passphrase = given || path.join(home.pulumi, "passphrase");
  const temporary = path.join(instance.directory, "tmp");
  for (const folder of [state, temporary]) await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  await keepNoLogs(home.pulumi);
  const exists = await fs.access(passphrase).then(
    () => true,
    () => false,
  );
  if (!exists && !given) await writePrivate(passphrase, randomBytes(32).toString("base64url"));
  const platform = isLocal ? await readState(instance) : undefined;
  const { environmentOf } = await import("../local/toolchain/programs");
  const simulation = isSimulated ? await simulationOf(instance) : undefined;
  const variables = {
    CAKE_HOME: home.root,
    CAKE_INSTANCE: instance.name,
    PATH: [
      // There they come before any plugin that is installed, and for this stack only.
      ...simulatedProviders.flatMap((name) => tools[name]?.directory ?? []),
      tools.pulumi.directory,
      tools.kubernetes.directory,
      tools.crane.directory,
      ...(tools.debian ? [environmentOf(tools.debian).PATH] : []),
      process.env.PATH,
    ].join(":"),
    // The Kubernetes provider leaves its kubeconfig in the folder of temporary files.
    TMPDIR: temporary,
    // Node from 22.1 on keeps what it compiled: the program and the plugins start in half of the time.
    NODE_COMPILE_CACHE: path.join(home.pulumi, "compile-cache"),
    PULUMI_HOME: home.pulumi,
    PULUMI_BACKEND_URL: backendUrl(state),
    PULUMI_CONFIG_PASSPHRASE_FILE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // The tools have what the stack uses. The engine would download what any dependency of package.json could use, too:
    // the plugins of AWS and Google Cloud are hundreds of megabytes, for stacks without either.
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // As `--policy-pack` would, in every preview and update.
    PULUMI_OPTION_POLICY_PACK: process.env.PULUMI_OPTION_POLICY_PACK || path.join(root, "policies"),
    ...(simulatedProviders.some((name) => tools[name]) && { PULUMI_IGNORE_AMBIENT_PLUGINS: "false" }),
    ...(platform && { KUBECONFIG: platform.kubeconfig }),
    ...simulation?.variables,
  };
  return { variables, secretFiles: simulation?.secretFiles ?? {} };
}

/**
 * The engine writes down every value of every call, always, and nothing switches it off: half of the processor time of a
 * preview, and 10 MB. It goes without where it finds no folder to write to.
 */
async function keepNoLogs(pulumiHome: string): Promise<void> {
  const logs = path.join(pulumiHome, "logs");
  if ((await fs.lstat(logs).catch(() => undefined))?.isFile()) return;
  await fs.rm(logs, { recursive: true, force: true });
  await fs.mkdir(pulumiHome, { recursive: true, mode: 0o700 });
  await fs.writeFile(logs, "A file, so that the engine keeps no logs: see cli/context.ts.\n");
}

/** What the local platform says of itself. @throws UserError when it is not running */
export async function runningPlatform(instance: Instance): Promise<PlatformState> {
  const state = await readState(instance);
  if (!state) throw new UserError("The local platform is not running: run `npx cake up`.");
  return state;
}
