import { eksLogs } from "./eks-logs";
import { eksPrivateEndpoint } from "./eks-private-endpoint";
import { eksSecretsEncryption } from "./eks-secrets-encryption";
import { encryptedDisks } from "./encrypted-disks";
import { functionUrlAuth } from "./function-url-auth";
import { iamWildcards } from "./iam-wildcards";
import { instanceMetadata } from "./instance-metadata";
import { lambdaConcurrency } from "./lambda-concurrency";
import { lambdaDeadLetters } from "./lambda-dead-letters";
import { logRetention } from "./log-retention";
import { publicBuckets } from "./public-buckets";

/** Rules of this layer. */
export const clouds = [
  eksPrivateEndpoint,
  eksSecretsEncryption,
  eksLogs,
  instanceMetadata,
  encryptedDisks,
  iamWildcards,
  lambdaConcurrency,
  lambdaDeadLetters,
  logRetention,
  functionUrlAuth,
  publicBuckets,
] as const;
