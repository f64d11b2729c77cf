import * as fs from "node:fs/promises";
import { UserError } from "../local/errors";
import { localPlatform } from "../local/platform";
import { localDomain, type LocalPlatform } from "../local/platform/platform";
import type { CakeConfig } from "../stacks/config";
import type { Context } from "./context";
import { root, stackConfig } from "./stack-file";

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
  await checkProgram(config);
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

/** The program's own checks of what its configuration leads to, but for what is made here, or secret. */
async function checkProgram(config: CakeConfig): Promise<void> {
  const { RunError } = await import("@pulumi/pulumi");
  const { checkFunctions } = await import("../components/events/function/check");
  const { functions } = await import("../stacks/functions");
  const { withPresets } = await import("../stacks/presets");
  const { connect } = await import("../stacks/cluster");
  const { hostDomain } = await import("../stacks/cluster/domain");
  const { checkConnections } = await import("../stacks/database/connections");
  const { chooseDatabase } = await import("../stacks/database/preflight");
  const settings = withPresets(config);
  try {
    checkFunctions(functions);
    if (config.cluster.kind === "local") hostDomain(config.domain, localDomain);
    else await connect(settings);
    // The address of one that exists is a secret, which the engine opens.
    if (settings.database.kind !== "existing") checkConnections(functions, await chooseDatabase(settings));
  } catch (error) {
    throw RunError.isInstance(error) ? new UserError(error.message) : error;
  }
}
