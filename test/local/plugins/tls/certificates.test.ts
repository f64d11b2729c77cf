import * as tls from "node:tls";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import type { Values } from "../../../../local/plugins/base";
import { certRequest } from "../../../../local/plugins/tls/cert-request";
import { locallySignedCert } from "../../../../local/plugins/tls/locally-signed-cert";
import { selfSignedCert } from "../../../../local/plugins/tls/self-signed-cert";
import { isDue } from "../../../../local/plugins/tls/terms";
import { authorityInputs, chainFor, keyPem, made, parsed, problems, type Chain } from "./fixtures";

/** Connects as a client that trusts `ca` and expects `name`. @returns the reason of a refusal, or "accepted" */
async function handshake({ key, cert }: Chain, ca: string, name: string): Promise<string> {
  const server = tls
    .createServer({ key, cert }, (socket) => socket.end())
    .on("tlsClientError", () => undefined);
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  try {
    const socket = tls.connect({ host: "127.0.0.1", port, ca, servername: name });
    return (await new Promise((resolve) => {
      socket.on("secureConnect", () => resolve("accepted"));
      socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    }).finally(() => socket.destroy())) as string;
  } finally {
    server.close();
  }
}

const names = { dnsNames: ["postgres", "postgres.database.svc"], ipAddresses: ["127.0.0.1", "::1"] };

const kinds: readonly Values[] = [
  { algorithm: "RSA" },
  { algorithm: "ECDSA", ecdsaCurve: "P256" },
  { algorithm: "ECDSA", ecdsaCurve: "P384" },
  { algorithm: "ECDSA", ecdsaCurve: "P521" },
  { algorithm: "ED25519" },
];

describe.each(kinds)("a chain of %j", (kind) => {
  let chain: Chain;
  beforeAll(async () => {
    chain = await chainFor(names, kind);
  });

  it.each(["postgres", "postgres.database.svc"])("is accepted by TLS for %s", async (name) => {
    expect(await handshake(chain, chain.ca, name)).toBe("accepted");
  });

  it("is refused by TLS for another name, and under another authority of the same name", async () => {
    expect(await handshake(chain, chain.ca, "mysql")).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
    const other = await chainFor(names, kind);
    expect(await handshake(chain, other.ca, "postgres")).not.toBe("accepted");
  });

  it("verifies, link by link", () => {
    const [ca, cert] = [parsed(chain.ca), parsed(chain.cert)];
    expect(ca.verify(ca.publicKey)).toBe(true);
    expect(cert.verify(ca.publicKey)).toBe(true);
    expect(cert.checkIssued(ca)).toBe(true);
    expect(cert.checkHost("postgres")).toBe("postgres");
    expect(cert.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(cert.checkIP("::1")).toBe("::1");
    expect({ ca: ca.ca, cert: cert.ca }).toEqual({ ca: true, cert: false });
  });
});

it("signs and verifies on curve P224, too", async () => {
  const { ca, cert } = await chainFor(names, { algorithm: "ECDSA", ecdsaCurve: "P224" });
  expect(parsed(cert).verify(parsed(ca).publicKey)).toBe(true);
});

describe("a self-signed certificate", () => {
  const selfSigned = async (inputs: Values) =>
    made(selfSignedCert, { ...authorityInputs, privateKeyPem: await keyPem(), ...inputs });

  it("has the subject, in the order of Go, with every field", async () => {
    const subject = {
      commonName: "web",
      organization: "Blümchen GmbH",
      organizationalUnit: "IT",
      streetAddresses: ["Weg 1", "Hof"],
      locality: "Köln",
      province: "NRW",
      country: "DE",
      postalCode: "50667",
      serialNumber: "7",
      emailAddress: "a@example.com",
    };
    const { certPem } = await selfSigned({ subject });
    expect(parsed(certPem).subject.split("\n")).toEqual([
      "C=DE",
      "O=Blümchen GmbH",
      "OU=IT",
      "L=Köln",
      "ST=NRW",
      "street=Weg 1 + street=Hof",
      "postalCode=50667",
      "CN=web",
      "serialNumber=7",
      "emailAddress=a@example.com",
    ]);
  });

  it("is valid for the hours that are asked for, also beyond 2049", async () => {
    const hours = 40 * 365 * 24;
    const { certPem, validityStartTime, validityEndTime } = await selfSigned({ validityPeriodHours: hours });
    const [start, end] = [validityStartTime, validityEndTime].map((time) => Date.parse(time as string));
    expect(end! - start!).toBe(hours * 60 * 60 * 1000);
    const { validFrom, validTo } = parsed(certPem);
    const seconds = (time: number) => Math.floor(time / 1000);
    expect([validFrom, validTo].map((time) => seconds(Date.parse(time)))).toEqual([
      seconds(start!),
      seconds(end!),
    ]);
  });

  it("may be used for what is asked for", async () => {
    const { certPem } = await selfSigned({ allowedUses: ["client_auth", "microsoft_server_gated_crypto"] });
    expect(parsed(certPem).keyUsage).toEqual(["1.3.6.1.5.5.7.3.2", "1.3.6.1.4.1.311.10.3.3"]);
  });

  it("has another serial number each time", async () => {
    const [one, other] = await Promise.all([selfSigned({}), selfSigned({})]);
    expect(parsed(one.certPem).serialNumber).not.toBe(parsed(other.certPem).serialNumber);
  });

  it("limits the chain below it when asked to", async () => {
    const pathLength = (pem: unknown) => parsed(pem).raw.toString("hex").includes("30060101ff020100");
    expect(pathLength((await selfSigned({ maxPathLength: 0 })).certPem)).toBe(true);
    expect(pathLength((await selfSigned({ maxPathLength: -1 })).certPem)).toBe(false);
    expect(pathLength((await selfSigned({})).certPem)).toBe(false);
  });
});

describe("a locally signed certificate", () => {
  let inputs: Values;
  beforeAll(async () => {
    const caPrivateKeyPem = await keyPem();
    const { certPem } = await made(selfSignedCert, { ...authorityInputs, privateKeyPem: caPrivateKeyPem });
    const { certRequestPem } = await made(certRequest, { privateKeyPem: await keyPem(), ...names });
    inputs = {
      caPrivateKeyPem,
      caCertPem: certPem!,
      certRequestPem: certRequestPem!,
      allowedUses: [],
      validityPeriodHours: 1,
    };
  });

  it("is refused when the key is not that of the authority", async () => {
    await expect(made(locallySignedCert, { ...inputs, caPrivateKeyPem: await keyPem() })).rejects.toThrow(
      `The authority's private key does not belong to "caCertPem".`,
    );
  });

  it("is refused when the authority's certificate is none", async () => {
    const { certPem } = await made(locallySignedCert, inputs);
    expect(problems(locallySignedCert, { ...inputs, caCertPem: certPem! })).toEqual([
      expect.stringContaining(`"caCertPem" is no authority's certificate`) as string,
    ]);
  });

  it("is refused as an authority without a name", async () => {
    await expect(made(locallySignedCert, { ...inputs, isCaCertificate: true })).rejects.toThrow(
      `The subject in "certRequestPem" is empty.`,
    );
  });

  it("says what damage there is, and nothing of the rest", () => {
    const damaged = (inputs.certRequestPem as string).replace(/\n[^\n]{64}\n/, "\n");
    expect(problems(locallySignedCert, { ...inputs, certRequestPem: damaged })).toEqual([
      `"certRequestPem" is damaged. Allowed: a request in PEM format, such as certRequestPem of a CertRequest.`,
    ]);
  });

  it("asks for nothing that is not known yet", () => {
    const rest = Object.fromEntries(Object.entries(inputs).filter(([name]) => name !== "caPrivateKeyPem"));
    expect(problems(locallySignedCert, rest, ["caPrivateKeyPem"])).toEqual([]);
  });
});

describe("the time for a renewal", () => {
  const end = { validityEndTime: "2030-01-02T00:00:00.000Z" };
  it.each([
    ["2030-01-01T23:59:59.999Z", 0, false],
    ["2030-01-02T00:00:00.000Z", 0, true],
    ["2030-01-01T22:59:59.999Z", 1, false],
    ["2030-01-01T23:00:00.000Z", 1, true],
  ])("at %s with %d hours: %s", (now, earlyRenewalHours, due) => {
    expect(isDue(end, { earlyRenewalHours }, Date.parse(now))).toBe(due);
  });
});
