import * as pulumi from "@pulumi/pulumi";
import { parseConfig } from "./parse";
import { report } from "./problems";
import type { CakeConfig } from "./schema";

export type {
  AuthorizationConfig,
  CakeConfig,
  CloudFunctionsConfig,
  ClusterConfig,
  CockroachConfig,
  DatabaseConfig,
  Environment,
  EventsConfig,
  FunctionsConfig,
  GuardrailsConfig,
  IdentityConfig,
  KeycloakConfig,
  KnativeConfig,
  KubeconfigConfig,
  LambdaConfig,
  OidcConfig,
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
