import * as fs from "node:fs";
import { PackError } from "./error";
import type { Level } from "./levels";
import { nearest } from "./nearest";
import type { Policy } from "./policy";

/** What a file of configuration says of one policy. */
export interface PolicyConfiguration {
  /** In the place of its level in `levels.ts`, in every environment. */
  readonly enforcementLevel?: Level;
  /** In the place of its options' defaults. */
  readonly [option: string]: unknown;
}

/** What it says, by the name of the policy. */
export type Configuration = Readonly<Record<string, PolicyConfiguration>>;

const levels: readonly Level[] = ["disabled", "advisory", "mandatory"];

/**
 * The configuration in a file: a JSON object with an object for each policy that differs. The engine itself takes such a
 * file with `--policy-pack-config`, and says nothing of a policy in it that does not exist; it wins over this one.
 *
 * @throws PackError with everything that is wrong with it
 */
export function readConfiguration(file: string, policies: readonly Policy[]): Configuration {
  const found = contentOf(file);
  const problems = Object.entries(found).flatMap(([name, value]) => problemsOf(name, value, policies));
  if (problems.length === 0) return found as Configuration;
  throw new PackError(
    `${file} does not fit the policies:\n${problems.map((one) => `  - ${one}`).join("\n")}`,
  );
}

function contentOf(file: string): object {
  try {
    const content: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
    if (isPlain(content)) return content;
  } catch (error) {
    throw new PackError(`${file} cannot be read: ${(error as Error).message}`);
  }
  throw new PackError(`${file} is no object. Allowed: {"<policy>": {"enforcementLevel": "advisory", …}}.`);
}

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function problemsOf(name: string, value: unknown, policies: readonly Policy[]): string[] {
  const policy = policies.find((one) => one.name === name);
  if (!policy)
    return [
      `there is no policy "${name}". ${nearest(
        name,
        policies.map((one) => one.name),
      )}`,
    ];
  if (!isPlain(value)) return [`${name} is ${JSON.stringify(value)}. Allowed: an object.`];
  const { enforcementLevel, ...options } = value as PolicyConfiguration;
  return [
    ...(enforcementLevel === undefined || levels.includes(enforcementLevel)
      ? []
      : [`${name}.enforcementLevel is ${JSON.stringify(enforcementLevel)}. Allowed: ${levels.join(", ")}.`]),
    ...Object.keys(options)
      .filter((option) => !Object.hasOwn(policy.options, option))
      .map(
        (option) =>
          `${name} has no option "${option}". ${nearest(option, ["enforcementLevel", ...Object.keys(policy.options)])}`,
      ),
  ];
}
