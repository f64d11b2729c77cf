import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import * as x509 from "@peculiar/asn1-x509";
import * as crypto from "node:crypto";
import { exact, type Signer } from "./signature";
import { extendedUsages, usageFlags } from "./uses";

/** What a certificate says. */
export interface CertificateSpec {
  readonly subject: x509.Name;
  readonly names: readonly x509.GeneralName[];
  readonly publicKey: x509.SubjectPublicKeyInfo;
  readonly uses: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly authority?: { readonly pathLength?: number };
  readonly subjectKeyId?: ArrayBuffer;
  readonly issuer: { readonly name: x509.Name; readonly keyId?: ArrayBuffer };
}

/** A certificate and its serial number. */
export interface Certificate {
  readonly der: ArrayBuffer;
  readonly serialNumber: bigint;
}

/** Signs a certificate. The extensions are those that Go writes, in its order. */
export function signCertificate(spec: CertificateSpec, signer: Signer): Certificate {
  const serial = crypto.randomBytes(16);
  // A number in a certificate has a sign, and no zeros in front.
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  const content = new x509.TBSCertificate({
    version: x509.Version.v3,
    serialNumber: exact(serial),
    signature: signer.identifier,
    issuer: spec.issuer.name,
    validity: new x509.Validity(spec),
    subject: spec.subject,
    subjectPublicKeyInfo: spec.publicKey,
    extensions: new x509.Extensions(extensionsOf(spec)),
  });
  const certificate = new x509.Certificate({
    tbsCertificate: content,
    signatureAlgorithm: signer.identifier,
    signatureValue: signer.sign(AsnConvert.serialize(content)),
  });
  return { der: AsnConvert.serialize(certificate), serialNumber: BigInt(`0x${serial.toString("hex")}`) };
}

function extensionsOf(spec: CertificateSpec): x509.Extension[] {
  const usage = usageFlags(spec.uses);
  const extended = extendedUsages(spec.uses);
  const { keyId } = spec.issuer;
  const constraints = new x509.BasicConstraints(
    spec.authority ? { cA: true, pathLenConstraint: spec.authority.pathLength } : {},
  );
  return [
    ...(usage === 0 ? [] : [extension(x509.id_ce_keyUsage, new x509.KeyUsage(usage), true)]),
    ...(extended.length === 0
      ? []
      : [extension(x509.id_ce_extKeyUsage, new x509.ExtendedKeyUsage(extended))]),
    extension(x509.id_ce_basicConstraints, constraints, true),
    ...(spec.subjectKeyId
      ? [extension(x509.id_ce_subjectKeyIdentifier, new x509.SubjectKeyIdentifier(spec.subjectKeyId))]
      : []),
    ...(keyId ? [extension(x509.id_ce_authorityKeyIdentifier, authorityKeyId(keyId))] : []),
    ...alternativeNames(spec.names, spec.subject.length === 0),
  ];
}

function authorityKeyId(keyId: ArrayBuffer): x509.AuthorityKeyIdentifier {
  return new x509.AuthorityKeyIdentifier({ keyIdentifier: new x509.KeyIdentifier(keyId) });
}

/** The extension with further names, if there are any; critical where they are the only ones. */
export function alternativeNames(names: readonly x509.GeneralName[], critical: boolean): x509.Extension[] {
  if (names.length === 0) return [];
  return [extension(x509.id_ce_subjectAltName, new x509.SubjectAlternativeName([...names]), critical)];
}

function extension(extnID: string, value: unknown, critical = false): x509.Extension {
  return new x509.Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

/** The identifier of a key by method 1 of RFC 5280. */
export function keyIdOf(publicKey: x509.SubjectPublicKeyInfo): ArrayBuffer {
  const hash = crypto.createHash("sha1").update(Buffer.from(publicKey.subjectPublicKey));
  return exact(hash.digest());
}

/** The value of an extension, or undefined where a certificate or a request has none. */
export function extensionValue(
  extensions: Iterable<x509.Extension> | undefined,
  id: string,
): ArrayBuffer | undefined {
  for (const { extnID, extnValue } of extensions ?? []) {
    if (extnID === id) return extnValue.buffer;
  }
  return undefined;
}

/** A key in the form in which certificates hold it. */
export function publicKeyInfo(key: crypto.KeyObject): x509.SubjectPublicKeyInfo {
  const der = crypto.createPublicKey(key).export({ type: "spki", format: "der" });
  return AsnConvert.parse(exact(der), x509.SubjectPublicKeyInfo);
}
