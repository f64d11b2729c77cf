import { UserError } from "../errors";
import type { Home, Instance } from "../home";
import { describeMachine, otherMachine, platformKind, thisMachine } from "./machine";
import type { LocalPlatform } from "./platform";

/**
 * The local platform of an instance: the embedded Kubernetes on Linux as root, or kind where Docker runs.
 *
 * @throws UserError when the machine can have neither
 */
export async function localPlatform(home: Home, instance: Instance): Promise<LocalPlatform> {
  const machine = await thisMachine();
  const kind = platformKind(machine);
  switch (kind) {
    // Each is loaded where it is had: a command starts sooner.
    case "embedded":
      return new (await import("./embedded/platform")).EmbeddedPlatform(home, instance);
    case "kind":
      return new (await import("./kind/platform")).KindPlatform(instance);
    case undefined:
      throw new UserError(
        `No local platform can run here: found ${describeMachine(machine)}. What helps: ${otherMachine}.`,
      );
  }
}
