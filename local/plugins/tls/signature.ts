import { AlgorithmIdentifier } from "@peculiar/asn1-x509";
import * as crypto from "node:crypto";
import { curveOf, type Algorithm, type Curve } from "./keys";

/** How a key signs. */
export interface Signer {
  readonly identifier: AlgorithmIdentifier;
  sign(data: ArrayBuffer): ArrayBuffer;
}

interface Scheme {
  readonly oid: string;
  /** Undefined where the scheme has its own. */
  readonly hash: string | undefined;
  readonly parameters?: null;
}

const ecdsa: Readonly<Record<Curve, Scheme>> = {
  P224: { oid: "1.2.840.10045.4.3.2", hash: "sha256" },
  P256: { oid: "1.2.840.10045.4.3.2", hash: "sha256" },
  P384: { oid: "1.2.840.10045.4.3.3", hash: "sha384" },
  P521: { oid: "1.2.840.10045.4.3.4", hash: "sha512" },
};

/** The scheme that Go takes for a key: as strong as the key is. */
export function signerOf(key: crypto.KeyObject, algorithm: Algorithm): Signer {
  const { oid, hash, parameters } = schemeOf(key, algorithm);
  return {
    identifier: new AlgorithmIdentifier({ algorithm: oid, parameters }),
    sign: (data) => exact(crypto.sign(hash, Buffer.from(data), key)),
  };
}

function schemeOf(key: crypto.KeyObject, algorithm: Algorithm): Scheme {
  switch (algorithm) {
    case "RSA":
      return { oid: "1.2.840.113549.1.1.11", hash: "sha256", parameters: null };
    case "ECDSA":
      return ecdsa[curveOf(key) ?? "P256"];
    case "ED25519":
      return { oid: "1.3.101.112", hash: undefined };
    default:
      return algorithm satisfies never;
  }
}

/** A buffer of just these bytes: Node's buffers share larger ones. */
export function exact(bytes: Buffer): ArrayBuffer {
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
}
