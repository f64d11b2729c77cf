import * as crypto from "node:crypto";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import execa from "execa";
import type { Values } from "../../../../local/plugins/base";
import { privateKey } from "../../../../local/plugins/tls/private-key";
import { made } from "./fixtures";

const hasOpenSsh = spawnSync("ssh-keygen", ["-?"]).error === undefined;
if (!hasOpenSsh) console.warn("skipped: reading the keys with OpenSSH, whose ssh-keygen is not on the PATH");
const whereOpenSshIs = hasOpenSsh ? describe : describe.skip;

const kinds = [
  { algorithm: "RSA", label: "RSA PRIVATE KEY", ssh: "ssh-rsa" },
  { algorithm: "ECDSA", ecdsaCurve: "P256", label: "EC PRIVATE KEY", ssh: "ecdsa-sha2-nistp256" },
  { algorithm: "ECDSA", ecdsaCurve: "P384", label: "EC PRIVATE KEY", ssh: "ecdsa-sha2-nistp384" },
  { algorithm: "ECDSA", ecdsaCurve: "P521", label: "EC PRIVATE KEY", ssh: "ecdsa-sha2-nistp521" },
  { algorithm: "ED25519", label: "PRIVATE KEY", ssh: "ssh-ed25519" },
];

const withCurve = ({ algorithm, ecdsaCurve }: { algorithm: string; ecdsaCurve?: string }): Values =>
  ecdsaCurve === undefined ? { algorithm } : { algorithm, ecdsaCurve };

describe.each(kinds)("a key of $algorithm $ecdsaCurve", ({ label, ssh, ...kind }) => {
  let key: Record<string, string>;
  beforeAll(async () => {
    key = (await made(privateKey, withCurve(kind))) as Record<string, string>;
  });

  it("is the same key in every format", () => {
    expect(key.privateKeyPem).toMatch(new RegExp(`^-----BEGIN ${label}-----\n[^]*-----END ${label}-----\n$`));
    const classic = crypto.createPrivateKey(key.privateKeyPem!);
    const pkcs8 = crypto.createPrivateKey(key.privateKeyPemPkcs8!);
    expect(key.privateKeyPemPkcs8).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(classic.equals(pkcs8)).toBe(true);
    expect(crypto.createPublicKey(classic).equals(crypto.createPublicKey(key.publicKeyPem!))).toBe(true);
    expect(key.publicKeyOpenssh).toMatch(new RegExp(`^${ssh} [A-Za-z0-9+/=]+\n$`));
  });

  whereOpenSshIs("in the form of OpenSSH", () => {
    it("is read by OpenSSH, which finds the same public key and fingerprints", async () => {
      const folder = await fs.mkdtemp(path.join(os.tmpdir(), "openssh-"));
      const file = path.join(folder, "key");
      await fs.writeFile(file, key.privateKeyOpenssh!, { mode: 0o600 });
      const keygen = async (...args: string[]) => (await execa("ssh-keygen", [...args, "-f", file])).stdout;
      try {
        expect((await keygen("-y", "-P", "")).trim()).toBe(key.publicKeyOpenssh!.trim());
        expect(await keygen("-l", "-E", "md5")).toContain(` MD5:${key.publicKeyFingerprintMd5} `);
        expect(await keygen("-l", "-E", "sha256")).toContain(` ${key.publicKeyFingerprintSha256} `);
      } finally {
        await fs.rm(folder, { recursive: true });
      }
    });
  });
});

it("has the size that is asked for", async () => {
  const { publicKeyPem } = await made(privateKey, { algorithm: "RSA", rsaBits: 3072 });
  const { asymmetricKeyDetails } = crypto.createPublicKey(publicKeyPem as string);
  expect(asymmetricKeyDetails?.modulusLength).toBe(3072);
});

it("has no form of OpenSSH on curve P224, the default of ECDSA, which OpenSSH does not know", async () => {
  const key = await made(privateKey, { algorithm: "ECDSA" });
  expect(crypto.createPrivateKey(key.privateKeyPem as string).asymmetricKeyDetails?.namedCurve).toBe(
    "secp224r1",
  );
  expect(key).toMatchObject({
    privateKeyOpenssh: "",
    publicKeyOpenssh: "",
    publicKeyFingerprintMd5: "",
    publicKeyFingerprintSha256: "",
  });
});
