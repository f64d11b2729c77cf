import { iamWildcards as policy } from "../../../../policies/clouds/iam-wildcards";
import { expectCompliance, expectViolation, resource } from "../../../../policies/harness";
import { document, everybody } from "./fixtures";

const owned = [
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
];
const keys = [
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/key:Key",
  "aws:kms/keyPolicy:KeyPolicy",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
  "aws:kms/replicaKey:ReplicaKey",
];

test.each([...owned, ...keys])("%s is for those who are named", (type) => {
  const statement = { Effect: "Allow", Action: "a:B", Resource: "*", Principal: { AWS: "*" } };
  expectViolation(
    policy,
    resource(type, { policy: document(statement) }),
    `policy.Statement[0].${everybody}`,
  );
  expectCompliance(policy, resource(type, { policy: document({ ...statement, Principal: { AWS: "1" } }) }));
  expectCompliance(policy, resource(type, {}));
});

const buckets = ["aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy", "aws:s3/bucketV2:BucketV2"];

test.each([...owned, ...buckets])("%s names what may be done", (type) => {
  const statement = { Effect: "Allow", Principal: { AWS: "1" }, Resource: "*" };
  expectViolation(
    policy,
    resource(type, { policy: document({ ...statement, Action: "sqs:*" }) }),
    'Action is "sqs:*"',
  );
  expectViolation(
    policy,
    resource(type, { policy: document({ ...statement, NotAction: "a:B" }) }),
    "NotAction allows",
  );
});

test.each(keys)("%s lets its account do everything", (type) => {
  const statement = {
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::1:root" },
    Action: "kms:*",
    Resource: "*",
  };
  expectCompliance(policy, resource(type, { policy: JSON.stringify(document(statement)) }));
});

test("who may call a function, and who has what is in a bucket, are for other policies", () => {
  expectCompliance(policy, resource("aws:lambda/permission:Permission", { principal: "*" }));
  expectCompliance(
    policy,
    resource("aws:s3/bucketPolicy:BucketPolicy", { policy: document({ Principal: "*" }) }),
  );
});
