import type { Input } from "@pulumi/pulumi";

/**
 * The attributes that an EventType names. Knative keeps a type and a source only, and gives back the others without values,
 * in this order: written in any other way, they would show as changed for ever.
 */
export const attributesOf = (type: string, source?: Input<string>): readonly object[] => [
  { name: "specversion", required: true },
  { name: "id", required: true },
  { name: "type", required: true, value: type },
  { name: "source", required: true, ...(source !== undefined && { value: source }) },
];
