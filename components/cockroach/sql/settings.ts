import type { ApplicationDatabaseSpec } from "./dialect";
import { rolesOf } from "./names";

/** What sessions of a role start with; a session may set another value for itself. */
export type Setting = readonly [role: string, name: string, value: string];

/**
 * Bounds on what one statement can do to everyone else. A request ends after a minute by default, and a transaction
 * that a frozen pod leaves open would hold its locks for ever; a migration that waits for a lock makes every later
 * statement on that table wait behind it.
 */
export function settingsOf({ name }: ApplicationDatabaseSpec): Setting[] {
  const { owner, users } = rolesOf(name);
  return [
    [owner, "lock_timeout", "30s"],
    [owner, "idle_in_transaction_session_timeout", "5min"],
    ...users.flatMap((user): Setting[] => [
      [user, "statement_timeout", "60s"],
      [user, "idle_in_transaction_session_timeout", "60s"],
    ]),
  ];
}
