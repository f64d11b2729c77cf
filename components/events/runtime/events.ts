import type { CloudEvent } from "cloudevents";
import { busVariables } from "../../function-variables";
import { largestBody, limited } from "./body";
import { contextOf } from "./context";
import { RejectedEvent, type Context, type EventHandler, type NewEvent, type Outcome } from "./handler";
import { described, log } from "./log";
import { MalformedEvent, readEvents } from "./read-events";
import { refusal } from "./refusal";
import type { Answerer } from "./server";

/**
 * Answers a bus by a handler of events. The status says what becomes of an event: 204, it is done; 500, it comes again; 400
 * and 422, it becomes a dead letter. Events of a batch are handled one after the other, up to the first that fails.
 */
export function answerEvents(handler: EventHandler<never>): Answerer {
  return async (incoming) => {
    if (incoming.method !== "POST") return refusal(405, "Events are posted.");
    try {
      const request = await limited(incoming);
      if (!request) return refusal(413, `The body is larger than ${largestBody} bytes.`);
      for (const event of await readEvents(request)) {
        await handle(handler as EventHandler, event, request.signal);
      }
      return new Response(null, { status: 204 });
    } catch (error) {
      return failure(error);
    }
  };
}

async function handle(handler: EventHandler, event: CloudEvent<unknown>, signal: AbortSignal): Promise<void> {
  const context = contextOf(signal, event.traceparent, event);
  for (const next of listOf(await handler(event, context))) await context.publish(next);
  if (process.env[busVariables.ledger]) await record(context, event);
}

/** That it is handled, for whoever publishes the outbox: with `once` it is recorded already. */
async function record({ database, source }: Context, event: CloudEvent<unknown>): Promise<void> {
  const { markHandled } = await import("./once");
  await markHandled(database(), source, event);
}

function listOf(outcome: Outcome): readonly NewEvent[] {
  if (outcome === undefined) return [];
  return Array.isArray(outcome) ? (outcome as readonly NewEvent[]) : [outcome as NewEvent];
}

function failure(error: unknown): Response {
  if (error instanceof MalformedEvent) return refusal(400, `This is no event: ${error.message}.`);
  const rejected = error instanceof RejectedEvent;
  log("ERROR", rejected ? "the event was rejected" : "the handler failed", described(error));
  return rejected ? refusal(422, error.message) : refusal(500, "The function failed.");
}
