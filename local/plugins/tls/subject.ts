import { AttributeTypeAndValue, AttributeValue, Name, RelativeDistinguishedName } from "@peculiar/asn1-x509";
import type { InputProperty, Value } from "../base";

/** Fields of a distinguished name in the order in which Go writes them. */
const identifiers = {
  country: "2.5.4.6",
  organization: "2.5.4.10",
  organizationalUnit: "2.5.4.11",
  locality: "2.5.4.7",
  province: "2.5.4.8",
  streetAddresses: "2.5.4.9",
  postalCode: "2.5.4.17",
  commonName: "2.5.4.3",
  serialNumber: "2.5.4.5",
  emailAddress: "1.2.840.113549.1.9.1",
} as const;

type Field = keyof typeof identifiers;

const fields = Object.keys(identifiers) as Field[];

const fieldInput = (field: Field): InputProperty => ({
  type: field === "streetAddresses" ? "list" : "string",
  description: `Field ${identifiers[field]} of the distinguished name.`,
});

/** The input that says whom a certificate is for. */
export const subjectInput = (name: string): InputProperty => ({
  type: { name, properties: Object.fromEntries(fields.map((field) => [field, fieldInput(field)])) },
  description: "Distinguished name of whom the certificate is for.",
  change: "replace",
});

/** A distinguished name; empty when there is no subject, or none of its fields is set. */
export function nameOf(subject: Value | undefined): Name {
  const set = (subject ?? {}) as Partial<Record<Field, string | readonly string[]>>;
  const parts = fields.flatMap((field) => {
    const values = [set[field] ?? []].flat().filter((value) => value !== "");
    return values.length === 0 ? [] : [values.map((value) => attribute(field, value))];
  });
  return new Name(parts.map((part) => new RelativeDistinguishedName(part)));
}

function attribute(field: Field, text: string): AttributeTypeAndValue {
  const value = new AttributeValue(encoding(field, text));
  return new AttributeTypeAndValue({ type: identifiers[field], value });
}

function encoding(field: Field, text: string): Partial<AttributeValue> {
  if (field === "emailAddress") return { ia5String: text };
  return /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text) ? { printableString: text } : { utf8String: text };
}
