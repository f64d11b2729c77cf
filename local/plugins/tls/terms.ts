import type { SubjectPublicKeyInfo } from "@peculiar/asn1-x509";
import type { Failure, InputProperties, OutputProperty, Values } from "../base";
import { keyIdOf, type Certificate, type CertificateSpec } from "./certificate";
import { toPem } from "./pem";
import { checkUses, usesInput } from "./uses";

const hour = 60 * 60 * 1000;

const flag = (description: string) =>
  ({ type: "boolean", description, default: false, change: "replace" }) as const;

/** The inputs of both types of certificate. */
export const termInputs: InputProperties = {
  allowedUses: usesInput,
  earlyRenewalHours: {
    type: "integer",
    description: "Hours before its end at which the certificate is made anew.",
    default: 0,
    minimum: 0,
  },
  isCaCertificate: flag("Whether it may sign other certificates."),
  maxPathLength: {
    type: "integer",
    description:
      "How many authorities may stand between it and a certificate that it vouches for; -1 for any.",
    minimum: -1,
    change: "replace",
  },
  setSubjectKeyId: flag("Whether it names its own key. An authority always does."),
  validityPeriodHours: {
    type: "integer",
    description: "Hours for which the certificate is valid.",
    required: true,
    minimum: 0,
    change: "replace",
  },
};

const computed = (type: "string" | "boolean", description: string, stable: boolean): OutputProperty => ({
  type,
  description,
  stable,
});

/** The outputs of both types of certificate. */
export const termOutputs: Readonly<Record<string, OutputProperty>> = {
  certPem: computed("string", "The certificate in PEM format.", true),
  readyForRenewal: computed(
    "boolean",
    "Whether its end, or the time for its early renewal, has come.",
    false,
  ),
  validityEndTime: computed("string", "When it ends, as RFC 3339 writes times.", true),
  validityStartTime: computed("string", "When it begins, as RFC 3339 writes times.", true),
};

/** What is wrong with the inputs of both types. */
export const checkTerms = ({ allowedUses }: Values): Failure[] => checkUses(allowedUses);

/** The part of a certificate that these inputs decide; valid from now on. */
export function termsOf(
  inputs: Values,
  publicKey: SubjectPublicKeyInfo,
  now = new Date(),
): Pick<CertificateSpec, "uses" | "notBefore" | "notAfter" | "authority" | "subjectKeyId" | "publicKey"> {
  const { maxPathLength: most, isCaCertificate, setSubjectKeyId, validityPeriodHours } = inputs;
  const pathLength = typeof most === "number" && most >= 0 ? most : undefined;
  return {
    publicKey,
    uses: inputs.allowedUses as readonly string[],
    notBefore: now,
    notAfter: new Date(now.getTime() + Number(validityPeriodHours) * hour),
    authority: isCaCertificate ? { pathLength } : undefined,
    subjectKeyId: isCaCertificate || setSubjectKeyId ? keyIdOf(publicKey) : undefined,
  };
}

/** The outputs of a certificate that was just made. */
export function termOutputsOf(
  { notBefore, notAfter }: Pick<CertificateSpec, "notBefore" | "notAfter">,
  { der }: Certificate,
): Values {
  return {
    certPem: toPem("CERTIFICATE", der),
    readyForRenewal: false,
    validityEndTime: notAfter.toISOString(),
    validityStartTime: notBefore.toISOString(),
  };
}

/** Whether the time for a renewal has come. */
export function isDue({ validityEndTime }: Values, { earlyRenewalHours }: Values, now = Date.now()): boolean {
  const early = typeof earlyRenewalHours === "number" ? earlyRenewalHours : 0;
  return Date.parse(validityEndTime as string) - early * hour <= now;
}
