import { randomUUID } from "node:crypto";
import { CloudEvent } from "cloudevents";
import type { PoolClient } from "pg";
import { outboxWritten } from "../ledger/wake";
import { log } from "./log";
import { post } from "./post";

/** Writes an event into the outbox; one that is there, as it was written before, stays. */
export async function write(
  client: Pick<PoolClient, "query">,
  event: CloudEvent<unknown>,
  key?: string,
): Promise<void> {
  await client.query(
    "INSERT INTO outbox_events (source, id, key, content) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    [event.source, event.id, key, JSON.stringify(event)],
  );
}

/** Tells whoever publishes the outbox that there is something; it looks by itself every few minutes, too. */
export function wakeOutbox(): void {
  wakeLedger().catch((error: Error) => log("INFO", "the outbox was not woken", { error: error.message }));
}

/** The same, for who has to know. @throws Error when the bus does not take it */
export function wakeLedger(): Promise<void> {
  return post(new CloudEvent({ id: randomUUID(), type: outboxWritten, source: "/outbox" }));
}
