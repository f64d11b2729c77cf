import type { Duplex } from "node:stream";
import { once } from "node:events";

/*
 * The few messages of PostgreSQL's protocol that come before a session:
 * https://www.postgresql.org/docs/15/protocol-message-formats.html
 */

const codes = { cancel: 80877102, tls: 80877103, gss: 80877104 } as const;
/** What PostgreSQL accepts of a start-up message. */
const longest = 10_000;

/** What a connection begins with. */
export type Opening =
  | { readonly kind: "tls" }
  | { readonly kind: "gss" }
  | { readonly kind: "cancel"; readonly message: Buffer }
  | { readonly kind: "start"; readonly version: number; readonly parameters: ReadonlyMap<string, string> };

/** @returns undefined when the other side ended, or what it sent is no such message */
export async function readOpening(stream: Duplex): Promise<Opening | undefined> {
  const length = (await read(stream, 4))?.readUInt32BE();
  if (length === undefined || length < 8 || length > longest) return undefined;
  const body = await read(stream, length - 4);
  if (body === undefined) return undefined;
  const code = body.readUInt32BE();
  switch (code) {
    case codes.tls:
      return { kind: "tls" };
    case codes.gss:
      return { kind: "gss" };
    case codes.cancel:
      return { kind: "cancel", message: Buffer.concat([sized(4 + body.length), body]) };
    default:
      return { kind: "start", version: code, parameters: parametersOf(body.subarray(4)) };
  }
}

/** The bytes of a start-up message. */
export function startMessage(version: number, parameters: ReadonlyMap<string, string>): Buffer {
  const texts = [...parameters].flat().map((text) => `${text}\0`);
  const body = Buffer.from(`${texts.join("")}\0`);
  return Buffer.concat([sized(8 + body.length), sized(version), body]);
}

/** The bytes of an error that ends a connection. */
export function fatal(code: string, message: string, hint: string): Buffer {
  const fields = { S: "FATAL", V: "FATAL", C: code, M: message, H: hint };
  const texts = Object.entries(fields).map(([field, text]) => `${field}${text}\0`);
  const body = Buffer.from(`${texts.join("")}\0`);
  return Buffer.concat([Buffer.from("E"), sized(4 + body.length), body]);
}

function sized(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

function parametersOf(body: Buffer): Map<string, string> {
  const texts = body.toString().split("\0");
  const parameters = new Map<string, string>();
  for (let index = 0; index + 1 < texts.length && texts[index] !== ""; index += 2) {
    parameters.set(texts[index] ?? "", texts[index + 1] ?? "");
  }
  return parameters;
}

/** Exactly so many bytes; what follows stays in the stream. */
async function read(stream: Duplex, size: number): Promise<Buffer | undefined> {
  for (;;) {
    const bytes = stream.read(size) as Buffer | null;
    // At its end a stream gives what is left, which may be less.
    if (bytes !== null) return bytes.length === size ? bytes : undefined;
    if (stream.readableEnded || stream.destroyed) return undefined;
    await Promise.race([once(stream, "readable"), once(stream, "end"), once(stream, "close")]);
  }
}
