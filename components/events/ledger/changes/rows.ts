import type { OutboxRow } from "../function/outbox";

/** What was posted is no message of a changefeed on the outbox, or not all of it: what is wrong, to end a sentence with. */
export class MalformedChanges extends Error {
  override readonly name = "MalformedChanges";
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The rows of a message of a changefeed with a webhook sink: `{"payload": [{"after": {…}, "key": […], …}], "length": 1}`, each
 * once. A message that says how far the feed is, `{"resolved": "…"}`, has none, and a row that is gone is none.
 *
 * @throws MalformedChanges
 */
export function rowsOf(body: string): OutboxRow[] {
  const message = fieldsOf(parsed(body), "the body");
  if (typeof message.resolved === "string") return [];
  const { payload, length } = message;
  if (!Array.isArray(payload)) throw new MalformedChanges("payload is no list");
  if (length !== payload.length) {
    throw new MalformedChanges(`length is ${JSON.stringify(length)}, and payload has ${payload.length} rows`);
  }
  const rows = payload.flatMap((entry, index) => rowOf(entry, `payload[${index}]`));
  return [...new Map(rows.map((row) => [JSON.stringify([row.source, row.id]), row])).values()];
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new MalformedChanges("it is not JSON");
  }
}

function rowOf(entry: unknown, where: string): OutboxRow[] {
  const { after } = fieldsOf(entry, where);
  if (after === null) return [];
  const { source, id } = fieldsOf(after, `${where}.after`);
  if (typeof source !== "string" || typeof id !== "string") {
    throw new MalformedChanges(`${where}.after has no source and id`);
  }
  return [{ source, id }];
}

function fieldsOf(value: unknown, where: string): Fields {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Fields;
  throw new MalformedChanges(`${where} is no object`);
}
