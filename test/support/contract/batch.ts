import type { SentEvent } from "./platform";

/** A request with several events, in the batched mode of CloudEvents' HTTP binding. */
export const batchOf = (events: readonly SentEvent[]): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/cloudevents-batch+json" },
  body: JSON.stringify(events),
});
