import { closest, distance } from "fastest-levenshtein";
import { z } from "zod";

type Issue = Parameters<z.core.$ZodErrorMap>[0];

/** A key as the user types it: `cake:cluster.kind`, `cake:cluster.egressCidrs[0]`. */
export function keyOf(path: readonly PropertyKey[]): string {
  const [first, ...rest] = path;
  const name = String(first);
  return `cake:${plain.test(name) ? name : JSON.stringify(name)}${rest.map(accessor).join("")}`;
}

const plain = /^[\w-]+$/;

function accessor(part: PropertyKey): string {
  if (typeof part === "number") return `[${part}]`;
  return plain.test(String(part)) ? `.${String(part)}` : `[${JSON.stringify(part)}]`;
}

/** The allowed word that was probably meant, where one is near. */
export function nearest(found: string, allowed: readonly string[]): string | undefined {
  const best = allowed.length > 0 ? closest(found, [...allowed]) : undefined;
  return best !== undefined && distance(found, best) <= Math.max(2, found.length / 3) ? best : undefined;
}

/** All problems of a stack's configuration as one message. */
export function report(stack: string, problems: readonly string[]): string {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return [
    `${count} in the configuration of stack ${stack}; nothing was changed:`,
    ...problems.map((problem) => `  - ${problem}`),
    `Edit Pulumi.${stack}.yaml, or use \`pulumi config set --path KEY VALUE\`. docs/configuration.md lists all keys.`,
  ].join("\n");
}

/** What one finding of the schema means to the person who typed the configuration, a line for each key. */
export function describe(issue: Issue): string[] {
  const path = issue.path ?? [];
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey([...path, key], keysOf(issue.inst)));
  }
  if (issue.code === "invalid_value")
    return [wrongChoice(keyOf(path), issue.input, issue.values.map(String))];
  if (issue.code === "invalid_union" && issue.discriminator && "options" in issue) {
    const kinds = (issue.options as unknown[]).map(String);
    return [wrongChoice(keyOf(path), kindIn(issue.input, issue.discriminator), kinds)];
  }
  return [wrongValue(keyOf(path), issue.input, allowedBy(issue))];
}

/** @param path of the key, @param allowed the keys that may stand in its place */
export function unknownKey(path: readonly PropertyKey[], allowed: readonly string[]): string {
  const near = nearest(String(path.at(-1)), allowed);
  const meant = near === undefined ? "" : ` Did you mean ${keyOf([...path.slice(0, -1), near])}?`;
  return `${keyOf(path)} is not a key.${meant} Allowed here: ${allowed.join(", ")}.`;
}

function wrongChoice(key: string, found: unknown, allowed: readonly string[]): string {
  const near = typeof found === "string" ? nearest(found, allowed) : undefined;
  const meant = near === undefined ? "" : ` Did you mean ${near}?`;
  return wrongValue(key, found, allowed.join(", ")) + meant;
}

function wrongValue(key: string, found: unknown, allowed: string): string {
  return found === undefined
    ? `${key} is missing. Allowed: ${allowed}.`
    : `${key} is ${shown(found)}. Allowed: ${allowed}.`;
}

/** On one line, short, and with its type where that may be what is wrong. */
function shown(value: unknown): string {
  const json = JSON.stringify(value);
  const short = json.length > 80 ? `${json.slice(0, 79)}…` : json;
  if (value === null) return "empty";
  if (Array.isArray(value)) return `the list ${short}`;
  return typeof value === "object"
    ? `the mapping ${short}`
    : `the ${kindOf[typeof value] ?? "value"} ${short}`;
}

const kindOf: Readonly<Record<string, string>> = { string: "text", number: "number", boolean: "boolean" };

function kindIn(input: unknown, discriminator: string): unknown {
  return Object.entries(input as object).find(([key]) => key === discriminator)?.[1];
}

function keysOf(schema: unknown): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function allowedBy(issue: Issue): string {
  if (issue.code === "custom" && typeof issue.params?.title === "string") return issue.params.title;
  const schema = [issue.inst, issue.schema].find((one) => one instanceof z.ZodType);
  return (schema && z.globalRegistry.get(schema)?.title) ?? "another kind of value";
}
