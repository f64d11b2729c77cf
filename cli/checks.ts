import * as fs from "node:fs/promises";
import { UserError } from "../local/errors";
import { localPlatform } from "../local/platform";
import { localDomain, type LocalPlatform } from "../local/platform/platform";
import type { CakeConfig } from "../stacks/config";
import type { Context } from "./context";
import { refuseMixture, refuseNeighbours } from "./held";
import { simulationOf, variablesOf } from "./simulation";
import { root, stackConfig, traitsOf, type StackTraits } from "./stack-file";

/**
 * Sees that nothing is wrong with a stack before anything is made for it. The program finds the same mistakes, but only
 * when the tools and the platform are there.
 *
 * @returns the local platform, when the stack is on it
 * @throws UserError
 */
export async function checkStack(stack: string, context: Context): Promise<LocalPlatform | undefined> {
  const config = await stackConfig(stack);
  // The program runs there, and resolves paths there.
  process.chdir(root);
  await checkPassphrase(process.env.PULUMI_CONFIG_PASSPHRASE_FILE);
  const platform =
    config.cluster.kind === "local" ? await localPlatform(context.home, context.instance) : undefined;
  const traits = await traitsOf(stack);
  await refuseMixture(stack, traits, context.instance);
  await refuseNeighbours(stack, traits, context.instance);
  await checkProgram(stack, config, context);
  await platform?.check();
  return platform;
}

async function checkPassphrase(file: string | undefined): Promise<void> {
  if (!file) return;
  await fs.access(file, fs.constants.R_OK).catch(() => {
    throw new UserError(
      `PULUMI_CONFIG_PASSPHRASE_FILE is ${file}, which cannot be read. Correct it, or leave it out: then cake makes a passphrase.`,
    );
  });
}

/**
 * Sees that CockroachDB Cloud can be used, or what emulates it.
 *
 * @throws UserError
 */
export async function checkCloud({ isSimulated }: StackTraits, context: Context): Promise<void> {
  const { findCloud } = await import("../stacks/database/preflight");
  const env = await cloudEnvironment(isSimulated, context);
  await asUserError(() => findCloud(isSimulated || undefined, env));
}

/** The user's own environment, with what names emulated clouds for a stack that has them. */
async function cloudEnvironment(isSimulated: boolean, { instance }: Context): Promise<NodeJS.ProcessEnv> {
  return isSimulated ? { ...process.env, ...(await variablesOf(await simulationOf(instance))) } : process.env;
}

/** The program's own checks of what its configuration leads to, but for what is made here, or secret. */
async function checkProgram(stack: string, config: CakeConfig, context: Context): Promise<void> {
  const { checkFunctions } = await import("../components/events/function/check");
  const { checkCredentials } = await import("../stacks/function-platform/credentials");
  const { placeOf } = await import("../stacks/function-platform/place");
  const { functionsOf, givenBy } = await import("../stacks/functions");
  const { withPresets } = await import("../stacks/presets");
  const { connect } = await import("../stacks/cluster");
  const { hostDomain } = await import("../stacks/cluster/domain");
  const { checkChangefeed } = await import("../stacks/database/changefeed");
  const { checkConnections } = await import("../stacks/database/connections");
  const { chooseDatabase } = await import("../stacks/database/preflight");
  const { ownShares } = await import("../stacks/database/shares");
  const { chooseIdentity } = await import("../stacks/identity/preflight");
  const settings = withPresets(config);
  const env = await cloudEnvironment(settings.simulate ?? false, context);
  const functions = functionsOf(settings);
  await asUserError(async () => {
    await checkFunctions(functions, givenBy(settings), placeOf(settings, stack));
    const { ingress } =
      config.cluster.kind === "local"
        ? { ingress: { scheme: "http", domain: hostDomain(config.domain, localDomain) } as const }
        : await connect(settings);
    // The address of one that exists is a secret, which the engine opens.
    if (settings.database.kind !== "existing") {
      const database = await chooseDatabase(settings, env);
      checkConnections(functions, database, ownShares(settings));
      checkChangefeed(settings, database, { ingress });
    }
    await Promise.all([chooseIdentity(settings), checkCredentials(settings)]);
  });
}

/** What the program says of its input, said by the command. */
async function asUserError(check: () => Promise<unknown>): Promise<void> {
  const { RunError } = await import("@pulumi/pulumi");
  try {
    await check();
  } catch (error) {
    throw RunError.isInstance(error) ? new UserError(error.message) : error;
  }
}
