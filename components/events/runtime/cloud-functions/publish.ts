import type { CloudEvent } from "cloudevents";
import { eventMedia, type Message } from "./delivery";
import { publishMessage } from "./google";

/** The longest value that an attribute of a message has, in bytes. */
const longestValue = 1024;

/**
 * Gives an event to a topic of Pub/Sub, in whole as the data of a message. Its attributes are those of the message, too, as
 * far as they fit: subscriptions choose by them.
 *
 * @throws Error when the topic does not take it
 */
export async function publishEvent(event: CloudEvent<unknown>, topic: string): Promise<void> {
  try {
    await publishMessage(topic, messageOf(event));
  } catch (error) {
    throw new Error(`The bus did not take ${event.type}: ${(error as Error).message}`, { cause: error });
  }
}

export function messageOf(event: CloudEvent<unknown>): Pick<Message, "data" | "attributes"> {
  const text = JSON.stringify(event);
  const attributes = Object.entries(JSON.parse(text) as object).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === "string" &&
      !entry[0].startsWith("data") &&
      Buffer.byteLength(entry[1]) <= longestValue,
  );
  return {
    data: Buffer.from(text).toString("base64"),
    attributes: {
      "content-type": eventMedia,
      ...Object.fromEntries(attributes.map(([name, value]) => [`ce-${name}`, value])),
    },
  };
}
