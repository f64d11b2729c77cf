import * as crypto from "node:crypto";
import { effectiveInputs } from "../../../../local/plugins/base/property";
import type { ResourceType, Values } from "../../../../local/plugins/base";
import { certRequest } from "../../../../local/plugins/tls/cert-request";
import { locallySignedCert } from "../../../../local/plugins/tls/locally-signed-cert";
import { privateKey } from "../../../../local/plugins/tls/private-key";
import { selfSignedCert } from "../../../../local/plugins/tls/self-signed-cert";

/** What a type makes of inputs, as the base would call it. */
export async function made(type: ResourceType, inputs: Values): Promise<Values> {
  const operation = { client: undefined, signal: new AbortController().signal, urn: "" };
  return (await type.create(effectiveInputs(inputs, type), operation)).outputs;
}

/** Messages of what is wrong with inputs. */
export function problems(type: ResourceType, inputs: Values, unknown: readonly string[] = []): string[] {
  return (type.check?.(effectiveInputs(inputs, type), new Set(unknown)) ?? []).map(({ reason }) => reason);
}

/** A key of a kind, as PEM. */
export async function keyPem(inputs: Values = { algorithm: "ECDSA", ecdsaCurve: "P256" }): Promise<string> {
  return (await made(privateKey, inputs)).privateKeyPem as string;
}

export const authorityInputs: Values = {
  subject: { commonName: "Test CA" },
  isCaCertificate: true,
  allowedUses: ["cert_signing", "crl_signing"],
  validityPeriodHours: 24,
};

/** An authority, and a server's key and certificate that it signed; all PEM. */
export interface Chain {
  readonly ca: string;
  readonly key: string;
  readonly cert: string;
}

/** @param names of the server */
export async function chainFor(names: Values, kind?: Values): Promise<Chain> {
  const [caPrivateKeyPem, key] = [await keyPem(kind), await keyPem(kind)];
  const { certPem: ca } = await made(selfSignedCert, { ...authorityInputs, privateKeyPem: caPrivateKeyPem });
  const { certRequestPem } = await made(certRequest, { privateKeyPem: key, ...names });
  const { certPem: cert } = await made(locallySignedCert, {
    caCertPem: ca!,
    caPrivateKeyPem,
    certRequestPem: certRequestPem!,
    allowedUses: ["digital_signature", "server_auth"],
    validityPeriodHours: 24,
  });
  return { ca: ca as string, key, cert: cert as string };
}

export const parsed = (pem: unknown): crypto.X509Certificate => new crypto.X509Certificate(pem as string);
