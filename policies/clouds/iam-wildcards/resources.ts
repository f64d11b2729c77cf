import type { Finding } from "../../policy";
import { alike, type Checks } from "../by-type";
import { documentAt, forEverybody, type Grant } from "../documents";
import { actions } from "./identities";

function* ofResource(grant: Grant): Iterable<Finding> {
  yield* forEverybody(grant);
  yield* actions(grant);
}

/**
 * Who may do what with a resource on AWS. `Resource` is the resource itself there, whatever it says. Who has what is in a
 * bucket is for policy `public-buckets`, and who may call a function is for `public-functions`.
 */
export const resources: Checks = {
  ...alike(
    documentAt("policy", ofResource),
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
    "aws:dynamodb/resourcePolicy:ResourcePolicy",
    "aws:ecr/registryPolicy:RegistryPolicy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy",
    "aws:kinesis/resourcePolicy:ResourcePolicy",
    "aws:lambda/resourcePolicy:ResourcePolicy",
    "aws:secretsmanager/secret:Secret",
    "aws:secretsmanager/secretPolicy:SecretPolicy",
    "aws:sns/topic:Topic",
    "aws:sns/topicPolicy:TopicPolicy",
    "aws:sqs/queue:Queue",
    "aws:sqs/queuePolicy:QueuePolicy",
  ),
  ...alike(
    documentAt("policy", actions),
    "aws:s3/bucket:Bucket",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketV2:BucketV2",
  ),
  // A key that its account may not do everything with is lost with the last who may.
  ...alike(
    documentAt("policy", forEverybody),
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/key:Key",
    "aws:kms/keyPolicy:KeyPolicy",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
    "aws:kms/replicaKey:ReplicaKey",
  ),
};
