import type { CloudEvent, Context, Transaction } from "./handler";

/** Whether an effect was there before. */
export type Once<Result> = { readonly first: true; readonly result: Result } | { readonly first: false };

/**
 * Has the effect of an event once, however often the event comes: in one transaction with a row that says that this
 * function has handled it, and with the events that come of it.
 *
 * @param effect what is done, and published, in the transaction; what it throws undoes all of it
 *
 * @example
 * await once(context, event, async (transaction) => {
 *   await transaction.query("INSERT INTO deliveries …", [event.subject]);
 *   await transaction.publish({ type: "driver.assigned", subject: event.subject });
 * });
 */
export function once<Result>(
  context: Pick<Context, "source" | "transaction">,
  event: Pick<CloudEvent, "source" | "id">,
  effect: (transaction: Transaction) => Promise<Result>,
): Promise<Once<Result>> {
  return context.transaction(async (transaction) => {
    // Another that handles the same event just now is waited for here, and then seen or not, as it ended.
    const first = await markHandled(transaction, context.source, event);
    return first ? { first, result: await effect(transaction) } : { first };
  });
}

/** @returns whether it was not marked before */
export async function markHandled(
  database: Pick<Transaction, "query">,
  handler: string,
  { source, id }: Pick<CloudEvent, "source" | "id">,
): Promise<boolean> {
  const { rowCount } = await database.query(
    "INSERT INTO handled_events (handler, source, id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    [handler, source, id],
  );
  return rowCount === 1;
}
