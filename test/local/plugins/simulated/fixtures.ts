import * as path from "node:path";
import { Asset, type Values } from "../../../../local/plugins/base";
import { simulatedCredentials } from "../../../../stacks/function-platform/simulation";

/** Main file of the simulated provider of a cloud. */
export const mainOf = (cloud: "aws" | "gcp"): string =>
  path.join(__dirname, "..", "..", "..", "..", "local", "plugins", "simulated", cloud, "main.ts");

/** An archive as the engine sends it. */
export function archive(text: string): Asset {
  const key = "4dabf18193072939515e22adb298388d";
  const hash = Buffer.from(text).toString("hex").padEnd(64, "0");
  const file = { [key]: "c44067f5952c0a294b673a41bacd8c17", hash, text };
  const sent = { [key]: "0def7320c3a5731c473e5ecbe6d01bc7", hash, assets: { "index.js": file } };
  return new Asset("archive", hash, sent);
}

export const config: Readonly<Record<"aws" | "gcp", Values>> = {
  aws: {
    ...simulatedCredentials.aws,
    region: "eu-central-1",
    defaultTags: JSON.stringify({ tags: { cakestack: "shop/dev" } }),
  },
  gcp: {
    ...simulatedCredentials.gcp,
    project: "shop-dev-1234",
    region: "europe-west1",
    defaultLabels: JSON.stringify({ cakestack: "shop-dev" }),
  },
};

const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
const arn = "arn:aws-simulated:lambda:eu-central-1:000000000000:function:hello";

/** Inputs of every type that the providers have, as components give them. */
export const inputs: Readonly<Record<string, Values>> = {
  "aws:lambda/function:Function": {
    name: "hello",
    role: "arn:aws-simulated:iam::000000000000:role/hello",
    runtime: "nodejs24.x",
    handler: "index.handle",
    code: archive("one"),
    memorySize: 256,
    architectures: ["arm64"],
    environment: { variables: { NODE_ENV: "production" } },
  },
  "aws:lambda/functionUrl:FunctionUrl": { functionName: "hello", authorizationType: "NONE" },
  "aws:lambda/permission:Permission": {
    action: "lambda:InvokeFunction",
    function: arn,
    principal: "events.amazonaws.com",
    statementId: "assign",
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    functionName: "hello",
    eventSourceArn: "arn:aws-simulated:sqs:eu-central-1:000000000000:hello-dead",
    enabled: false,
  },
  "aws:cloudwatch/eventBus:EventBus": { name: "events" },
  "aws:cloudwatch/eventRule:EventRule": { name: "assign", eventBusName: "events", eventPattern: "{}" },
  "aws:cloudwatch/eventTarget:EventTarget": {
    rule: "assign",
    eventBusName: "events",
    targetId: "assign",
    arn,
    deadLetterConfig: { arn },
  },
  "aws:cloudwatch/logGroup:LogGroup": { name: "/aws/lambda/hello", retentionInDays: 3 },
  "aws:scheduler/schedule:Schedule": {
    name: "morning",
    scheduleExpression: "cron(0 6 * * ? *)",
    flexibleTimeWindow: { mode: "OFF" },
    target: { arn, roleArn: arn, input: "{}" },
  },
  "aws:iam/role:Role": { name: "hello", assumeRolePolicy: policy },
  "aws:iam/rolePolicy:RolePolicy": { name: "hello", role: "hello", policy },
  "aws:sqs/queue:Queue": { name: "hello-dead", messageRetentionSeconds: 60 },
  "aws:sqs/queuePolicy:QueuePolicy": {
    queueUrl: "https://sqs.eu-central-1.simulated.invalid/000000000000/hello-dead",
    policy,
  },
  "gcp:cloudfunctionsv2/function:Function": {
    name: "hello",
    location: "europe-west1",
    buildConfig: {
      runtime: "nodejs24",
      entryPoint: "handle",
      source: { storageSource: { bucket: "sources", object: "hello.zip" } },
    },
    serviceConfig: { availableMemory: "256Mi", environmentVariables: { NODE_ENV: "production" } },
  },
  "gcp:cloudrunv2/serviceIamMember:ServiceIamMember": {
    name: "hello",
    location: "europe-west1",
    role: "roles/run.invoker",
    member: "allUsers",
  },
  "gcp:cloudscheduler/job:Job": {
    name: "morning",
    region: "europe-west1",
    schedule: "0 6 * * *",
    httpTarget: { uri: "https://hello.a.run.simulated.invalid", httpMethod: "POST" },
  },
  "gcp:pubsub/topic:Topic": { name: "events", labels: { owner: "shop" } },
  "gcp:pubsub/subscription:Subscription": {
    name: "assign",
    topic: "projects/shop-dev-1234/topics/events",
    filter: 'attributes."ce-type" = "order.placed"',
    expirationPolicy: { ttl: "" },
  },
  "gcp:pubsub/topicIAMMember:TopicIAMMember": {
    topic: "projects/shop-dev-1234/topics/events",
    role: "roles/pubsub.publisher",
    member: "allUsers",
  },
  "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember": {
    subscription: "assign",
    role: "roles/pubsub.subscriber",
    member: "allUsers",
  },
  "gcp:serviceaccount/account:Account": { accountId: "hello", displayName: "hello" },
  "gcp:storage/bucket:Bucket": { name: "sources", location: "EUROPE-WEST1", forceDestroy: true },
  "gcp:storage/bucketObject:BucketObject": { bucket: "sources", name: "hello.zip", source: archive("one") },
  "gcp:secretmanager/secret:Secret": { secretId: "hello-TOKEN", replication: { auto: {} } },
  "gcp:secretmanager/secretIamMember:SecretIamMember": {
    secretId: "projects/shop-dev-1234/secrets/hello-TOKEN",
    role: "roles/secretmanager.secretAccessor",
    member: "allUsers",
  },
  "gcp:secretmanager/secretVersion:SecretVersion": {
    secret: "projects/shop-dev-1234/secrets/hello-TOKEN",
    secretData: "t0ken",
  },
};
