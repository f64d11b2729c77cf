import { withPresets } from "../../stacks/presets";
import { tryOutUsers } from "../../stacks/realm";
import { stackConfig } from "../stack-file";

/** What an update does to a user that the program declares. */
const undone = {
  disabled: "opens the account again",
  deleted: "makes the user again",
} as const;

/**
 * What to know before a change by hand of a user whom the program declares; nothing for all others.
 *
 * @param username as Keycloak has it
 */
export async function declaredNote(
  stack: string,
  username: string,
  change: keyof typeof undone,
): Promise<string | undefined> {
  const { identity } = withPresets(await stackConfig(stack));
  if (identity?.kind !== "keycloak" || !identity.users || !Object.hasOwn(tryOutUsers, username))
    return undefined;
  return (
    `${username} is a user of stacks/realm.ts: the next update with a refresh ${undone[change]}. ` +
    "To be rid of it for good, take it out there."
  );
}
