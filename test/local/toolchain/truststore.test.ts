import { createHash, X509Certificate } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { writeTruststore } from "../../../local/toolchain/truststore";
import { temporaryFolder } from "../../components/images/archive";
import { selfSigned } from "../../support/certificate";

let root: string;
beforeEach(() => {
  root = temporaryFolder();
});
afterEach(() => fs.rm(root, { recursive: true }));

/** Reads what stands one after the other. */
class Reader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  take(length: number): Buffer {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  number = (): number => this.take(4).readUInt32BE();
  text = (): string => this.take(this.take(2).readUInt16BE()).toString();
}

function entry(reader: Reader) {
  const kind = reader.number();
  const alias = reader.text();
  const date = reader.take(8).readBigUInt64BE();
  const type = reader.text();
  return { kind, alias, date, type, certificate: reader.take(reader.number()) };
}

/** As Java's documentation of the class KeyStore, type JKS, and its source have it. */
function keystore(bytes: Buffer) {
  const reader = new Reader(bytes);
  const [magic, version, count] = [reader.number(), reader.number(), reader.number()];
  const entries = Array.from({ length: count }, () => entry(reader));
  const salt = Buffer.from("\0c\0h\0a\0n\0g\0e\0i\0tMighty Aphrodite");
  const digest = createHash("sha1").update(salt).update(bytes.subarray(0, -20)).digest();
  return { magic, version, entries, isWhole: reader.take(20).equals(digest) };
}

test("authorities of Debian become a truststore as Java reads it", async () => {
  const certificates = { "Two_2.crt": selfSigned().cert, "Őne.crt": selfSigned().cert };
  const folder = path.join(root, "usr/share/ca-certificates/mozilla");
  await fs.mkdir(folder, { recursive: true });
  for (const [file, cert] of Object.entries(certificates)) await fs.writeFile(path.join(folder, file), cert);
  await writeTruststore(root);
  const known = { kind: 2, date: 0n, type: "X.509" };
  expect(keystore(await fs.readFile(path.join(root, "etc/ssl/certs/java/cacerts")))).toEqual({
    magic: 0xfeedfeed,
    version: 2,
    entries: [
      { ...known, alias: "two_2", certificate: new X509Certificate(certificates["Two_2.crt"]).raw },
      { ...known, alias: "őne", certificate: new X509Certificate(certificates["Őne.crt"]).raw },
    ],
    isWhole: true,
  });
});
