import { eksSecretsEncryption as policy } from "../../../policies/clouds/eks-secrets-encryption";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { UNKNOWN, type Value } from "../../../policies/value";

const eks = (encryptionConfig: Value) => resource("aws:eks/cluster:Cluster", { encryptionConfig });
const gke = (databaseEncryption: Value) => resource("gcp:container/cluster:Cluster", { databaseEncryption });
const resources = ["secrets"];
const provider = { keyArn: "arn:aws:kms:eu-central-1:1:key/a" };
const without = "so that no key of yours encrypts the secrets of the cluster";

test("a cluster of EKS without a key is refused", () => {
  expectViolation(
    policy,
    eks(undefined),
    `encryptionConfig is missing, ${without}.
  Fix: Set encryptionConfig to { resources: ["secrets"], provider: { keyArn } }, with the ARN of a KMS key.
  Why: A copy of the cluster's database is worth nothing without the key, and each use of a key of your own is logged. https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html`,
  );
});

test.each<[string, Value, string]>([
  ["an empty list", [], `encryptionConfig is [], ${without}`],
  [
    "nothing of secrets",
    { provider },
    "encryptionConfig.resources is missing, which leaves the secrets of the cluster out",
  ],
  [
    "something else than secrets",
    { provider, resources: ["configmaps"] },
    `encryptionConfig.resources is ["configmaps"], which leaves the secrets of the cluster out.
  Fix: Set encryptionConfig.resources to ["secrets"].`,
  ],
  ["something else in a list", [{ provider, resources: [] }], "encryptionConfig.resources is []"],
  [
    "no key",
    { resources },
    `encryptionConfig.provider.keyArn is missing, ${without}.
  Fix: Set encryptionConfig.provider.keyArn to the ARN of a KMS key.`,
  ],
  ["an empty key", { resources, provider: { keyArn: "" } }, 'encryptionConfig.provider.keyArn is "", so'],
  ["a key that is none", { resources, provider: { keyArn: 1 } }, "encryptionConfig.provider.keyArn is 1, so"],
  ["no key, of what nobody knows", { resources: UNKNOWN }, "encryptionConfig.provider.keyArn is missing"],
  [
    "no secrets, with a key that nobody knows",
    { provider: UNKNOWN, resources: [] },
    "encryptionConfig.resources is []",
  ],
])("EKS: %s is refused", (_, config, message) => {
  expectViolation(policy, eks(config), message);
});

test("EKS: what cannot be read is refused", () => {
  expectViolation(
    policy,
    eks("yes"),
    "encryptionConfig.resources is missing",
    "encryptionConfig.provider.keyArn is missing",
  );
});

test.each<[string, Value]>([
  ["secrets with a key", { resources, provider }],
  ["as a list, of older versions", [{ resources, provider }]],
  ["more than secrets", { resources: ["configmaps", "secrets"], provider }],
  ["what is not known", UNKNOWN],
  ["a key that is not known", { resources, provider: { keyArn: UNKNOWN } }],
  ["secrets that are not known", { resources: UNKNOWN, provider }],
  ["one that is not known", { resources: [UNKNOWN], provider }],
])("EKS: %s may be", (_, config) => {
  expectCompliance(policy, eks(config));
});

test.each<[string, Value, string]>([
  [
    "nothing",
    undefined,
    `databaseEncryption.state is missing, ${without}.
  Fix: Set databaseEncryption to { state: "ENCRYPTED", keyName }, with the name of a Cloud KMS key.`,
  ],
  [
    "that it is not",
    { state: "DECRYPTED", keyName: "key" },
    `databaseEncryption.state is "DECRYPTED", ${without}`,
  ],
  ["true", { state: true, keyName: "key" }, "databaseEncryption.state is true, so"],
  [
    "no key",
    { state: "ENCRYPTED" },
    `databaseEncryption.keyName is missing, ${without}.
  Fix: Set databaseEncryption.keyName to the name of a Cloud KMS key.`,
  ],
  ["an empty key", { state: UNKNOWN, keyName: "" }, 'databaseEncryption.keyName is "", so'],
])("GKE: a cluster that says %s is refused", (_, encryption, message) => {
  expectViolation(policy, gke(encryption), message);
});

test.each<[string, Value]>([
  ["a key", { state: "ENCRYPTED", keyName: "projects/shop/locations/eu/keyRings/a/cryptoKeys/b" }],
  ["a key that is not known", { state: "ENCRYPTED", keyName: UNKNOWN }],
  ["what is not known", UNKNOWN],
])("GKE: %s may be", (_, encryption) => {
  expectCompliance(policy, gke(encryption));
});
