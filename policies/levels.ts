import type { PolicyName } from "./policies";
import type { Environment } from "./policy";

/** What a broken rule does: it is told of, or nothing goes on. */
export type Level = "disabled" | "advisory" | "mandatory";

type Levels = Readonly<Record<Environment, Level>>;

/** What no stack may do. */
const always: Levels = { dev: "mandatory", preview: "mandatory", prod: "mandatory" };
/** What somebody who develops may do for now, and nobody else. */
const shared: Levels = { dev: "advisory", preview: "mandatory", prod: "mandatory" };
/** What keeps a platform up, and its data: it costs what only a production is worth. */
const production: Levels = { dev: "disabled", preview: "disabled", prod: "mandatory" };
/** What only a preview has. */
const previews: Levels = { dev: "disabled", preview: "mandatory", prod: "disabled" };

/** How strictly each policy is meant in each environment. Configuration can say otherwise, policy by policy. */
export const levels: Readonly<Record<PolicyName, Levels>> = {
  "pod-host-access": always,
  "pod-privilege": always,
  "pod-isolation": always,
  "pod-volumes": always,
  "container-resources": shared,
  "container-probes": shared,
  "container-images": shared,
  "environment-secrets": always,
  "service-account-token": shared,
  "disruption-budget": production,

  "namespace-isolation": shared,
  "public-service": always,
  "route-tls": shared,
  "route-hosts": shared,

  "rbac-wildcards": always,
  "rbac-escalation": always,
  "rbac-secrets": always,
  "rbac-cluster-admin": always,

  "database-tls": always,
  "database-deletion-protection": production,
  "database-spending-cap": shared,
  "database-allow-list": shared,
  "database-least-privilege": always,

  "brute-force-protection": always,
  "redirect-uris": always,
  pkce: always,
  "oauth-grants": always,
  "token-lifetimes": shared,
  "default-admin": always,

  "function-max-scale": always,
  "dead-letters": shared,
  "durable-channel": production,
  "function-timeout": always,
  "public-functions": shared,

  "eks-private-endpoint": shared,
  "eks-secrets-encryption": shared,
  "eks-logs": production,
  "instance-metadata": always,
  "encrypted-disks": always,
  "iam-wildcards": always,
  "lambda-concurrency": shared,
  "lambda-dead-letters": shared,
  "log-retention": shared,
  "function-url-auth": always,
  "public-buckets": always,

  "preview-lifetime": previews,
  "cost-cap": shared,
  "secrets-provider": production,
  "protected-data": production,
  "replicas-and-zones": production,
};
