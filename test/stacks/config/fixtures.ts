import { parseConfig, type Parsed } from "../../../stacks/config/parse";

/** A cluster that exists. */
export const existing = {
  kind: "kubeconfig",
  domain: "apps.example.com",
  scheme: "https",
  registry: "registry.example.com/cake",
};

/** What a stack must say. */
export const valid = { environment: "dev", cluster: { kind: "local" } };

/** As the engine hands it over: keys with their namespace, what is structured as JSON text. */
export function parse(
  values: Record<string, unknown>,
  secrets: string[] = [],
  other: Record<string, string> = {},
): Parsed {
  const entries = Object.entries(values).map(([key, value]) => [
    `cake:${key}`,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  return parseConfig({
    project: "cakestack",
    values: { ...(Object.fromEntries(entries) as Record<string, string>), ...other },
    isSecret: (key) => secrets.includes(key),
  });
}

export const problems = (...args: Parameters<typeof parse>) => parse(...args).problems;
