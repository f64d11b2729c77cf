import * as crypto from "node:crypto";
import * as fs from "node:fs/promises";
import { writePrivate } from "../../platform/state";
import { alternativeNamesOf } from "../../plugins/tls/alternative-names";
import { keyIdOf, publicKeyInfo, signCertificate, type CertificateSpec } from "../../plugins/tls/certificate";
import { toPem } from "../../plugins/tls/pem";
import { signerOf } from "../../plugins/tls/signature";
import { nameOf } from "../../plugins/tls/subject";
import type { EmulatorFiles } from "./files";
import { certificateNames } from "./hosts";

const day = 24 * 60 * 60 * 1000;
const lifetimes = { authority: 3650 * day, server: 365 * day, renewedBefore: 30 * day };

/** PEM of what a TLS server needs, and of what its clients need. */
export interface Certificates {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/**
 * The emulator's authority, made at the first start, and a certificate of its servers. The real service has its
 * certificates from a public authority.
 */
export async function certificatesOf(files: EmulatorFiles): Promise<Certificates> {
  if ((await remaining(files.ca)) < lifetimes.renewedBefore) await makeAuthority(files);
  const ca = await fs.readFile(files.ca, "utf8");
  const isGood =
    (await remaining(files.server)) >= lifetimes.renewedBefore &&
    new crypto.X509Certificate(await fs.readFile(files.server)).verify(
      new crypto.X509Certificate(ca).publicKey,
    );
  if (!isGood) await makeServer(files);
  const [cert, key] = await Promise.all(
    [files.server, files.serverKey].map((file) => fs.readFile(file, "utf8")),
  );
  return { ca, cert: cert ?? "", key: key ?? "" };
}

async function makeAuthority(files: EmulatorFiles): Promise<void> {
  const key = newKey();
  const info = publicKeyInfo(key);
  const name = nameOf({ commonName: "Emulated CockroachDB Cloud" });
  const spec: CertificateSpec = {
    ...validFor(lifetimes.authority),
    subject: name,
    names: [],
    publicKey: info,
    uses: ["cert_signing", "digital_signature"],
    authority: {},
    subjectKeyId: keyIdOf(info),
    issuer: { name },
  };
  await writeKey(files.caKey, key);
  await writePrivate(files.ca, toPem("CERTIFICATE", signCertificate(spec, signerOf(key, "ECDSA")).der));
}

async function makeServer(files: EmulatorFiles): Promise<void> {
  const key = newKey();
  const authority = crypto.createPrivateKey(await fs.readFile(files.caKey));
  const spec: CertificateSpec = {
    ...validFor(lifetimes.server),
    subject: nameOf({ commonName: "Emulated CockroachDB" }),
    names: alternativeNamesOf({ dnsNames: certificateNames }),
    publicKey: publicKeyInfo(key),
    uses: ["digital_signature", "server_auth"],
    issuer: {
      name: nameOf({ commonName: "Emulated CockroachDB Cloud" }),
      keyId: keyIdOf(publicKeyInfo(authority)),
    },
  };
  await writeKey(files.serverKey, key);
  await writePrivate(
    files.server,
    toPem("CERTIFICATE", signCertificate(spec, signerOf(authority, "ECDSA")).der),
  );
}

const newKey = (): crypto.KeyObject => crypto.generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

const writeKey = (file: string, key: crypto.KeyObject): Promise<void> =>
  writePrivate(file, key.export({ type: "pkcs8", format: "pem" }) as string);

// A minute of slack for clocks that disagree.
const validFor = (lifetime: number) => ({
  notBefore: new Date(Date.now() - 60_000),
  notAfter: new Date(Date.now() + lifetime),
});

/** How long a certificate is still good for, in milliseconds; 0 when there is none. */
async function remaining(file: string): Promise<number> {
  try {
    return Date.parse(new crypto.X509Certificate(await fs.readFile(file)).validTo) - Date.now();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
    throw error;
  }
}
