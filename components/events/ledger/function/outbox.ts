import { CloudEvent } from "cloudevents";
import type { Pool } from "pg";
import { log } from "../../runtime/log";

/** Who handles which events, as far as the database is told. */
export interface Subscription {
  /** The function, as it is named in its own events. */
  readonly handler: string;
  /** Attributes that an event must have to be for it. */
  readonly filter: Readonly<Record<string, string>>;
}

/** An event in the outbox, by its key. */
export interface OutboxRow {
  readonly source: string;
  readonly id: string;
}

/** Gives an event to the bus. @throws Error when the bus does not take it */
export type Post = (event: CloudEvent<unknown>) => Promise<void>;

/** Rows that go out at once. */
const batch = 50;
/** After so long an event that is not handled goes out again, in seconds, and later and later: so many times that at most. */
const again = { first: 30, most: 20 };
/** How long until one that the bus did not take goes out again, in seconds. */
const soon = 2;
/** Of events with one key the first that is not handled; of others each. A condition on `outbox_events o`. */
const isFirst =
  "(key IS NULL OR NOT EXISTS (SELECT 1 FROM outbox_events e WHERE e.key = o.key AND e.seq < o.seq))";

/**
 * Takes away what all functions that it is for have handled, or made a dead letter. What is for none of them is done when
 * the bus has it.
 */
export async function close(pool: Pool, subscriptions: readonly Subscription[]): Promise<void> {
  await pool.query(
    `DELETE FROM outbox_events o WHERE o.taken AND NOT EXISTS (
       SELECT 1 FROM jsonb_array_elements($1::jsonb) AS s (value)
       WHERE o.content @> (s.value->'filter')
       AND NOT EXISTS (SELECT 1 FROM handled_events h
         WHERE h.handler = s.value->>'handler' AND h.source = o.source AND h.id = o.id)
       AND NOT EXISTS (SELECT 1 FROM dead_letters d
         WHERE d.handler = s.value->>'handler' AND d.source = o.source AND d.id = o.id))`,
    [JSON.stringify(subscriptions)],
  );
}

/** Rows of the table, by two parameters. */
const named = "(SELECT * FROM unnest($1::text[], $2::text[]))";
const parametersOf = (rows: readonly OutboxRow[]) => [
  rows.map(({ source }) => source),
  rows.map(({ id }) => id),
];

/**
 * Gives to the bus what is due: of events with one key only the first that is not handled.
 *
 * @param among these @default all
 * @returns how many there were
 */
export async function publishDue(pool: Pool, post: Post, among?: readonly OutboxRow[]): Promise<number> {
  // Two that do this at once get different rows; should one die now, its rows are due again later.
  const { rows } = await pool.query<{ content: object }>(
    `UPDATE outbox_events SET attempts = attempts + 1,
       next_at = now() + least(attempts + 1, ${again.most}) * interval '${again.first} seconds'
     WHERE (source, id) IN (
       SELECT source, id FROM outbox_events o
       WHERE next_at <= now() AND ${isFirst} ${among ? `AND (source, id) IN ${named}` : ""}
       ORDER BY seq LIMIT ${batch} FOR UPDATE SKIP LOCKED)
     RETURNING content`,
    among && parametersOf(among),
  );
  const events = rows.map(({ content }) => new CloudEvent<unknown>(content));
  const outcomes = await Promise.allSettled(events.map(post));
  const taken = events.filter((_, index) => outcomes[index]!.status === "fulfilled");
  await mark(pool, "taken = true", taken);
  const refused = events.filter((event) => !taken.includes(event));
  if (refused.length > 0) {
    await mark(pool, `next_at = now() + interval '${soon} seconds'`, refused);
    const [failure] = outcomes.filter(({ status }) => status === "rejected") as PromiseRejectedResult[];
    log("INFO", "the bus did not take events", { count: refused.length, error: String(failure!.reason) });
  }
  return rows.length;
}

async function mark(pool: Pool, change: string, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return;
  await pool.query(`UPDATE outbox_events SET ${change} WHERE (source, id) IN ${named}`, parametersOf(rows));
}

/** Whether one of these could go to the bus and is not known to be there. One that waits for another of its key cannot. */
export async function isAnyLeft(pool: Pool, rows: readonly OutboxRow[]): Promise<boolean> {
  const { rowCount } = await pool.query(
    `SELECT 1 FROM outbox_events o WHERE NOT taken AND ${isFirst} AND (source, id) IN ${named} LIMIT 1`,
    parametersOf(rows),
  );
  return rowCount === 1;
}

/** Whether nothing is left. */
export async function isEmpty(pool: Pool): Promise<boolean> {
  return (await pool.query("SELECT 1 FROM outbox_events LIMIT 1")).rowCount === 0;
}
