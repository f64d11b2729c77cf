import * as path from "node:path";
import { encode, unknown, type Values } from "../../../../local/plugins/base/value";
import { tls } from "../../../../local/plugins/tls/provider";
import { itConforms, type Exercise } from "../../../support/conformance";
import { ProviderClient, startPlugin, type PluginProcess } from "../../../support/plugin";
import { authority, oneKey, otherKey, request as requestPem } from "./pems";

const main = path.join(__dirname, "../../../../local/plugins/tls/main.ts");
const token = (name: string) => `tls:index/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
const [privateKey, selfSigned, request, locallySigned] = [
  "PrivateKey",
  "SelfSignedCert",
  "CertRequest",
  "LocallySignedCert",
].map(token) as [string, string, string, string];

const terms: Values = { allowedUses: ["server_auth"], validityPeriodHours: 24 };
const validity = ["certPem", "readyForRenewal", "validityEndTime", "validityStartTime"];
const signed = {
  caPrivateKeyPem: authority.key,
  caCertPem: authority.cert,
  certRequestPem: requestPem,
  ...terms,
};

const exercises: Exercise[] = [
  {
    main,
    type: privateKey,
    inputs: { algorithm: "ECDSA", ecdsaCurve: "P256" },
    replace: { algorithm: "ED25519" },
    dependent: "ecdsaCurve",
    secretOutputs: ["privateKeyOpenssh", "privateKeyPem", "privateKeyPemPkcs8"],
    outputs: [
      "privateKeyOpenssh",
      "privateKeyPem",
      "privateKeyPemPkcs8",
      "publicKeyFingerprintMd5",
      "publicKeyFingerprintSha256",
      "publicKeyOpenssh",
      "publicKeyPem",
    ],
    invalid: [
      { inputs: {}, property: "algorithm" },
      { inputs: { algorithm: "DSA" }, property: "algorithm" },
      { inputs: { algorithm: "ECDSA", ecdsaCurve: "P255" }, property: "ecdsaCurve" },
      { inputs: { algorithm: "RSA", rsaBits: 512 }, property: "rsaBits" },
      { inputs: { algorithm: "RSA", rsaBits: "4096" }, property: "rsaBits" },
    ],
  },
  {
    main,
    type: selfSigned,
    inputs: { privateKeyPem: oneKey, ...terms, subject: { commonName: "web" }, dnsNames: ["web"] },
    update: {
      privateKeyPem: oneKey,
      ...terms,
      subject: { commonName: "web" },
      dnsNames: ["web"],
      earlyRenewalHours: 1,
    },
    replace: { privateKeyPem: oneKey, ...terms, subject: { commonName: "web" }, dnsNames: ["web", "www"] },
    dependent: "privateKeyPem",
    secretOutputs: ["privateKeyPem"],
    outputs: [...validity, "keyAlgorithm"],
    invalid: [
      { inputs: { privateKeyPem: oneKey, allowedUses: [] }, property: "validityPeriodHours" },
      { inputs: { ...terms }, property: "privateKeyPem" },
      { inputs: { ...terms, privateKeyPem: oneKey, privateKeyPemWo: oneKey }, property: "privateKeyPem" },
      { inputs: { ...terms, privateKeyPemWo: oneKey }, property: "privateKeyPemWoVersion" },
      { inputs: { ...terms, privateKeyPem: "a key" }, property: "privateKeyPem" },
      {
        inputs: { ...terms, privateKeyPemWo: "a key", privateKeyPemWoVersion: 1 },
        property: "privateKeyPemWo",
      },
      { inputs: { ...terms, privateKeyPem: oneKey, allowedUses: ["server"] }, property: "allowedUses" },
      {
        inputs: { ...terms, privateKeyPem: oneKey, validityPeriodHours: -1 },
        property: "validityPeriodHours",
      },
      { inputs: { ...terms, privateKeyPem: oneKey, earlyRenewalHours: -1 }, property: "earlyRenewalHours" },
      { inputs: { ...terms, privateKeyPem: oneKey, maxPathLength: -2 }, property: "maxPathLength" },
      { inputs: { ...terms, privateKeyPem: oneKey, ipAddresses: ["10.0.0.256"] }, property: "ipAddresses" },
      { inputs: { ...terms, privateKeyPem: oneKey, dnsNames: ["blümchen.de"] }, property: "dnsNames" },
      { inputs: { ...terms, privateKeyPem: oneKey, uris: ["no uri"] }, property: "uris" },
      {
        inputs: { ...terms, privateKeyPem: oneKey, subject: { comonName: "web" } },
        property: "subject.comonName",
      },
      { inputs: { ...terms, privateKeyPem: oneKey, subject: "web" }, property: "subject" },
      { inputs: { ...terms, privateKeyPem: oneKey, isCaCertificate: true }, property: "subject" },
      { inputs: { ...terms, privateKeyPem: oneKey, setAuthorityKeyId: true }, property: "setAuthorityKeyId" },
    ],
  },
  {
    main,
    type: request,
    inputs: { privateKeyPem: oneKey, dnsNames: ["web"] },
    replace: { privateKeyPem: otherKey, dnsNames: ["web"] },
    dependent: "privateKeyPem",
    secretOutputs: ["privateKeyPem"],
    outputs: ["certRequestPem", "keyAlgorithm"],
    invalid: [
      { inputs: {}, property: "privateKeyPem" },
      { inputs: { privateKeyPem: oneKey, dnsNames: [""] }, property: "dnsNames" },
      {
        inputs: { privateKeyPem: oneKey, subject: { streetAddresses: "one" } },
        property: "subject.streetAddresses",
      },
    ],
  },
  {
    main,
    type: locallySigned,
    inputs: signed,
    update: { ...signed, earlyRenewalHours: 2 },
    replace: { ...signed, isCaCertificate: true },
    dependent: "caPrivateKeyPem",
    secretOutputs: ["caPrivateKeyPem"],
    outputs: [...validity, "caKeyAlgorithm"],
    invalid: [
      { inputs: { ...signed, caCertPem: "a certificate" }, property: "caCertPem" },
      { inputs: { ...signed, caCertPem: requestPem }, property: "caCertPem" },
      { inputs: { ...signed, certRequestPem: authority.cert }, property: "certRequestPem" },
      { inputs: { ...signed, caPrivateKeyPem: authority.cert }, property: "caPrivateKeyPem" },
    ],
  },
];

describe.each(exercises)("$type", (exercise) => {
  itConforms(exercise);
});

describe("the tls provider", () => {
  let plugin: PluginProcess;
  let provider: ProviderClient;

  beforeAll(async () => {
    plugin = await startPlugin(main);
    provider = new ProviderClient(plugin.port);
    await provider.configure();
  });

  afterAll(async () => {
    provider.close();
    await plugin.stop();
  });

  const create = async (inputs: Values) => {
    const { id, state } = await provider.create({ type: selfSigned }, encode(inputs));
    return { id, inputs, state };
  };

  it("has the version that the SDK asks for, and all of its types", async () => {
    expect(await provider.version()).toBe("5.6.1");
    expect(Object.keys(tls.resources).sort()).toEqual(
      [request, locallySigned, privateKey, selfSigned].sort(),
    );
  });

  it("replaces a certificate whose time has come, also without a refresh, and a refresh says so", async () => {
    const inputs = { privateKeyPem: oneKey, ...terms, earlyRenewalHours: 24 };
    const old = await create(inputs);
    const target = { type: selfSigned, id: old.id };
    expect(old.state.values.readyForRenewal).toBe(false);
    expect(await provider.diff(target, old, inputs)).toMatchObject({
      any: true,
      changed: ["readyForRenewal"],
      replacing: ["readyForRenewal"],
    });
    const found = await provider.read(target, old.state, inputs);
    expect(found.state.values).toEqual({ ...old.state.values, readyForRenewal: true });
    expect((await provider.diff(target, found, inputs)).replacing).toEqual(["readyForRenewal"]);
  });

  it("replaces when a longer early renewal makes the time come, and keeps when a shorter one takes it back", async () => {
    const [long, short] = [48, 1].map((earlyRenewalHours) => ({
      privateKeyPem: oneKey,
      ...terms,
      earlyRenewalHours,
    }));
    const old = await create(short!);
    const target = { type: selfSigned, id: old.id };
    expect((await provider.diff(target, old, long!)).replacing).toEqual(["readyForRenewal"]);
    const late = await create(long!);
    const found = await provider.read(target, late.state, long);
    expect(await provider.diff(target, found, short!)).toMatchObject({ any: true, replacing: [] });
    const updated = await provider.update(target, found, encode(short!));
    expect(updated.values).toMatchObject({ readyForRenewal: false, earlyRenewalHours: 1 });
  });

  it("counts on an early renewal that is not known yet as on none", async () => {
    const old = await create({ privateKeyPem: oneKey, ...terms });
    const previewed = { privateKeyPem: oneKey, ...terms, earlyRenewalHours: unknown };
    const { changed, replacing } = await provider.diff({ type: selfSigned, id: old.id }, old, previewed);
    expect({ changed, replacing }).toEqual({ changed: ["earlyRenewalHours"], replacing: [] });
  });

  it("uses a write-only key, keeps it out of the outputs, and makes anew when its version changes", async () => {
    const inputs = { ...terms, privateKeyPemWo: oneKey, privateKeyPemWoVersion: 1 };
    const old = await create(inputs);
    expect(JSON.stringify(old.state.values)).not.toContain("PRIVATE KEY");
    expect(old.state.values).toMatchObject({ keyAlgorithm: "ECDSA", privateKeyPemWoVersion: 1 });
    const target = { type: selfSigned, id: old.id };
    const rotated = { ...inputs, privateKeyPemWo: otherKey };
    expect((await provider.diff(target, old, rotated)).any).toBe(false);
    expect((await provider.diff(target, old, { ...rotated, privateKeyPemWoVersion: 2 })).replacing).toEqual([
      "privateKeyPemWoVersion",
    ]);
  });

  it("never shows a key that it refuses", async () => {
    const almost = oneKey.replace("PRIVATE", "PRIVAT");
    const { failures } = await provider.check({ type: request }, encode({ privateKeyPem: almost }));
    expect(failures).toEqual([
      {
        property: "privateKeyPem",
        reason:
          `"privateKeyPem" is no private key in PEM format. Allowed: an unencrypted RSA, ECDSA ` +
          `(P224, P256, P384, P521) or ED25519 key, such as privateKeyPem of a PrivateKey.`,
      },
    ]);
  });

  it.each([selfSigned, locallySigned, request, privateKey])("refuses to import a %s", async (type) => {
    await expect(provider.read({ type, id: "1" })).rejects.toThrow("cannot be imported");
  });
});
