import * as crypto from "node:crypto";
import { curveOf, type Algorithm, type Curve } from "./keys";
import { toPem } from "./pem";

/** A key in the forms of OpenSSH; all of them empty where OpenSSH has no name for its curve. */
export interface OpenSshKey {
  readonly privateKey: string;
  /** As a line of `authorized_keys`. */
  readonly publicKey: string;
  readonly md5: string;
  readonly sha256: string;
}

const none: OpenSshKey = { privateKey: "", publicKey: "", md5: "", sha256: "" };

const curveNames: Readonly<Partial<Record<Curve, string>>> = {
  P256: "nistp256",
  P384: "nistp384",
  P521: "nistp521",
};

/** The private part is padded to a multiple of this where no cipher has a block size of its own. */
const blockSize = 8;

/** A private key in the forms of OpenSSH. */
export function openSshOf(key: crypto.KeyObject, algorithm: Algorithm): OpenSshKey {
  const fields = fieldsOf(key, algorithm);
  if (!fields) return none;
  const publicBlob = Buffer.concat(fields.public);
  const hash = (name: string) => crypto.createHash(name).update(publicBlob);
  return {
    privateKey: toPem("OPENSSH PRIVATE KEY", privateBlob(publicBlob, fields.private)),
    publicKey: `${fields.type} ${publicBlob.toString("base64")}\n`,
    md5: (hash("md5").digest("hex").match(/../g) ?? []).join(":"),
    sha256: `SHA256:${hash("sha256").digest("base64").replaceAll("=", "")}`,
  };
}

interface Fields {
  readonly type: string;
  readonly public: readonly Buffer[];
  readonly private: readonly Buffer[];
}

function fieldsOf(key: crypto.KeyObject, algorithm: Algorithm): Fields | undefined {
  const named = (type: string, publicParts: readonly Buffer[], privateParts: readonly Buffer[]): Fields => ({
    type,
    public: [text(type), ...publicParts],
    private: [text(type), ...privateParts],
  });
  switch (algorithm) {
    case "RSA": {
      const numbers = (names: string) => names.split(" ").map((name) => number(partOf(key, name)));
      return named("ssh-rsa", numbers("e n"), numbers("n e d qi p q"));
    }
    case "ECDSA": {
      const curve = curveNames[curveOf(key) ?? "P224"];
      if (curve === undefined) return undefined;
      const point = bytes(Buffer.concat([Buffer.from([4]), partOf(key, "x"), partOf(key, "y")]));
      return named(
        `ecdsa-sha2-${curve}`,
        [text(curve), point],
        [text(curve), point, number(partOf(key, "d"))],
      );
    }
    case "ED25519": {
      const point = bytes(partOf(key, "x"));
      const pair = Buffer.concat([partOf(key, "d"), partOf(key, "x")]);
      return named("ssh-ed25519", [point], [point, bytes(pair)]);
    }
    default:
      return algorithm satisfies never;
  }
}

/** A number or a coordinate of a key, by its name in RFC 7518. */
function partOf(key: crypto.KeyObject, name: string): Buffer {
  const jwk = key.export({ format: "jwk" }) as Record<string, string>;
  return Buffer.from(jwk[name] ?? "", "base64url");
}

/** The unencrypted form of https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key. */
function privateBlob(publicBlob: Buffer, fields: readonly Buffer[]): Buffer {
  const check = crypto.randomBytes(4);
  const comment = text("");
  const plain = Buffer.concat([check, check, ...fields, comment]);
  const padding = Array.from({ length: -plain.length & (blockSize - 1) }, (_, index) => index + 1);
  return Buffer.concat([
    Buffer.from("openssh-key-v1\0"),
    ...["none", "none", ""].map(text),
    uint32(1),
    bytes(publicBlob),
    bytes(Buffer.concat([plain, Buffer.from(padding)])),
  ]);
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

const bytes = (value: Buffer): Buffer => Buffer.concat([uint32(value.length), value]);

const text = (value: string): Buffer => bytes(Buffer.from(value));

/** A positive number: without leading zeros, but for one where the first bit would mean a sign. */
function number(value: Buffer): Buffer {
  const first = value.findIndex((byte) => byte !== 0);
  const digits = value.subarray(first);
  return bytes((digits[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}
