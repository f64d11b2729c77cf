import { resourcePolicy, type Finding } from "../policy";
import { at, isOneOf, items, shown, UNKNOWN, type Properties } from "../value";
import { byType } from "./by-type";

/** Older versions of the provider say it as a list of one. */
function* eks(properties: Properties): Iterable<Finding> {
  const config = at(properties, "encryptionConfig");
  if (config === UNKNOWN) return;
  const all = items(config);
  if (all.length === 0)
    yield {
      at: "encryptionConfig",
      problem: `is ${shown(config)}, so that no key of yours encrypts the secrets of the cluster`,
      fix: 'Set encryptionConfig to { resources: ["secrets"], provider: { keyArn } }, with the ARN of a KMS key',
    };
  for (const one of all) {
    const resources = at(one, "resources");
    if (resources !== UNKNOWN && !items(resources).some((item) => isOneOf(item, ["secrets"])))
      yield {
        at: "encryptionConfig.resources",
        problem: `is ${shown(resources)}, which leaves the secrets of the cluster out`,
        fix: 'Set encryptionConfig.resources to ["secrets"]',
      };
    const key = at(one, "provider", "keyArn");
    if (!isText(key))
      yield {
        at: "encryptionConfig.provider.keyArn",
        problem: `is ${shown(key)}, so that no key of yours encrypts the secrets of the cluster`,
        fix: "Set encryptionConfig.provider.keyArn to the ARN of a KMS key",
      };
  }
}

function* gke(properties: Properties): Iterable<Finding> {
  const state = at(properties, "databaseEncryption", "state");
  if (!isOneOf(state, ["ENCRYPTED"])) {
    yield {
      at: "databaseEncryption.state",
      problem: `is ${shown(state)}, so that no key of yours encrypts the secrets of the cluster`,
      fix: 'Set databaseEncryption to { state: "ENCRYPTED", keyName }, with the name of a Cloud KMS key',
    };
    return;
  }
  const key = at(properties, "databaseEncryption", "keyName");
  if (!isText(key))
    yield {
      at: "databaseEncryption.keyName",
      problem: `is ${shown(key)}, so that no key of yours encrypts the secrets of the cluster`,
      fix: "Set databaseEncryption.keyName to the name of a Cloud KMS key",
    };
}

const isText = (value: unknown): boolean => value === UNKNOWN || (typeof value === "string" && value !== "");

export const eksSecretsEncryption = resourcePolicy({
  name: "eks-secrets-encryption",
  description: "A key of your own encrypts the secrets of a cluster on EKS or GKE.",
  why: "A copy of the cluster's database is worth nothing without the key, and each use of a key of your own is logged.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html",
  ...byType({ "aws:eks/cluster:Cluster": eks, "gcp:container/cluster:Cluster": gke }),
});
