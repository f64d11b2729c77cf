import * as crypto from "node:crypto";
import { selfSigned } from "../../../support/certificate";

/** A key and its self-signed certificate, which is an authority's. */
export const authority = selfSigned();

export const [oneKey, otherKey] = [newKey(), newKey()];

/** Made by OpenSSL, for CN=web with the name `web`. */
export const request = `-----BEGIN CERTIFICATE REQUEST-----
MIHpMIGRAgEAMA4xDDAKBgNVBAMMA3dlYjBZMBMGByqGSM49AgEGCCqGSM49AwEH
A0IABJL4YesAzeKyoYFCvIxahrHYu8G1CDGtNfqChpqBpzOUgSEdS/2XlHBsOj5S
4U5L/Bglpk7OxVp+maQ4B/JaAm+gITAfBgkqhkiG9w0BCQ4xEjAQMA4GA1UdEQQH
MAWCA3dlYjAKBggqhkjOPQQDAgNHADBEAiBBPDGFmJm4rym3TuHGZfr4JSHgLYYR
C1f4+A/+XtCLsQIgNcnm+N4r2qPYCsfju8L/b+UGY8H76aWLqt3kY2UtMQg=
-----END CERTIFICATE REQUEST-----
`;

function newKey(): string {
  const { privateKey } = crypto.generateKeyPairSync("ec", { namedCurve: "P-256" });
  return privateKey.export({ type: "sec1", format: "pem" }) as string;
}
