import { UserError } from "../local/errors";
import type { Instance } from "../local/home";
import { heldStacks } from "./backend";
import { traitsOf, type StackTraits } from "./stack-file";

/**
 * Sees that a stack does not go from real to simulated resources, or back, while it holds some: those would be lost to
 * sight.
 *
 * @throws UserError
 */
export async function refuseMixture(stack: string, traits: StackTraits, instance: Instance): Promise<void> {
  const other = (await heldStacks(instance)).find(
    ({ name, isSimulated, isEmpty }) => !isEmpty && name === stack && isSimulated !== traits.isSimulated,
  );
  if (!other) return;
  const [held, change] = other.isSimulated
    ? ["simulated", "cake:simulate is not set. Set it to true"]
    : ["real", "cake:simulate is true. Remove it"];
  throw new UserError(
    `Stack ${stack} holds ${held} resources, and ${change}; ` +
      `to change it, run \`npx cake down ${stack}\` before.`,
  );
}

/**
 * Sees that no other stack is on the local platform: the two would overwrite each other's namespaces.
 *
 * @throws UserError
 */
export async function refuseNeighbours(
  stack: string,
  traits: StackTraits,
  instance: Instance,
): Promise<void> {
  if (!traits.isLocal) return;
  const neighbour = (await stacksOnPlatform(instance)).find((name) => name !== stack);
  if (neighbour === undefined) return;
  throw new UserError(
    `The local platform holds stack ${neighbour}, and has place for one. ` +
      `Run \`npx cake down ${neighbour}\` first, or use another platform: CAKE_INSTANCE=<name>.`,
  );
}

/** The stack that a command is about: the one that is named, else the one on the local platform, else dev. */
export async function chosenStack(named: string | undefined, instance: Instance): Promise<string> {
  return named ?? (await stacksOnPlatform(instance))[0] ?? "dev";
}

/** Stacks that the local platform holds. */
async function stacksOnPlatform(instance: Instance): Promise<string[]> {
  const held = (await heldStacks(instance)).filter(({ isEmpty }) => !isEmpty);
  const found = held.map(async ({ name }) => ((await isLocal(name)) ? [name] : []));
  return (await Promise.all(found)).flat();
}

/** Of a stack whose file is gone nobody knows where it is. */
const isLocal = (stack: string): Promise<boolean> =>
  traitsOf(stack).then(
    (traits) => traits.isLocal,
    () => false,
  );
