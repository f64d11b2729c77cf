import type { EventBridgeEvent, SQSEvent } from "aws-lambda";
import { withTrace } from "../trace";

type Attributes = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Attributes =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether it brings dead letters back. */
export const isBatch = (event: unknown): event is SQSEvent =>
  isObject(event) &&
  Array.isArray(event.Records) &&
  (event as unknown as SQSEvent).Records[0]?.eventSource === "aws:sqs";

/**
 * The attributes of an event in CloudEvents' terms. What a function published comes back as it was; what a service of AWS
 * says of itself becomes an event with its type and source; a schedule sends an event as it is.
 *
 * @param trace the trace that it belongs to where it says none itself
 * @returns what may be no event: that is for its reader to find
 */
export function attributesOf(event: unknown, trace?: string): unknown {
  return withTrace(isFromBus(event) ? carriedBy(event) : event, trace);
}

type BusEvent = EventBridgeEvent<string, unknown>;

const isFromBus = (event: unknown): event is BusEvent =>
  isObject(event) && "detail-type" in event && "detail" in event;

function carriedBy(event: BusEvent): Attributes {
  const { detail, source, account, region } = event;
  const type = event["detail-type"];
  // Of CloudEvents, it says the same as what carries it: nobody else's detail does.
  if (isObject(detail) && "specversion" in detail && detail.type === type && detail.source === source)
    return detail;
  return {
    specversion: "1.0",
    id: event.id,
    source,
    type,
    time: event.time,
    ...(event.resources[0] !== undefined && { subject: event.resources[0] }),
    awsaccount: account,
    awsregion: region,
    datacontenttype: "application/json",
    data: detail,
  };
}
