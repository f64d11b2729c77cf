import { isDeepStrictEqual } from "node:util";
import { UserError } from "../local/errors";
import { nearest } from "../stacks/config/problems";
import { databases } from "../stacks/databases";
import { usualDatabase } from "../stacks/presets";
import { configIn, stackText } from "./stack-file";
import { withValue } from "./yaml-text";

/** The next rotation of a database. */
export interface Rotation {
  readonly number: number;
  /** The stack's file with that number, and nothing else changed. */
  readonly text: string;
}

/** @throws UserError where there is no such stack or database, or the file cannot be edited here */
export async function nextRotation(stack: string, name: string): Promise<Rotation> {
  const before = await stackText(stack);
  const config = await configIn(stack, before);
  checkName(stack, name);
  const { database = usualDatabase } = config;
  const number = (database.rotation?.[name] ?? 0) + 1;
  const rotated = { ...database, rotation: { ...database.rotation, [name]: number } };
  // Without one of its own, a stack has that of the preset, or that of all stacks in Pulumi.yaml: written down whole.
  const own = withValue(before, ["config", key, "rotation", name], number);
  const candidates = [own, withValue(before, ["config", key], rotated)];
  for (const text of candidates) {
    const after = await configIn(stack, text).catch(() => undefined);
    if (isDeepStrictEqual(after, { ...config, database: rotated })) return { number, text };
  }
  throw new UserError(
    `Pulumi.${stack}.yaml has ${key} in a form that cannot be edited here. ` +
      `Set ${key}.rotation.${name} to ${number} yourself, and run \`npx cake up ${stack}\`.`,
  );
}

const key = "cake:database";

function checkName(stack: string, name: string): void {
  const known = Object.keys(databases);
  if (known.includes(name)) return;
  const near = nearest(name, known);
  const meant = near === undefined ? "" : ` Did you mean ${near}?`;
  throw new UserError(`Stack ${stack} has no database "${name}". It has: ${known.join(", ")}.${meant}`);
}
