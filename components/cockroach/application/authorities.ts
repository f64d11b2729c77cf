import { rootCertificates } from "node:tls";
import { X509Certificate } from "node:crypto";

/** The roots of Let's Encrypt, which signs the certificates of CockroachDB Cloud. */
const names = ["ISRG Root X1", "ISRG Root X2"];

/**
 * The authorities of servers that have a public certificate, for clients whose image comes without any; as this
 * machine's Node has them, which are those of Mozilla.
 */
export function publicAuthorities(): string {
  const found = rootCertificates.filter((pem) => {
    const { subject } = new X509Certificate(pem);
    return names.some((name) => subject.split("\n").includes(`CN=${name}`));
  });
  return `${found.join("\n")}\n`;
}
