import type { Failure, ResourceType, Values } from "../base";
import { alternativeNameInputs, alternativeNamesOf, checkAlternativeNames } from "./alternative-names";
import { publicKeyInfo, signCertificate, type CertificateSpec } from "./certificate";
import { renewal } from "./renewal";
import { signerOf } from "./signature";
import { checkKey, keyInputs, keyOf } from "./signing-key";
import { nameOf, subjectInput } from "./subject";
import { checkTerms, termInputs, termOutputs, termOutputsOf, termsOf } from "./terms";

/** A certificate that is signed with its own key, such as that of an authority. */
export const selfSignedCert: ResourceType = {
  description: "A certificate that is signed with its own key, such as that of an authority.",
  inputs: {
    ...termInputs,
    ...alternativeNameInputs,
    ...keyInputs("privateKeyPem", "the certificate"),
    setAuthorityKeyId: {
      type: "boolean",
      description: "Whether it names the key that signed it: its own, which it must then name, too.",
      default: false,
      change: "replace",
    },
    subject: subjectInput("SelfSignedCertSubject"),
  },
  outputs: {
    ...termOutputs,
    keyAlgorithm: { type: "string", description: "Algorithm of the private key.", stable: true },
  },
  check: (inputs, unknown) => [
    ...checkTerms(inputs),
    ...checkAlternativeNames(inputs),
    ...checkKey("privateKeyPem", inputs, unknown),
    ...checkAuthority(inputs, unknown),
  ],
  create(inputs) {
    const { key, algorithm } = keyOf("privateKeyPem", inputs);
    const terms = termsOf(inputs, publicKeyInfo(key));
    const name = nameOf(inputs.subject);
    const spec: CertificateSpec = {
      ...terms,
      subject: name,
      names: alternativeNamesOf(inputs),
      issuer: { name, keyId: inputs.setAuthorityKeyId ? terms.subjectKeyId : undefined },
    };
    const certificate = signCertificate(spec, signerOf(key, algorithm));
    const outputs = { ...termOutputsOf(spec, certificate), keyAlgorithm: algorithm };
    return Promise.resolve({ id: certificate.serialNumber.toString(), outputs });
  },
  ...renewal,
};

function checkAuthority(inputs: Values, unknown: ReadonlySet<string>): Failure[] {
  const { isCaCertificate, setAuthorityKeyId, setSubjectKeyId } = inputs;
  const isNamed = unknown.has("subject") || nameOf(inputs.subject).length > 0;
  const namesKey =
    isCaCertificate || setSubjectKeyId || unknown.has("isCaCertificate") || unknown.has("setSubjectKeyId");
  const failures: Failure[] = [];
  if (isCaCertificate && !isNamed) {
    const reason = `"subject" is empty. Allowed for an authority: at least one field, such as commonName.`;
    failures.push({ property: "subject", reason });
  }
  if (setAuthorityKeyId && !namesKey) {
    const reason = `"setAuthorityKeyId" is true without a key to name. Set setSubjectKeyId, too.`;
    failures.push({ property: "setAuthorityKeyId", reason });
  }
  return failures;
}
