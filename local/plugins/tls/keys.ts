import * as crypto from "node:crypto";
import { promisify } from "node:util";

/** Algorithms of keys, by the names that programs give them. */
export const algorithms = ["RSA", "ECDSA", "ED25519"] as const;
export type Algorithm = (typeof algorithms)[number];

/** Curves of ECDSA keys, by the names that programs give them, with those of OpenSSL. */
export const curves = {
  P224: "secp224r1",
  P256: "prime256v1",
  P384: "secp384r1",
  P521: "secp521r1",
} as const;
export type Curve = keyof typeof curves;

const generate = promisify(crypto.generateKeyPair) as unknown as (
  type: string,
  options: object,
) => Promise<crypto.KeyPairKeyObjectResult>;

/** A new private key. */
export async function generateKey(
  algorithm: Algorithm,
  { rsaBits, ecdsaCurve }: { readonly rsaBits: number; readonly ecdsaCurve: Curve },
): Promise<crypto.KeyObject> {
  switch (algorithm) {
    case "RSA":
      return (await generate("rsa", { modulusLength: rsaBits })).privateKey;
    case "ECDSA":
      return (await generate("ec", { namedCurve: curves[ecdsaCurve] })).privateKey;
    case "ED25519":
      return (await generate("ed25519", {})).privateKey;
    default:
      return algorithm satisfies never;
  }
}

const algorithmOfType: Readonly<Record<string, Algorithm>> = { rsa: "RSA", ec: "ECDSA", ed25519: "ED25519" };

/** @returns undefined for a kind of key that the provider has no name for */
export function algorithmOf(key: crypto.KeyObject): Algorithm | undefined {
  const isUnknownCurve = key.asymmetricKeyType === "ec" && curveOf(key) === undefined;
  return isUnknownCurve ? undefined : algorithmOfType[key.asymmetricKeyType ?? ""];
}

/** @returns undefined for keys of other algorithms, and of other curves */
export function curveOf(key: crypto.KeyObject): Curve | undefined {
  const name = key.asymmetricKeyDetails?.namedCurve;
  return (Object.keys(curves) as Curve[]).find((curve) => curves[curve] === name);
}

/** The format that each algorithm is usually written in. */
const classicFormat: Readonly<Record<Algorithm, "pkcs1" | "sec1" | "pkcs8">> = {
  RSA: "pkcs1",
  ECDSA: "sec1",
  ED25519: "pkcs8",
};

/** A private key as `RSA PRIVATE KEY` or `EC PRIVATE KEY`, where its algorithm has such a format. */
export function classicPem(key: crypto.KeyObject, algorithm: Algorithm): string {
  return key.export({
    type: classicFormat[algorithm],
    format: "pem",
  } as crypto.KeyExportOptions<"pem">) as string;
}

/**
 * @param property the input that it came as, for the message
 * @throws Error that says nothing of the key itself
 */
export function parsePrivateKey(
  pem: string,
  property: string,
): { key: crypto.KeyObject; algorithm: Algorithm } {
  const key = parsed(pem);
  const algorithm = key && algorithmOf(key);
  if (!key || !algorithm) {
    throw new Error(
      `"${property}" is ${key ? `a private key of another kind (${key.asymmetricKeyType})` : "no private key in PEM format"}. ` +
        `Allowed: an unencrypted RSA, ECDSA (${Object.keys(curves).join(", ")}) or ED25519 key, such as privateKeyPem of a PrivateKey.`,
    );
  }
  return { key, algorithm };
}

function parsed(pem: string): crypto.KeyObject | undefined {
  try {
    return crypto.createPrivateKey(pem);
  } catch {
    return undefined;
  }
}
