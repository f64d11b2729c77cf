import { createHash, X509Certificate } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";

/** Where Debian's package of certificate authorities puts them, in a root file system. */
const authorities = "usr/share/ca-certificates/mozilla";

/** Where Debian's Java looks for them. */
const truststore = "etc/ssl/certs/java/cacerts";

/** Everyone's password of Java's truststores, which only tells whether one is whole. */
const password = "changeit";

/** Gives Java the certificate authorities of Debian, as the install script of a package of theirs would. */
export async function writeTruststore(root: string): Promise<void> {
  const folder = path.join(root, authorities);
  const certificates = new Map<string, Buffer>();
  for (const file of (await fs.readdir(folder)).sort()) {
    const { raw } = new X509Certificate(await fs.readFile(path.join(folder, file)));
    certificates.set(path.parse(file).name.toLowerCase(), raw);
  }
  await fs.mkdir(path.dirname(path.join(root, truststore)), { recursive: true });
  await fs.writeFile(path.join(root, truststore), keystoreOf(certificates));
}

/**
 * A keystore of trusted certificates in the format that Java calls JKS: `keytool` takes a second for each of them.
 *
 * @param certificates by alias
 */
function keystoreOf(certificates: ReadonlyMap<string, Buffer>): Buffer {
  const entries = [...certificates].flatMap(([alias, certificate]) => [
    // A certificate that is trusted, from the beginning of time: the same ones are the same bytes.
    number(2),
    text(alias),
    Buffer.alloc(8),
    text("X.509"),
    number(certificate.length),
    certificate,
  ]);
  const content = Buffer.concat([number(0xfeedfeed), number(2), number(certificates.size), ...entries]);
  const digest = createHash("sha1")
    .update(Buffer.from(password, "utf16le").swap16())
    .update("Mighty Aphrodite")
    .update(content)
    .digest();
  return Buffer.concat([content, digest]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
