import { AsnConvert } from "@peculiar/asn1-schema";
import * as x509 from "@peculiar/asn1-x509";
import * as crypto from "node:crypto";
import type { Failure, ResourceType, Values } from "../base";
import { parseRequest } from "./cert-request";
import { extensionValue, signCertificate, type CertificateSpec } from "./certificate";
import { fromPem } from "./pem";
import { renewal } from "./renewal";
import { exact, signerOf } from "./signature";
import { checkKey, keyInputs, keyOf } from "./signing-key";
import { checkTerms, termInputs, termOutputs, termOutputsOf, termsOf } from "./terms";

const text = (description: string) =>
  ({ type: "string", description, required: true, change: "replace" }) as const;

/** A certificate for a request, signed by an authority whose key is at hand. */
export const locallySignedCert: ResourceType = {
  description: "A certificate for a request, signed by an authority whose key is at hand.",
  inputs: {
    ...termInputs,
    ...keyInputs("caPrivateKeyPem", "the authority"),
    caCertPem: text("Certificate of the authority, in PEM format."),
    certRequestPem: text("The request, in PEM format."),
  },
  outputs: {
    ...termOutputs,
    caKeyAlgorithm: { type: "string", description: "Algorithm of the authority's key.", stable: true },
  },
  check: (inputs, unknown) => [
    ...checkTerms(inputs),
    ...checkKey("caPrivateKeyPem", inputs, unknown),
    ...checkParsed("caCertPem", inputs, parseAuthority),
    ...checkParsed("certRequestPem", inputs, parseRequest),
  ],
  create(inputs) {
    const { key, algorithm } = keyOf("caPrivateKeyPem", inputs);
    const authority = parseAuthority(inputs.caCertPem as string, "caCertPem");
    if (!authority.certificate.checkPrivateKey(key)) {
      throw new Error(
        `The authority's private key does not belong to "caCertPem". Give the key of that certificate.`,
      );
    }
    const { content, extensions } = parseRequest(inputs.certRequestPem as string, "certRequestPem");
    if (inputs.isCaCertificate && content.subject.length === 0) {
      throw new Error(
        `The subject in "certRequestPem" is empty. Allowed for an authority: at least one field.`,
      );
    }
    const spec: CertificateSpec = {
      ...termsOf(inputs, content.subjectPKInfo),
      subject: content.subject,
      names: namesOf(extensions),
      issuer: authority,
    };
    const certificate = signCertificate(spec, signerOf(key, algorithm));
    const outputs = { ...termOutputsOf(spec, certificate), caKeyAlgorithm: algorithm };
    return Promise.resolve({ id: certificate.serialNumber.toString(), outputs });
  },
  ...renewal,
};

interface Authority {
  readonly certificate: crypto.X509Certificate;
  readonly name: x509.Name;
  readonly keyId?: ArrayBuffer;
}

function parseAuthority(pem: string, property: string): Authority {
  const der = fromPem(pem, "CERTIFICATE", property);
  let parsed: x509.TBSCertificate;
  let certificate: crypto.X509Certificate;
  try {
    certificate = new crypto.X509Certificate(der);
    parsed = AsnConvert.parse(exact(der), x509.Certificate).tbsCertificate;
  } catch {
    throw new Error(`"${property}" is damaged. Allowed: a certificate in PEM format.`);
  }
  if (!certificate.ca) {
    throw new Error(
      `"${property}" is no authority's certificate, so nobody would trust what it signs. Allowed: one made with isCaCertificate.`,
    );
  }
  const keyId = extensionValue(parsed.extensions, x509.id_ce_subjectKeyIdentifier);
  return {
    certificate,
    name: parsed.subject,
    keyId: keyId && AsnConvert.parse(keyId, x509.SubjectKeyIdentifier).buffer,
  };
}

function namesOf(extensions: x509.Extensions): x509.GeneralName[] {
  const names = extensionValue(extensions, x509.id_ce_subjectAltName);
  return names ? [...AsnConvert.parse(names, x509.SubjectAlternativeName)] : [];
}

function checkParsed(
  property: "caCertPem" | "certRequestPem",
  inputs: Values,
  parse: (pem: string, property: string) => unknown,
): Failure[] {
  const pem = inputs[property];
  if (pem === undefined) return [];
  try {
    parse(pem as string, property);
    return [];
  } catch (error) {
    return [{ property, reason: (error as Error).message }];
  }
}
