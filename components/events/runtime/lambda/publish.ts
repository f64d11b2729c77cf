import type { CloudEvent } from "cloudevents";
import { callAws } from "./aws";

interface Answer {
  readonly FailedEntryCount?: number;
  readonly Entries?: readonly { readonly ErrorCode?: string; readonly ErrorMessage?: string }[];
}

/**
 * Gives an event to a bus of EventBridge, in whole, as the detail of an event of EventBridge's own: that one has an id of
 * its own, and no place for what CloudEvents has besides.
 *
 * @param url `https://events.<region>.amazonaws.com/event-bus/<name>`
 * @throws Error when the bus does not take it
 */
export async function putEvent(event: CloudEvent<unknown>, url: string): Promise<void> {
  const { origin, pathname } = new URL(url);
  const answer = (await callAws(origin, {
    service: "events",
    version: "1.1",
    operation: "AWSEvents.PutEvents",
    input: {
      Entries: [
        {
          EventBusName: decodeURIComponent(pathname.slice("/event-bus/".length)),
          Source: event.source,
          DetailType: event.type,
          Detail: JSON.stringify(event),
        },
      ],
    },
  })) as Answer;
  if (!answer.FailedEntryCount) return;
  const { ErrorCode, ErrorMessage } = answer.Entries?.[0] ?? {};
  throw new Error(`The bus did not take ${event.type}: ${ErrorCode} ${ErrorMessage}`);
}
