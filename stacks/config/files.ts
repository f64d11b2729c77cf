import type { RawConfig } from "./parse";

type Mapping = Readonly<Record<string, unknown>>;

/**
 * What the engine makes of a stack's files, for those who check a configuration where no engine is yet.
 *
 * @param project content of Pulumi.yaml
 * @param stack content of Pulumi.<stack>.yaml
 */
export function configInFiles(project: unknown, stack: unknown): RawConfig {
  const name = String(inside(project, "name"));
  const written = { ...projectWide(inside(project, "config")), ...mapping(inside(stack, "config")) };
  const values = new Map(Object.entries(written).map(([key, value]) => [fullKey(name, key), value]));
  const isSecret = (key: string) => holdsSecret(values.get(key));
  return {
    project: name,
    values: Object.fromEntries([...values].map(([key, value]) => [key, asText(value)])),
    isSecret,
    // The engine opens them, with the passphrase.
    isSealed: isSecret,
  };
}

const mapping = (value: unknown): Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Mapping) : {};

const inside = (value: unknown, key: string): unknown => mapping(value)[key];

/** What Pulumi.yaml says for all stacks: plain values, or `value` in a mapping that describes them. */
function projectWide(config: unknown): Mapping {
  const entries = Object.entries(mapping(config)).map(([key, entry]): [string, unknown] => [
    key,
    entry === mapping(entry) ? inside(entry, "value") : entry,
  ]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

/** `domain` and the old `cakestack:config:domain` both mean `cakestack:domain`. */
function fullKey(project: string, key: string): string {
  return key.includes(":") ? key.replace(/^([^:]+):config:([^:]+)$/, "$1:$2") : `${project}:${key}`;
}

function asText(value: unknown): string {
  if (value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Encrypted text is `{secure: …}`, at any depth; what has some in it is secret as a whole. */
function holdsSecret(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsSecret);
  const entries = Object.entries(mapping(value));
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === "secure" && typeof first[1] === "string") return true;
  return entries.some(([, one]) => holdsSecret(one));
}
