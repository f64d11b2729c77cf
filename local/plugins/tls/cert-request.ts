import { CertificationRequest, CertificationRequestInfo, Attributes } from "@peculiar/asn1-csr";
import { AsnConvert } from "@peculiar/asn1-schema";
import { Attribute, Extensions } from "@peculiar/asn1-x509";
import * as crypto from "node:crypto";
import type { ResourceType, Values } from "../base";
import { alternativeNameInputs, alternativeNamesOf, checkAlternativeNames } from "./alternative-names";
import { alternativeNames, publicKeyInfo } from "./certificate";
import { fromPem, toPem } from "./pem";
import { exact, signerOf } from "./signature";
import { checkKey, keyInputs, keyOf } from "./signing-key";
import { nameOf, subjectInput } from "./subject";

/** The attribute in which a request asks for extensions. */
const extensionRequest = "1.2.840.113549.1.9.14";

/** A request for a certificate, signed with the key that the certificate will be for. */
export const certRequest: ResourceType = {
  description: "A request for a certificate, signed with the key that the certificate will be for.",
  inputs: {
    ...alternativeNameInputs,
    ...keyInputs("privateKeyPem", "the certificate"),
    subject: subjectInput("CertRequestSubject"),
  },
  outputs: {
    certRequestPem: { type: "string", description: "The request in PEM format." },
    keyAlgorithm: { type: "string", description: "Algorithm of the private key." },
  },
  check: (inputs, unknown) => [
    ...checkAlternativeNames(inputs),
    ...checkKey("privateKeyPem", inputs, unknown),
  ],
  create(inputs) {
    const { key, algorithm } = keyOf("privateKeyPem", inputs);
    const request = signedRequest(inputs, key, signerOf(key, algorithm));
    const id = crypto.createHash("sha1").update(Buffer.from(request)).digest("hex");
    const outputs = { certRequestPem: toPem("CERTIFICATE REQUEST", request), keyAlgorithm: algorithm };
    return Promise.resolve({ id, outputs });
  },
};

function signedRequest(
  inputs: Values,
  key: crypto.KeyObject,
  signer: ReturnType<typeof signerOf>,
): ArrayBuffer {
  const extensions = alternativeNames(alternativeNamesOf(inputs), false);
  const asked = new Attribute({
    type: extensionRequest,
    values: [AsnConvert.serialize(new Extensions(extensions))],
  });
  const content = new CertificationRequestInfo({
    subject: nameOf(inputs.subject),
    subjectPKInfo: publicKeyInfo(key),
    attributes: new Attributes(extensions.length > 0 ? [asked] : []),
  });
  const request = new CertificationRequest({
    certificationRequestInfo: content,
    signatureAlgorithm: signer.identifier,
    signature: signer.sign(AsnConvert.serialize(content)),
  });
  return AsnConvert.serialize(request);
}

/**
 * @param property the input that it came as, for the message
 * @returns what is asked for, and the extensions of it
 * @throws Error when it is no request
 */
export function parseRequest(
  pem: string,
  property: string,
): { readonly content: CertificationRequestInfo; readonly extensions: Extensions } {
  const der = fromPem(pem, "CERTIFICATE REQUEST", property);
  try {
    const { certificationRequestInfo: content } = AsnConvert.parse(exact(der), CertificationRequest);
    const asked = [...(content.attributes ?? [])].find(({ type }) => type === extensionRequest)?.values[0];
    return { content, extensions: asked ? AsnConvert.parse(asked, Extensions) : new Extensions() };
  } catch {
    throw new Error(
      `"${property}" is damaged. Allowed: a request in PEM format, such as certRequestPem of a CertRequest.`,
    );
  }
}
