import { CloudEvent } from "cloudevents";
import { dataOf } from "./event-data";

/** A request that is no event, or none that CloudEvents 1.0 allows. */
export class MalformedEvent extends Error {
  override readonly name = "MalformedEvent";
}

type Attributes = Readonly<Record<string, unknown>>;

const required = ["specversion", "id", "source", "type"];

/**
 * The events of a request, in each of the three modes of CloudEvents' HTTP binding. The SDK keeps the rules of an event;
 * its own reader is not used, for it makes a text of the number 5 and of what comes with a charset, an id where there is
 * none, and words of 32 bits of bytes.
 *
 * @throws MalformedEvent
 */
export async function readEvents(request: Request): Promise<readonly CloudEvent<unknown>[]> {
  const bytes = Buffer.from(await request.arrayBuffer());
  const media = (request.headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
  try {
    switch (media) {
      case "application/cloudevents+json":
        return [eventOf(structured(JSON.parse(bytes.toString("utf8"))))];
      case "application/cloudevents-batch+json":
        return batched(JSON.parse(bytes.toString("utf8")));
      default:
        return [eventOf(binary(request.headers, bytes))];
    }
  } catch (error) {
    throw new MalformedEvent((error as Error).message, { cause: error });
  }
}

/** Attributes are headers, whose values are percent-encoded; the body is the data. */
function binary(headers: Headers, bytes: Buffer): Attributes {
  const attributes = [...headers]
    .filter(([name]) => name.startsWith("ce-"))
    .map(([name, value]) => [name.slice("ce-".length), decodeURIComponent(value)] as const);
  const contentType = headers.get("content-type") ?? undefined;
  return {
    ...Object.fromEntries(attributes),
    ...(contentType !== undefined && { datacontenttype: contentType }),
    data: dataOf(bytes, contentType),
  };
}

function structured(content: unknown): Attributes {
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new TypeError("an event is a JSON object");
  }
  const { data_base64: encoded, ...attributes } = content as Attributes;
  if (encoded === undefined) return attributes;
  if (typeof encoded !== "string") throw new TypeError("data_base64 is no text");
  return { ...attributes, data: new Uint8Array(Buffer.from(encoded, "base64")) };
}

function batched(content: unknown): CloudEvent<unknown>[] {
  if (!Array.isArray(content)) throw new TypeError("a batch is a JSON array");
  return content.map((element) => eventOf(structured(element)));
}

function eventOf(attributes: Attributes): CloudEvent<unknown> {
  const missing = required.filter((name) => typeof attributes[name] !== "string" || attributes[name] === "");
  if (missing.length > 0) throw new TypeError(`an event has ${missing.join(", ")}`);
  if (attributes.specversion !== "1.0") throw new TypeError("specversion is not 1.0");
  const present = Object.entries(attributes).filter(([, value]) => value !== undefined && value !== null);
  return new CloudEvent(Object.fromEntries(present));
}
