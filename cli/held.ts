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
  for (const { name, isEmpty } of await heldStacks(instance)) {
    if (isEmpty || name === stack || !(await isLocal(name))) continue;
    throw new UserError(
      `The local platform holds stack ${name}, and has place for one. ` +
        `Run \`npx cake down ${name}\` first, or use another platform: CAKE_INSTANCE=<name>.`,
    );
  }
}

/** Of a stack whose file is gone nobody knows where it is. */
const isLocal = (stack: string): Promise<boolean> =>
  traitsOf(stack).then(
    (traits) => traits.isLocal,
    () => false,
  );
