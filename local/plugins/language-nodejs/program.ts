import type { RunRequest } from "@pulumi/pulumi/proto/language_pb";
import { createRequire } from "node:module";
import * as path from "node:path";
import { configEnvironment } from "./environment";
import { runtimeOptions } from "./options";

/** A process to start. */
export interface Command {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** The process that runs a Pulumi program. @throws Error when the program's folder has no Pulumi SDK */
export function programCommand(request: RunRequest, engineAddress: string | undefined): Command {
  const info = request.getInfo();
  const options = runtimeOptions(info);
  const programDirectory = info?.getProgramDirectory() || request.getPwd();
  const flags: Record<string, string | number | undefined> = {
    monitor: request.getMonitorAddress(),
    engine: engineAddress,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info?.getRootDirectory(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    parallel: request.getParallel(),
  };
  return {
    file: process.execPath,
    arguments: [
      ...options.nodeArguments,
      process.env.PULUMI_LANGUAGE_NODEJS_RUN_PATH || sdkModule("run", programDirectory),
      ...Object.entries(flags).flatMap(([flag, value]) => (value ? [`--${flag}`, `${value}`] : [])),
      ...(request.getDryrun() ? ["--dry-run"] : []),
      info?.getEntryPoint() || ".",
      ...request.getArgsList(),
    ],
    directory: request.getPwd() || programDirectory,
    environment: {
      ...process.env,
      ...configEnvironment({
        config: request.getConfigMap().getEntryList(),
        secretKeys: request.getConfigsecretkeysList(),
      }),
      PULUMI_NODEJS_TYPESCRIPT: String(options.typescript),
      ...(options.tsconfig && { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig }),
    },
  };
}

/**
 * Path of one of the SDK's programs, as the program itself would find it.
 *
 * @param name `run`, `run-plugin` or `run-policy-pack`
 * @throws Error when `@pulumi/pulumi` is not installed there
 */
export function sdkModule(name: string, directory: string): string {
  try {
    return createRequire(path.join(directory, "package.json")).resolve(`@pulumi/pulumi/cmd/${name}`);
  } catch {
    throw new Error(
      `The Pulumi SDK (@pulumi/pulumi) is not installed for ${directory}. Run \`npm install\` there, or \`pulumi install\`.`,
    );
  }
}
