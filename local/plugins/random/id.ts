import { randomBytes } from "node:crypto";
import type { ResourceType, Values } from "../base";
import { keepers } from "./keepers";

const output = (description: string) => ({ type: "string", description }) as const;

/** Random bytes in several notations. */
export const randomId: ResourceType = {
  description: "Random bytes in several notations, each after the prefix.",
  inputs: {
    byteLength: {
      type: "integer",
      description: "Number of random bytes, 1 or more.",
      required: true,
      minimum: 1,
    },
    keepers,
    prefix: { type: "string", description: "A text that each notation starts with." },
  },
  outputs: {
    b64Std: output("Base64."),
    b64Url: output("Base64 for URLs, without padding."),
    dec: output("Decimal."),
    hex: output("Hexadecimal, twice as many digits as bytes."),
  },
  create({ byteLength, prefix = "" }) {
    const bytes = randomBytes(byteLength as number);
    return Promise.resolve({ id: bytes.toString("base64url"), outputs: notations(bytes, prefix as string) });
  },
  /** Imports `<base64url>` or `<prefix>,<base64url>`. */
  read(id, known) {
    if (known) {
      return Promise.resolve(known);
    }
    const separator = id.lastIndexOf(",");
    const [prefix, text] = [id.slice(0, Math.max(separator, 0)), id.slice(separator + 1)];
    const bytes = Buffer.from(text, "base64url");
    if (bytes.length === 0 || bytes.toString("base64url") !== text) {
      throw new Error(
        `The id "${text}" is not base64 for URLs without padding. Import "<b64Url>" or "<prefix>,<b64Url without prefix>".`,
      );
    }
    const inputs: Values = { byteLength: bytes.length, ...(prefix && { prefix }) };
    return Promise.resolve({ id: text, inputs, outputs: notations(bytes, prefix) });
  },
};

function notations(bytes: Buffer, prefix: string): Values {
  const hex = bytes.toString("hex");
  return {
    b64Std: prefix + bytes.toString("base64"),
    b64Url: prefix + bytes.toString("base64url"),
    dec: prefix + BigInt(`0x${hex}`).toString(),
    hex: prefix + hex,
  };
}
