import { withTrace } from "../trace";

/** One message of Pub/Sub, as a subscription pushes it: https://cloud.google.com/pubsub/docs/push */
export interface Message {
  /** In base64. */
  readonly data?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly messageId: string;
  readonly publishTime?: string;
}

/** What Pub/Sub or Cloud Scheduler brought, of which an event is a part. */
export interface Delivery {
  /** The event in CloudEvents' JSON, or what may be none: that is for its reader to find. */
  readonly event: unknown;
  /** What is kept of it where it is in vain. */
  readonly letter: Pick<Message, "data" | "attributes">;
}

/** How what is published says that it is an event in whole. */
export const eventMedia = "application/cloudevents+json";

/** The type of messages that no function published; Google's own name of it. */
const messageType = "google.cloud.pubsub.topic.v1.messagePublished";

/**
 * What a request brings.
 *
 * @param body in whole
 * @param trace the trace that it belongs to where the event says none itself
 * @returns undefined where neither of the two sent it
 */
export function deliveryOf(headers: Headers, body: string, trace?: string): Delivery | undefined {
  const time = headers.get("x-cloudscheduler-scheduletime");
  if (time !== null) return scheduled(body, time, trace);
  const push = pushIn(headers, body);
  return push && { event: withTrace(carriedBy(push), trace), letter: push.message };
}

/** The job says everything but when; the same time is the same event. */
function scheduled(body: string, time: string, trace: string | undefined): Delivery {
  const event = { ...(objectIn(body) ?? {}), id: time, time };
  const data = Buffer.from(JSON.stringify(event)).toString("base64");
  return { event: withTrace(event, trace), letter: { data, attributes: { "content-type": eventMedia } } };
}

interface Push {
  readonly message: Message;
  readonly subscription: string;
}

function pushIn(headers: Headers, body: string): Push | undefined {
  if (!/^application\/json\b/i.test(headers.get("content-type") ?? "")) return undefined;
  const { message, subscription } = (objectIn(body) ?? {}) as Partial<Push>;
  if (typeof subscription !== "string" || typeof message?.messageId !== "string") return undefined;
  return { message, subscription };
}

function carriedBy({ message, subscription }: Push): unknown {
  const { data = "", attributes, messageId, publishTime } = message;
  if (attributes?.["content-type"] === eventMedia)
    return jsonIn(Buffer.from(data, "base64").toString("utf8"));
  return {
    specversion: "1.0",
    id: messageId,
    source: `//pubsub.googleapis.com/${subscription}`,
    type: messageType,
    ...(publishTime !== undefined && { time: publishTime }),
    datacontenttype: "application/json",
    data: { message, subscription },
  };
}

/** Undefined where it is no JSON. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function objectIn(text: string): object | undefined {
  const value = jsonIn(text);
  return typeof value === "object" && value !== null ? value : undefined;
}
