import { z } from "zod";
import { combinationProblems } from "./combinations";
import { describe, nearest } from "./problems";
import { configSchema, type CakeConfig } from "./schema";

/** What `pulumi.runtime.allConfig()` and the engine say about a stack's configuration. */
export interface RawConfig {
  /** Name of the Pulumi project: the namespace that a key without one falls into. */
  readonly project: string;
  /** All keys with their namespace; what is structured is JSON text. */
  readonly values: Readonly<Record<string, string>>;
  isSecret(key: string): boolean;
  /** Whether a value is still encrypted: what it is cannot be judged. */
  isSealed?(key: string): boolean;
}

/** Either the configuration or every problem in it, each a sentence that names its key. */
export type Parsed =
  | { readonly config: CakeConfig; readonly problems?: undefined }
  | { readonly config?: undefined; readonly problems: readonly string[] };

const namespace = "cake:";

/** Never throws: whatever is found is a problem in words. */
export function parseConfig(raw: RawConfig): Parsed {
  const keys = Object.keys(raw.values);
  const own = keys.filter((key) => key.startsWith(namespace));
  const secret = new Set(own.filter((key) => raw.isSecret(key)).map(unprefixed));
  const revealed = own.map(unprefixed).filter((key) => mustBeSecret.has(key) && !secret.has(key));
  const valueOf = (key: string) =>
    (raw.isSealed?.(key) && mustBeSecret.get(unprefixed(key))?.example) || structured(raw.values[key] ?? "");
  const input = Object.fromEntries(own.map((key) => [unprefixed(key), valueOf(key)]));

  const result = configSchema.safeParse(input, {
    reportInput: true,
    error: (issue) => describe(issue).join("\n"),
  });
  // A number that is out of two ranges at once is one mistake.
  const problems = new Set([
    ...keys.filter((key) => key.startsWith(`${raw.project}:`) && raw.project !== "cake").map(unread),
    ...[...secret].filter((key) => !mustBeSecret.has(key)).map(needlesslySecret),
    ...revealed.map(needsSecret),
    ...(result.error?.issues ?? []).flatMap((issue) => messages(issue, secret)),
    ...(result.success ? combinationProblems(result.data) : []),
  ]);
  return result.success && problems.size === 0 ? { config: result.data } : { problems: [...problems] };
}

/** Keys whose values hold credentials, their schemas, and what takes the place of a value that is unknown. */
const mustBeSecret = new Map([
  ["databaseUrl", { schema: configSchema.shape.databaseUrl.unwrap(), example: "postgresql://unknown" }],
]);

/** The value of a secret must not be shown, not even a wrong one. */
function messages(issue: z.core.$ZodIssue, secret: ReadonlySet<string>): string[] {
  const key = String(issue.path[0] ?? "");
  const credentials = mustBeSecret.get(key);
  if (credentials)
    return [
      `${namespace}${key} has another form. Allowed: ${z.globalRegistry.get(credentials.schema)?.title}.`,
    ];
  return secret.has(key) ? [] : issue.message.split("\n");
}

const unprefixed = (key: string): string => key.slice(namespace.length);

/** Mappings, lists and truth values arrive as JSON text; other text stays what it is. */
function structured(value: string): unknown {
  if (!/^\s*[{[]|^(true|false)$/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

function unread(key: string): string {
  const name = key.slice(key.indexOf(":") + 1);
  const near = nearest(name, Object.keys(configSchema.shape));
  return (
    `${key} is read by nothing: keys of this program start with ${namespace}.` +
    (near === undefined ? " Remove it." : ` Did you mean ${namespace}${near}?`)
  );
}

function needlesslySecret(name: string): string {
  return (
    `${namespace}${name} is a secret. Allowed: a plain value, because it shows in addresses and outputs. ` +
    `Remove it (\`pulumi config rm ${namespace}${name}\`) and set it again without --secret.`
  );
}

function needsSecret(name: string): string {
  return (
    `${namespace}${name} is plain text in the stack's file, and holds a password. Allowed: a secret. ` +
    `Set it again with \`pulumi config set --secret ${namespace}${name}\`, and change the password.`
  );
}
