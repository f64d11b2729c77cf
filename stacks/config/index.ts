import * as pulumi from "@pulumi/pulumi";
import { parseConfig } from "./parse";
import type { CakeConfig } from "./schema";

export type {
  CakeConfig,
  ClusterConfig,
  CockroachConfig,
  DatabaseConfig,
  Environment,
  FunctionsConfig,
  KubeconfigConfig,
  PostgresConfig,
} from "./schema";

/**
 * The stack's configuration. The only place that reads it.
 * @throws RunError that lists every problem at once
 */
export function readConfig(): CakeConfig {
  const parsed = parseConfig({
    project: pulumi.getProject(),
    values: pulumi.runtime.allConfig(),
    isSecret: (key) => secrets.isConfigSecret(key),
  });
  if (parsed.config) return parsed.config;
  throw new pulumi.RunError(report(pulumi.getStack(), parsed.problems));
}

/** The SDK has this function and leaves it out of its type declarations. */
const secrets = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

function report(stack: string, problems: readonly string[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [
    `${count} in the configuration of stack ${stack}; nothing was changed:`,
    ...problems.map((problem) => `  - ${problem}`),
    `Edit Pulumi.${stack}.yaml, or use \`pulumi config set --path KEY VALUE\`. docs/configuration.md lists all keys.`,
  ].join("\n");
}
