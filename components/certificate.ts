import type * as pulumi from "@pulumi/pulumi";
import { CertRequest, LocallySignedCert, PrivateKey, SelfSignedCert } from "@pulumi/tls";

/** A server's certificate with its authority; all PEM. */
export interface ServerCertificate {
  readonly ca: pulumi.Output<string>;
  readonly certificate: pulumi.Output<string>;
  /** Secret. */
  readonly key: pulumi.Output<string>;
}

const year = 365 * 24;

/** In hours. Each is made anew by the first update within its last part. */
const lifetimes = {
  authority: { validityPeriodHours: 10 * year, earlyRenewalHours: year },
  server: { validityPeriodHours: year, earlyRenewalHours: 30 * 24 },
};

const elliptic = { algorithm: "ECDSA", ecdsaCurve: "P256" };

/** A certificate for a server of that many names, from an authority that signs nothing else. */
export function serverCertificate(
  name: string,
  dnsNames: readonly string[],
  opts: pulumi.CustomResourceOptions,
): ServerCertificate {
  const caKey = new PrivateKey(`${name}-ca`, elliptic, opts);
  const ca = new SelfSignedCert(
    `${name}-ca`,
    {
      ...lifetimes.authority,
      privateKeyPem: caKey.privateKeyPem,
      subject: { commonName: `Authority of ${dnsNames.at(-1)}` },
      isCaCertificate: true,
      maxPathLength: 0,
      allowedUses: ["cert_signing", "crl_signing"],
    },
    opts,
  );
  const key = new PrivateKey(name, elliptic, opts);
  const request = new CertRequest(
    name,
    { privateKeyPem: key.privateKeyPem, subject: { commonName: dnsNames[0] }, dnsNames: [...dnsNames] },
    opts,
  );
  const certificate = new LocallySignedCert(
    name,
    {
      ...lifetimes.server,
      certRequestPem: request.certRequestPem,
      caCertPem: ca.certPem,
      caPrivateKeyPem: caKey.privateKeyPem,
      allowedUses: ["digital_signature", "server_auth"],
    },
    opts,
  );
  return { ca: ca.certPem, certificate: certificate.certPem, key: key.privateKeyPem };
}
