import * as crypto from "node:crypto";
import type { ResourceType, Values } from "../base";
import { algorithms, classicPem, curves, generateKey, type Algorithm, type Curve } from "./keys";
import { openSshOf } from "./openssh";

const output = (description: string) => ({ type: "string", description }) as const;
const secret = (description: string) => ({ ...output(description), secret: true }) as const;

/** A private key that is kept in the state. */
export const privateKey: ResourceType = {
  description: "A private key that is kept in the state, encrypted.",
  stateVersion: 1,
  inputs: {
    algorithm: { type: "string", description: "Kind of key.", required: true, allowed: algorithms },
    ecdsaCurve: {
      type: "string",
      description: "Curve of an ECDSA key.",
      allowed: Object.keys(curves),
      default: "P224",
    },
    rsaBits: { type: "integer", description: "Size of an RSA key, in bits.", default: 2048, minimum: 1024 },
  },
  outputs: {
    privateKeyOpenssh: secret("In OpenSSH's format; empty for curve P224."),
    privateKeyPem: secret("In PEM format: RSA PRIVATE KEY, EC PRIVATE KEY or PRIVATE KEY."),
    privateKeyPemPkcs8: secret("In PEM format: PRIVATE KEY."),
    publicKeyFingerprintMd5: output("As OpenSSH's older fingerprint; empty for curve P224."),
    publicKeyFingerprintSha256: output("As OpenSSH's fingerprint; empty for curve P224."),
    publicKeyOpenssh: output("As a line of authorized_keys; empty for curve P224."),
    publicKeyPem: output("The public key in PEM format."),
  },
  async create(inputs) {
    const { algorithm, ...size } = inputs as { algorithm: Algorithm; rsaBits: number; ecdsaCurve: Curve };
    const key = await generateKey(algorithm, size);
    const publicKey = crypto.createPublicKey(key);
    const openSsh = openSshOf(key, algorithm);
    const outputs: Values = {
      privateKeyOpenssh: openSsh.privateKey,
      privateKeyPem: classicPem(key, algorithm),
      privateKeyPemPkcs8: key.export({ type: "pkcs8", format: "pem" }) as string,
      publicKeyFingerprintMd5: openSsh.md5,
      publicKeyFingerprintSha256: openSsh.sha256,
      publicKeyOpenssh: openSsh.publicKey,
      publicKeyPem: publicKey.export({ type: "spki", format: "pem" }) as string,
    };
    const digest = crypto.createHash("sha1").update(publicKey.export({ type: "spki", format: "der" }));
    return { id: digest.digest("hex"), outputs };
  },
};
