import type { Pool, PoolClient } from "pg";
import type { CloudEvent } from "./handler";

/** Whether an effect was there before. */
export type Once<Result> = { readonly first: true; readonly result: Result } | { readonly first: false };

/**
 * Has the effect of an event once, however often the event comes: in one transaction with a row that says so. That row is
 * in the table `handled_events` of the function's database; docs/events.md has the migration that makes it.
 *
 * @param handler who handles it: each handler of an event has its own effect
 * @param effect what is done, on the transaction's connection; what it throws undoes all of it
 *
 * @example
 * await once(database(), "notify", event, (tx) => tx.query("INSERT INTO messages …", [event.subject]));
 */
export async function once<Result>(
  pool: Pool,
  handler: string,
  event: Pick<CloudEvent, "source" | "id">,
  effect: (transaction: PoolClient) => Promise<Result>,
): Promise<Once<Result>> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const breaks = (error: Error) => (broken = error);
  // Without it, a connection that breaks between two statements would end the whole program.
  client.on("error", breaks);
  try {
    await client.query("BEGIN");
    // Another that handles the same event just now is waited for here, and then seen or not, as it ended.
    const { rowCount } = await client.query(
      "INSERT INTO handled_events (handler, source, id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
      [handler, event.source, event.id],
    );
    const outcome: Once<Result> =
      rowCount === 1 ? { first: true, result: await effect(client) } : { first: false };
    await client.query("COMMIT");
    return outcome;
  } catch (error) {
    // A connection that cannot even undo is of no more use.
    await client.query("ROLLBACK").catch(breaks);
    throw error;
  } finally {
    client.off("error", breaks);
    client.release(broken);
  }
}
