import { once } from "node:events";
import type * as net from "node:net";
import * as tls from "node:tls";
import { refused, type Refusal } from "./refusal";
import { readOpening, type Opening } from "./wire";

/** What a client asks for once its connection is encrypted, or what it asks for without being so. */
export type Greeting =
  | {
      readonly kind: "start";
      readonly stream: tls.TLSSocket;
      /** The host that the client means, if its TLS says so. */
      readonly host?: string;
      readonly opening: Extract<Opening, { kind: "start" }>;
    }
  | { readonly kind: "cancel"; readonly message: Buffer }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** @returns undefined when the client left, or spoke something else */
export async function greet(
  connection: net.Socket,
  context: tls.SecureContext,
): Promise<Greeting | undefined> {
  let opening = await readOpening(connection);
  if (opening?.kind === "gss") {
    connection.write("N");
    opening = await readOpening(connection);
  }
  if (opening?.kind === "cancel") return opening;
  if (opening?.kind === "tls") return encrypted(connection, context);
  if (opening?.kind !== "start") return undefined;
  const hint = "connect with sslmode=verify-full";
  const reason = "codeUnexpectedInsecureStartupMessage";
  return { kind: "refused", refusal: refused(reason, "server requires encryption", hint) };
}

async function encrypted(
  connection: net.Socket,
  secureContext: tls.SecureContext,
): Promise<Greeting | undefined> {
  // Bytes that came before the answer were not encrypted, and must not be taken for such that were.
  if (connection.readableLength > 0) return undefined;
  connection.write("S");
  const stream = new tls.TLSSocket(connection, { isServer: true, secureContext });
  // A client that does not like the certificate ends the handshake.
  stream.on("error", () => stream.destroy());
  await Promise.race([once(stream, "secure"), once(stream, "close")]);
  if (stream.destroyed) return undefined;
  const opening = await readOpening(stream);
  if (opening?.kind !== "start") return undefined;
  const host = (stream as { servername?: string | false }).servername;
  return { kind: "start", stream, host: host || undefined, opening };
}
