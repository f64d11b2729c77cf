import * as pulumi from "@pulumi/pulumi";
import type { CakeConfig } from "../../stacks/config";
import { platform, type Chosen } from "../../stacks/platform";
import { withPresets } from "../../stacks/presets";
import { placeOf } from "../../stacks/function-platform/place";
import { cluster } from "../components/kubernetes/knative/fixtures";
import { loadedSdks } from "../support/loaded";
import { valueOf } from "../support/outputs";
import { recordRegistrations, stopRecording, type Registrations } from "../support/registrations";

/** What only a provider makes up. */
const outputs = (type: string, name: string): object => {
  const made: Readonly<Record<string, object>> = {
    "random:index/randomPassword:RandomPassword": { result: `password-of-${name}` },
    "aws:lambda/functionUrl:FunctionUrl": { functionUrl: "https://hello.lambda-url.eu-central-1.on.aws/" },
    "aws:cloudwatch/eventBus:EventBus": { arn: "arn:aws:events:eu-central-1:1:event-bus/cake-test-events" },
    "gcp:serviceaccount/account:Account": { member: "serviceAccount:hello", email: "hello" },
    "gcp:cloudfunctionsv2/function:Function": { serviceConfig: { uri: "https://hello.a.run.app" } },
  };
  return made[type] ?? {};
};

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations(outputs, () => ({ number: "1234" }));
});
beforeEach(() => registrations.clear());
afterAll(() => stopRecording());

const chosen: Chosen = {
  database: {
    kind: "existing",
    url: "postgresql://admin:s3cret@db.example.com/postgres",
    server: { engine: "postgres", connections: 40, ca: undefined },
    checked: "here",
  },
};

const base = { environment: "dev", cluster: { kind: "local" }, database: { kind: "existing" } } as const;
const onLambda: CakeConfig = {
  ...base,
  functions: { kind: "lambda", region: "eu-central-1" },
  events: { kind: "eventbridge" },
};
const onCloudFunctions: CakeConfig = {
  ...base,
  functions: { kind: "cloudfunctions", project: "shop-dev-1234", region: "europe-west1" },
  events: { kind: "pubsub" },
};

/** Brings a stack up, and waits until everything of it is registered. */
async function built(config: CakeConfig) {
  const made = await platform(withPresets(config), cluster, chosen);
  const urls = { hello: made.functions.hello!.url, bus: made.bus?.url };
  return { ...made, urls: await valueOf(pulumi.output(urls)) };
}
const inCluster = () => registrations.names().filter((one) => one.startsWith("kubernetes:"));
const elsewhere = () => registrations.names().filter((one) => !one.startsWith("kubernetes:"));
const inputsOf = (name: string, type: string) => registrations.get(name, type).inputs;

const ofDatabase = [
  "cakestack:cockroach:ApplicationDatabase hello",
  "cakestack:cockroach:ExistingDatabase database",
];
const passwords = ["hello-app-a", "hello-app-b", "hello-owner"].map(
  (name) => `random:index/randomPassword:RandomPassword ${name}`,
);

test("on Lambda a stack is a provider, a bus and functions, and in the cluster the database's Jobs", async () => {
  const { urls } = await built(onLambda);
  expect(elsewhere()).toEqual([
    "aws:cloudwatch/eventBus:EventBus events",
    "aws:cloudwatch/logGroup:LogGroup hello-logs",
    "aws:iam/role:Role hello-role",
    "aws:iam/rolePolicy:RolePolicy hello-policy",
    "aws:lambda/function:Function hello",
    "aws:lambda/functionUrl:FunctionUrl hello-url",
    ...ofDatabase,
    "cakestack:events:EventBridgeBus events",
    "cakestack:events:LambdaFunction hello",
    "cakestack:kubernetes:Guardrails guardrails",
    "cakestack:kubernetes:Namespace database",
    "pulumi:providers:aws aws",
    "pulumi:providers:kubernetes cluster",
    ...passwords,
  ]);
  expect(urls).toEqual({
    hello: "https://hello.lambda-url.eu-central-1.on.aws",
    bus: "https://events.eu-central-1.amazonaws.com/event-bus/cake-test-events",
  });
});

test("on Cloud Functions a stack is a provider, a bucket, a bus and functions", async () => {
  const { urls } = await built(onCloudFunctions);
  expect(elsewhere()).toEqual([
    ...ofDatabase,
    "cakestack:events:CloudFunction hello",
    "cakestack:events:PubSubBus events",
    "cakestack:kubernetes:Guardrails guardrails",
    "cakestack:kubernetes:Namespace database",
    "gcp:cloudfunctionsv2/function:Function hello",
    "gcp:cloudrunv2/serviceIamMember:ServiceIamMember hello-everyone",
    "gcp:pubsub/topic:Topic events",
    "gcp:secretmanager/secret:Secret hello-DATABASE_URL",
    "gcp:secretmanager/secretIamMember:SecretIamMember hello-DATABASE_URL",
    "gcp:secretmanager/secretVersion:SecretVersion hello-DATABASE_URL",
    "gcp:serviceaccount/account:Account hello-account",
    "gcp:storage/bucket:Bucket functions",
    "gcp:storage/bucketObject:BucketObject hello-source",
    "pulumi:providers:gcp gcp",
    "pulumi:providers:kubernetes cluster",
    ...passwords,
  ]);
  expect(urls.hello).toBe("https://hello.a.run.app");
});

test.each([
  ["Lambda", onLambda],
  ["Cloud Functions", onCloudFunctions],
])(
  "with functions on %s nothing of Knative is in the cluster, and no password for functions",
  async (_, config) => {
    await built(config);
    expect(inCluster().filter((one) => /knative|serving|eventing|functions|traefik/i.test(one))).toEqual([]);
    const namespaces = inCluster().filter((one) => one.includes(":Namespace "));
    expect(namespaces).toEqual(["kubernetes:core/v1:Namespace database"]);
    expect(inCluster().filter((one) => one.includes(":Secret "))).toEqual([
      "kubernetes:core/v1:Secret hello-owner-login",
      "kubernetes:core/v1:Secret hello-sql-login",
    ]);
  },
);

test("a function on Lambda has the address of its database, secret, after the Jobs that set it up", async () => {
  await built(onLambda);
  const { environment } = inputsOf("hello", "aws:lambda/function:Function");
  expect(pulumi.runtime.isRpcSecret(environment)).toBe(true);
  expect(pulumi.runtime.unwrapRpcSecret(environment)).toEqual({
    variables: {
      NODE_ENV: "production",
      DATABASE_URL:
        "postgresql://hello_app_a:password-of-hello-app-a@db.example.com:5432/hello?sslmode=verify-full",
      DATABASE_POOL_SIZE: "4",
    },
  });
  expect(registrations.get("hello", "aws:lambda/function:Function").dependsOn).toEqual(
    expect.arrayContaining(["hello-migrate", "hello-setup"]),
  );
});

test("everything on Lambda is of the stack, in its region and, where it is named, its account", async () => {
  const functions = {
    ...onLambda.functions,
    account: "123456789012",
    prefix: "shop",
  } as CakeConfig["functions"];
  await built({ ...onLambda, functions });
  expect(inputsOf("aws", "pulumi:providers:aws")).toMatchObject({
    region: "eu-central-1",
    allowedAccountIds: '["123456789012"]',
    defaultTags: '{"tags":{"cakestack":"cakestack/test"}}',
  });
  expect(inputsOf("hello", "aws:lambda/function:Function").name).toBe("shop-hello");
  expect(inputsOf("events", "aws:cloudwatch/eventBus:EventBus").name).toBe("shop-events");
});

test("what is configured of Lambda reaches its functions", async () => {
  const functions = {
    kind: "lambda",
    region: "eu-central-1",
    logDays: 60,
    key: "arn:aws:kms:eu-central-1:1:key/a",
    network: { subnets: ["subnet-1"], securityGroups: ["sg-1"] },
  } satisfies CakeConfig["functions"];
  await built({ ...onLambda, functions });
  expect(inputsOf("hello-logs", "aws:cloudwatch/logGroup:LogGroup").retentionInDays).toBe(60);
  expect(inputsOf("hello", "aws:lambda/function:Function")).toMatchObject({
    kmsKeyArn: functions.key,
    vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
  });
});

test("sources for Cloud Functions are in a bucket that nobody else reads, and that goes with the stack", async () => {
  await built(onCloudFunctions);
  expect(inputsOf("gcp", "pulumi:providers:gcp")).toMatchObject({
    project: "shop-dev-1234",
    region: "europe-west1",
    defaultLabels: '{"cakestack":"cake-test"}',
  });
  expect(inputsOf("functions", "gcp:storage/bucket:Bucket")).toEqual({
    name: "shop-dev-1234-cake-test-functions",
    location: "EUROPE-WEST1",
    uniformBucketLevelAccess: true,
    publicAccessPrevention: "enforced",
    forceDestroy: true,
  });
  expect(inputsOf("hello", "gcp:cloudfunctionsv2/function:Function").name).toBe("cake-test-hello");
});

test("a stack that is simulated logs in with what no cloud takes, and another one with nothing of ours", async () => {
  await built({ ...onLambda, simulate: true });
  await built({ ...onCloudFunctions, simulate: true });
  const given = (name: string, type: string, key: string): unknown => {
    const value = inputsOf(name, type)[key];
    return pulumi.runtime.isRpcSecret(value) ? pulumi.runtime.unwrapRpcSecret(value) : value;
  };
  expect(given("aws", "pulumi:providers:aws", "accessKey")).toBe("simulated");
  expect(given("aws", "pulumi:providers:aws", "secretKey")).toBe("simulated");
  expect(given("gcp", "pulumi:providers:gcp", "accessToken")).toBe("simulated");
  registrations.clear();
  await built(onLambda);
  await built(onCloudFunctions);
  expect(given("aws", "pulumi:providers:aws", "accessKey")).toBeUndefined();
  expect(given("gcp", "pulumi:providers:gcp", "accessToken")).toBeUndefined();
});

test("without events there is no bus", async () => {
  const { bus } = await built({ ...onLambda, events: undefined });
  expect(bus).toBeUndefined();
  expect(elsewhere().filter((one) => /bus/i.test(one))).toEqual([]);
});

test("who checks functions knows where they will run, and what they are called there", () => {
  const place = (config: CakeConfig) => placeOf(withPresets(config), "dev");
  expect(place({ environment: "dev", cluster: { kind: "local" } })).toEqual({
    kind: "knative",
    reach: { cluster: true, internet: true },
  });
  const reach = { cluster: false, internet: true };
  expect(place(onLambda)).toEqual({ kind: "lambda", reach, prefix: "cake-dev" });
  expect(place(onCloudFunctions)).toEqual({ kind: "cloudfunctions", reach, prefix: "cake-dev" });
});

test("a stack on Knative loads no SDK of a cloud, and another one that of its own", async () => {
  const loaded = (...names: readonly string[]) => loadedSdks(...names.map((name) => `stacks/${name}`));
  const always = ["config", "presets", "platform", "function-platform/place"];
  expect(await loaded(...always, "function-platform/knative", "events", "florist", "identity")).toEqual([]);
  expect(await loaded(...always, "function-platform/lambda")).toEqual(["aws"]);
  expect(await loaded(...always, "function-platform/cloud-functions")).toEqual(["gcp"]);
});
