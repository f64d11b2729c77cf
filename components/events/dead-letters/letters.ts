import type { Pool } from "pg";
import type { CloudEvent } from "../runtime/handler";

/** A dead letter, without what is in it. */
export interface Letter {
  readonly id: string;
  /** Address of the function that did not handle it. */
  readonly target: string;
  readonly source: string;
  /** The event's own id. */
  readonly event: string;
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

const columns = "id, target, source, event, type, status, reason, times, at";

/** What Knative adds to an event that it gives up. */
const errorAttributes = ["knativeerrordest", "knativeerrorcode", "knativeerrordata"] as const;

/** Keeps an event; one that is there already, having been replayed in vain, counts once more. */
export async function keep(pool: Pool, event: CloudEvent): Promise<void> {
  const { knativeerrordest: target, knativeerrorcode: status, knativeerrordata: reason } = event;
  await pool.query(
    `INSERT INTO letters AS l (target, source, event, type, content, status, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (target, source, event)
     DO UPDATE SET times = l.times + 1, at = now(), status = excluded.status, reason = excluded.reason`,
    [target ?? "", event.source, event.id, event.type, original(event), status, reason],
  );
}

/** As it was before it was given up, in CloudEvents' JSON format. */
function original(event: CloudEvent): string {
  const content = JSON.parse(JSON.stringify(event)) as Record<string, unknown>;
  for (const name of errorAttributes) delete content[name];
  return JSON.stringify(content);
}

/** The latest first. */
export async function list(pool: Pool, limit: number): Promise<Letter[]> {
  const { rows } = await pool.query<Letter>(`SELECT ${columns} FROM letters ORDER BY at DESC, id LIMIT $1`, [
    limit,
  ]);
  return rows;
}

/** All of one, in CloudEvents' JSON format; undefined when there is none. */
export async function contentOf(pool: Pool, id: string): Promise<object | undefined> {
  const { rows } = await pool.query<{ content: object }>("SELECT content FROM letters WHERE id = $1", [id]);
  return rows[0]?.content;
}

/** @returns whether there was one */
export async function forget(pool: Pool, id: string): Promise<boolean> {
  return (await pool.query("DELETE FROM letters WHERE id = $1", [id])).rowCount === 1;
}
