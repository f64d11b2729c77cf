import { KeyUsageFlags } from "@peculiar/asn1-x509";
import type { Failure, InputProperty, Value } from "../base";

const keyUsages: Readonly<Record<string, KeyUsageFlags>> = {
  digital_signature: KeyUsageFlags.digitalSignature,
  content_commitment: KeyUsageFlags.nonRepudiation,
  key_encipherment: KeyUsageFlags.keyEncipherment,
  data_encipherment: KeyUsageFlags.dataEncipherment,
  key_agreement: KeyUsageFlags.keyAgreement,
  cert_signing: KeyUsageFlags.keyCertSign,
  crl_signing: KeyUsageFlags.cRLSign,
  encipher_only: KeyUsageFlags.encipherOnly,
  decipher_only: KeyUsageFlags.decipherOnly,
};

const extendedKeyUsages: Readonly<Record<string, string>> = {
  any_extended: "2.5.29.37.0",
  server_auth: "1.3.6.1.5.5.7.3.1",
  client_auth: "1.3.6.1.5.5.7.3.2",
  code_signing: "1.3.6.1.5.5.7.3.3",
  email_protection: "1.3.6.1.5.5.7.3.4",
  ipsec_end_system: "1.3.6.1.5.5.7.3.5",
  ipsec_tunnel: "1.3.6.1.5.5.7.3.6",
  ipsec_user: "1.3.6.1.5.5.7.3.7",
  timestamping: "1.3.6.1.5.5.7.3.8",
  ocsp_signing: "1.3.6.1.5.5.7.3.9",
  microsoft_server_gated_crypto: "1.3.6.1.4.1.311.10.3.3",
  netscape_server_gated_crypto: "2.16.840.1.113730.4.1",
  microsoft_commercial_code_signing: "1.3.6.1.4.1.311.2.1.22",
  microsoft_kernel_code_signing: "1.3.6.1.4.1.311.61.1.1",
};

const names = [...Object.keys(keyUsages), ...Object.keys(extendedKeyUsages)].sort();

/** The input that says what a certificate may be used for. */
export const usesInput: InputProperty = {
  type: "list",
  description: `What the certificate may be used for: any of ${names.join(", ")}.`,
  required: true,
  change: "replace",
};

/** What is wrong with a list of uses. */
export function checkUses(uses: Value | undefined): Failure[] {
  return ((uses ?? []) as readonly string[])
    .filter((use) => !names.includes(use))
    .map((use) => ({
      property: "allowedUses",
      reason: `"allowedUses" has ${JSON.stringify(use)}. Allowed: ${names.join(", ")}.`,
    }));
}

/** The flags of the extension keyUsage; 0 is none. */
export function usageFlags(uses: readonly string[]): number {
  return uses.reduce((flags, use) => flags | (keyUsages[use] ?? 0), 0);
}

/** The identifiers of the extension extKeyUsage. */
export function extendedUsages(uses: readonly string[]): string[] {
  return uses.flatMap((use) => extendedKeyUsages[use] ?? []);
}
