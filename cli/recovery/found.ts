import { UserError } from "../../local/errors";
import type { PendingOperation } from "./pending";

/** What a person found out about creations that were cut off: the id by URN, empty where nothing was made. */
export type Found = ReadonlyMap<string, string>;

/** Takes an option that may be given several times. */
export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value];

/**
 * @param options values of `--found`
 * @throws UserError when one is not `<urn>=<id>`
 */
export function parseFound(options: readonly string[] = []): Found {
  return new Map(
    options.map((option) => {
      const [, urn, id] = /^(urn:pulumi:[^=]+)=(.*)$/.exec(option) ?? [];
      if (urn === undefined || id === undefined)
        throw new UserError(
          `--found is "${option}". Allowed: <urn>=<id>, or <urn>= for what does not exist. Copy the URN from the message that asked.`,
        );
      return [urn, id];
    }),
  );
}

/** @throws UserError when something was found that nobody misses */
export function refuseOthers(found: Found, pending: readonly PendingOperation[]): void {
  const urns = pending.filter(({ type }) => type === "creating").map(({ resource }) => resource.urn);
  const others = [...found.keys()].filter((urn) => !urns.includes(urn));
  if (others.length === 0) return;
  const allowed = urns.length > 0 ? urns.join(", ") : "none. Leave the option out";
  throw new UserError(
    `--found names what was not cut off: ${others.join(", ")}. Creations that were: ${allowed}.`,
  );
}
