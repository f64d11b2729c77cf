import type { Pool } from "pg";
import { sourceOf } from "../../function/source";
import type { CloudEvent } from "../../runtime/handler";

/** A dead letter, without what is in it. */
export interface Letter {
  /** Its own id: an event that two functions did not handle is two letters. */
  readonly letter: string;
  /** The function that did not handle it, as it is named in its own events. */
  readonly handler: string;
  readonly source: string;
  /** The event's id. */
  readonly id: string;
  readonly type: string;
  /** Status that the function answered with at last; null when it did not answer. */
  readonly status: string | null;
  /** Beginning of what it answered. */
  readonly reason: string | null;
  /** How often it became a dead letter. */
  readonly times: number;
  /** When it did at last. */
  readonly at: Date;
}

const columns = "letter, handler, source, id, content->>'type' AS type, status, reason, times, at";

/** What Knative adds to an event that it gives up. */
const errorAttributes = ["knativeerrordest", "knativeerrorcode", "knativeerrordata"] as const;

/** Whether an event is one that was given up. */
export const isDead = ({ knativeerrordest: target }: CloudEvent): boolean => typeof target === "string";

/** Keeps an event; one that is there already, having been replayed in vain, counts once more. */
export async function keep(pool: Pool, event: CloudEvent): Promise<void> {
  const { knativeerrordest: target, knativeerrorcode: status, knativeerrordata: reason } = event;
  await pool.query(
    `INSERT INTO dead_letters AS d (handler, source, id, content, status, reason)
     VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (handler, source, id)
     DO UPDATE SET times = d.times + 1, at = now(), status = excluded.status, reason = excluded.reason`,
    [handlerAt(String(target)), event.source, event.id, original(event), status, reason],
  );
}

/** The function at an address: it is the first part of its host. */
const handlerAt = (target: string): string => sourceOf(/^https?:\/\/([^./:]+)/.exec(target)?.[1] ?? target);

/** As it was before it was given up, in CloudEvents' JSON format. */
function original(event: CloudEvent): string {
  const content = JSON.parse(JSON.stringify(event)) as Record<string, unknown>;
  for (const name of errorAttributes) delete content[name];
  return JSON.stringify(content);
}

/** The latest first. */
export async function list(pool: Pool, limit: number): Promise<Letter[]> {
  const { rows } = await pool.query<Letter>(
    `SELECT ${columns} FROM dead_letters ORDER BY at DESC, letter LIMIT $1`,
    [limit],
  );
  return rows;
}

/** All of one, in CloudEvents' JSON format; undefined when there is none. */
export async function contentOf(pool: Pool, letter: string): Promise<object | undefined> {
  const { rows } = await pool.query<{ content: object }>(
    "SELECT content FROM dead_letters WHERE letter = $1",
    [letter],
  );
  return rows[0]?.content;
}

/** @returns whether there was one */
export async function forget(pool: Pool, letter: string): Promise<boolean> {
  return (await pool.query("DELETE FROM dead_letters WHERE letter = $1", [letter])).rowCount === 1;
}
