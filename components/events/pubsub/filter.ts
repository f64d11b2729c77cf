import type { EventFilter } from "../../contracts";

/** The longest filter that Pub/Sub takes, in bytes. */
const longest = 256;

/** A filter as Pub/Sub has it: over the attributes of messages, which are those of the events in them. */
export const pubsubFilter = (filter: EventFilter): string =>
  Object.entries(filter)
    .map(([name, value]) => `attributes.${quoted(`ce-${name}`)} = ${quoted(value)}`)
    .join(" AND ");

const quoted = (text: string): string => `"${text.replace(/["\\]/g, "\\$&")}"`;

/** What is wrong with a filter that would be good elsewhere. @param label what it is called where it was written */
export function pubsubProblems(label: string, filter: EventFilter): string[] {
  const size = Buffer.byteLength(pubsubFilter(filter));
  if (size <= longest) return [];
  return [
    `${label} is ${size} bytes long in Pub/Sub's form. Allowed: ${longest}. Name fewer attributes, or shorter ones.`,
  ];
}
