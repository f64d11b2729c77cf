import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { EventBus, FunctionPlatform, FunctionSpec } from "../../../../components/contracts";
import { CloudFunction } from "../../../../components/events/cloud-functions";
import { frameworkVersion } from "../../../../components/events/cloud-functions/archive";
import { accountId } from "../../../../components/events/cloud-functions/names";
import { deploy } from "../../../../components/events/platform";
import { secretOf, valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";
import { devDependencies } from "../../../../package.json";

/** What Google answers: ids, accounts and addresses, as it makes them of names. */
const outputs = (type: string, name: string): object => {
  const own = name.replace(/-account$/, "");
  const made: Readonly<Record<string, object>> = {
    "gcp:cloudfunctionsv2/function:Function": {
      serviceConfig: { uri: `https://cake-test-${name}-abc.a.run.app` },
    },
    "gcp:serviceaccount/account:Account": {
      email: `cake-test-${own}@shop.iam.gserviceaccount.com`,
      member: `serviceAccount:cake-test-${own}@shop.iam.gserviceaccount.com`,
    },
    "gcp:secretmanager/secretVersion:SecretVersion": { version: "3" },
  };
  return made[type] ?? {};
};

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations(outputs);
});
beforeEach(() => registrations.clear());

const source = path.join(__dirname, "..", "..", "..", "contract", "functions");
const requests = { code: { source: path.join(source, "requests") } };
const events = { code: { source: path.join(source, "events") } };
const platform: Extract<FunctionPlatform, { kind: "cloudfunctions" }> = {
  kind: "cloudfunctions",
  reach: { cluster: false, internet: true },
  prefix: "cake-test",
  region: "europe-west1",
  project: "shop",
  projectNumber: pulumi.output("42"),
  bucket: pulumi.output("cake-test-sources"),
};
const bus: EventBus = {
  kind: "pubsub",
  url: pulumi.output("https://pubsub.googleapis.com/v1/projects/shop/topics/cake-test-events"),
  delivery: "at-least-once",
  topic: pulumi.output("projects/shop/topics/cake-test-events"),
};

async function registered(name: string, spec: FunctionSpec) {
  const deployed = deploy(platform, name, spec);
  return { url: await valueOf(deployed.url), innerUrl: await valueOf(deployed.innerUrl) };
}
const inputsOf = (type: string, name: string) => registrations.get(name, `gcp:${type}`).inputs;
const functionOf = (name: string) => inputsOf("cloudfunctionsv2/function:Function", name);
const itself = "serviceAccount:cake-test-assign@shop.iam.gserviceaccount.com";

test("a public function is an account, its source, itself, and that everyone may call it, and nothing else", async () => {
  const { url, innerUrl } = await registered("hello", requests);
  expect(registrations.names()).toEqual([
    "cakestack:events:CloudFunction hello",
    "gcp:cloudfunctionsv2/function:Function hello",
    "gcp:cloudrunv2/serviceIamMember:ServiceIamMember hello-everyone",
    "gcp:serviceaccount/account:Account hello-account",
    "gcp:storage/bucketObject:BucketObject hello-source",
  ]);
  expect(url).toBe("https://cake-test-hello-abc.a.run.app");
  expect(innerUrl).toBe(url);
  expect(inputsOf("cloudrunv2/serviceIamMember:ServiceIamMember", "hello-everyone")).toEqual({
    name: "cake-test-hello",
    location: "europe-west1",
    role: "roles/run.invoker",
    member: "allUsers",
  });
});

test("it has the documented defaults", async () => {
  await registered("hello", requests);
  const { name: object } = inputsOf("storage/bucketObject:BucketObject", "hello-source");
  expect(object).toMatch(/^cake-test-hello-[0-9a-f]{16}\.zip$/);
  expect(functionOf("hello")).toEqual({
    name: "cake-test-hello",
    location: "europe-west1",
    buildConfig: {
      runtime: "nodejs24",
      entryPoint: "handle",
      source: { storageSource: { bucket: "cake-test-sources", object } },
    },
    serviceConfig: {
      availableMemory: "256Mi",
      availableCpu: "1",
      timeoutSeconds: 60,
      minInstanceCount: 0,
      maxInstanceCount: 10,
      maxInstanceRequestConcurrency: 100,
      ingressSettings: "ALLOW_ALL",
      serviceAccountEmail: "cake-test-hello@shop.iam.gserviceaccount.com",
      environmentVariables: { NODE_ENV: "production", IGNORED_ROUTES: "" },
      secretEnvironmentVariables: [],
    },
  });
});

test("what it asks for reaches Google in Google's units", async () => {
  await registered("asking", {
    ...requests,
    memory: "1 GB",
    timeout: "2 minutes",
    scale: { min: 1, max: 3, concurrency: 7 },
    environment: { GREETING: "Hello" },
  });
  expect(functionOf("asking").serviceConfig).toMatchObject({
    availableMemory: "1Gi",
    timeoutSeconds: 120,
    minInstanceCount: 1,
    maxInstanceCount: 3,
    maxInstanceRequestConcurrency: 7,
    environmentVariables: { GREETING: "Hello" },
  });
});

test("secrets are in Secret Manager, where it alone reads them, and never in the function", async () => {
  const url = pulumi.output("postgresql://a:b@c/d");
  const database = { secret: pulumi.output("x"), version: pulumi.output("1"), poolSize: 2, pods: 7, url };
  await registered("hidden", { ...requests, secrets: { TOKEN: "t0ken" }, needs: { database } });
  expect(inputsOf("secretmanager/secret:Secret", "hidden-TOKEN")).toEqual({
    secretId: "cake-test-hidden-TOKEN",
    replication: { auto: {} },
  });
  expect(inputsOf("secretmanager/secretVersion:SecretVersion", "hidden-TOKEN")).toEqual({
    secret: "hidden-TOKEN-id",
    secretData: secretOf("t0ken"),
  });
  expect(inputsOf("secretmanager/secretIamMember:SecretIamMember", "hidden-TOKEN")).toEqual({
    secretId: "hidden-TOKEN-id",
    role: "roles/secretmanager.secretAccessor",
    member: "serviceAccount:cake-test-hidden@shop.iam.gserviceaccount.com",
  });
  expect(functionOf("hidden").serviceConfig).toMatchObject({
    maxInstanceCount: 7,
    environmentVariables: { DATABASE_POOL_SIZE: "2" },
    secretEnvironmentVariables: [
      { key: "TOKEN", projectId: "shop", secret: "cake-test-hidden-TOKEN", version: "3" },
      { key: "DATABASE_URL", projectId: "shop", secret: "cake-test-hidden-DATABASE_URL", version: "3" },
    ],
  });
  expect(JSON.stringify(functionOf("hidden"))).not.toMatch(/t0ken|a:b/);
});

test("one that publishes may do so on its bus, and nothing more", async () => {
  await registered("place", { ...requests, publishes: ["order.placed"], needs: { bus } });
  expect(inputsOf("pubsub/topicIAMMember:TopicIAMMember", "place-publisher")).toEqual({
    topic: "projects/shop/topics/cake-test-events",
    role: "roles/pubsub.publisher",
    member: "serviceAccount:cake-test-place@shop.iam.gserviceaccount.com",
  });
  expect(functionOf("place").serviceConfig).toMatchObject({
    environmentVariables: {
      EVENTS_URL: "https://pubsub.googleapis.com/v1/projects/shop/topics/cake-test-events",
      EVENTS_SOURCE: "/functions/place",
      EVENTS_TYPES: "order.placed",
    },
  });
});

describe("a function with triggers", () => {
  const woken: FunctionSpec = {
    ...events,
    timeout: "2 minutes",
    triggers: [
      { event: { type: "order.placed", source: '/the "shop"' } },
      { schedule: "*/20 7 * * MON-FRI", timeZone: "Europe/Vienna" },
    ],
    needs: { bus },
  };
  const named = (type: string) => {
    const form = new RegExp(`^gcp:${type} assign-[0-9a-f]{8}$`);
    return registrations
      .names()
      .find((one) => form.test(one))!
      .split(" ")[1]!;
  };
  const address = "https://cake-test-assign-abc.a.run.app";
  const account = "cake-test-assign@shop.iam.gserviceaccount.com";
  const agent = "serviceAccount:service-42@gcp-sa-pubsub.iam.gserviceaccount.com";

  test("is reached from its project by itself only, and has for each trigger what wakes it", async () => {
    const { url, innerUrl } = await registered("assign", woken);
    expect([url, innerUrl]).toEqual([undefined, address]);
    expect(registrations.names().map((one) => one.replace(/assign-[0-9a-f]{8}/, "assign-*"))).toEqual([
      "cakestack:events:CloudFunction assign",
      "gcp:cloudfunctionsv2/function:Function assign",
      "gcp:cloudrunv2/serviceIamMember:ServiceIamMember assign-itself",
      "gcp:cloudscheduler/job:Job assign-*",
      "gcp:pubsub/subscription:Subscription assign-*",
      "gcp:pubsub/subscription:Subscription assign-dead",
      "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember assign-*-agent",
      "gcp:pubsub/topic:Topic assign-dead",
      "gcp:pubsub/topicIAMMember:TopicIAMMember assign-dead-function",
      "gcp:pubsub/topicIAMMember:TopicIAMMember assign-dead-pubsub",
      "gcp:serviceaccount/account:Account assign-account",
      "gcp:storage/bucketObject:BucketObject assign-source",
    ]);
    expect(functionOf("assign").serviceConfig).toMatchObject({
      ingressSettings: "ALLOW_INTERNAL_ONLY",
      environmentVariables: {
        DEAD_LETTERS_URL: "https://pubsub.googleapis.com/v1/assign-dead-id",
      },
    });
    expect(inputsOf("cloudrunv2/serviceIamMember:ServiceIamMember", "assign-itself")).toMatchObject({
      role: "roles/run.invoker",
      member: itself,
    });
  });

  test("gets the events of its filter pushed, as itself", async () => {
    await registered("assign", woken);
    const name = named("pubsub/subscription:Subscription");
    expect(inputsOf("pubsub/subscription:Subscription", name)).toEqual({
      name: `cake-test-${name}`,
      topic: "projects/shop/topics/cake-test-events",
      filter: 'attributes."ce-type" = "order.placed" AND attributes."ce-source" = "/the \\"shop\\""',
      pushConfig: {
        pushEndpoint: address,
        oidcToken: { serviceAccountEmail: account, audience: address },
      },
      ackDeadlineSeconds: 120,
      retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" },
      expirationPolicy: { ttl: "" },
      deadLetterPolicy: { deadLetterTopic: "assign-dead-id", maxDeliveryAttempts: 11 },
    });
    expect(inputsOf("pubsub/subscriptionIAMMember:SubscriptionIAMMember", `${name}-agent`)).toEqual({
      subscription: `cake-test-${name}`,
      role: "roles/pubsub.subscriber",
      member: agent,
    });
  });

  test("is called by a schedule, as itself", async () => {
    await registered("assign", woken);
    const name = named("cloudscheduler/job:Job");
    const { httpTarget, ...job } = inputsOf("cloudscheduler/job:Job", name);
    expect(job).toEqual({
      name: `cake-test-${name}`,
      region: "europe-west1",
      schedule: "*/20 7 * * MON-FRI",
      timeZone: "Europe/Vienna",
      attemptDeadline: "120s",
      retryConfig: { retryCount: 5 },
    });
    const { body, ...target } = httpTarget as { body: string };
    expect(target).toEqual({
      uri: address,
      httpMethod: "POST",
      headers: { "Content-Type": "application/json" },
      oidcToken: { serviceAccountEmail: account, audience: address },
    });
    expect(JSON.parse(Buffer.from(body, "base64").toString())).toEqual({
      specversion: "1.0",
      source: `/schedules/${name}`,
      type: "dev.knative.sources.ping",
    });
  });

  test("keeps what it cannot handle in a topic, and a subscription of it, into which Pub/Sub puts, too", async () => {
    await registered("assign", woken);
    expect(inputsOf("pubsub/topic:Topic", "assign-dead")).toEqual({ name: "cake-test-assign-dead" });
    expect(inputsOf("pubsub/subscription:Subscription", "assign-dead")).toEqual({
      name: "cake-test-assign-dead",
      topic: "assign-dead-id",
      expirationPolicy: { ttl: "" },
    });
    const members = ["function", "pubsub"].map(
      (who) => inputsOf("pubsub/topicIAMMember:TopicIAMMember", `assign-dead-${who}`).member,
    );
    expect(members).toEqual([itself, agent]);
  });
});

test("no role is a wide one", async () => {
  await registered("assign", {
    ...events,
    triggers: [{ event: { type: "order.placed" } }],
    publishes: ["driver.assigned"],
    secrets: { TOKEN: "t" },
    needs: { bus },
  });
  const roles = registrations
    .names()
    .filter((one) => /member:/i.test(one))
    .map((one) => inputsOf(one.split(" ")[0]!.slice("gcp:".length), one.split(" ")[1]!).role);
  expect([...new Set(roles)].sort()).toEqual([
    "roles/pubsub.publisher",
    "roles/pubsub.subscriber",
    "roles/run.invoker",
    "roles/secretmanager.secretAccessor",
  ]);
});

test("what it needs and does not reach is refused before anything is made", () => {
  const output = pulumi.output("x");
  const args = {
    ...requests,
    platform,
    needs: {
      bus: { ...bus, kind: "eventbridge" } as unknown as EventBus,
      database: { secret: output, version: output, poolSize: 1, pods: 1 },
    },
  } as const;
  expect(() => new CloudFunction("wrong", args)).toThrow(
    /needs.bus is of kind eventbridge, which functions on Cloud Functions do not reach. Allowed: a bus of kind pubsub[\s\S]*needs.database is in the cluster/,
  );
  expect(registrations.names()).toEqual([]);
});

test.each<[string, string, FunctionSpec, string]>([
  ["a name that Cloud Run has no room for", "f".repeat(40), requests, "Allowed: up to 49 characters."],
  [
    "a filter that is too long",
    "assign",
    { ...events, triggers: [{ event: { type: "t".repeat(90), source: "s".repeat(200) } }], needs: { bus } },
    "bytes long in Pub/Sub's form. Allowed: 256.",
  ],
])("%s is refused", (_, name, spec, problem) => {
  expect(() => new CloudFunction(name, { ...spec, platform })).toThrow(problem);
});

test("an account has a name of its own, however long the function's is", () => {
  expect(accountId("cake-test-hello")).toBe("cake-test-hello");
  const long = accountId("cake-test-a-function-with-a-long-name");
  expect(long).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
  expect(accountId("cake-test-a-function-with-a-long-nama")).not.toBe(long);
});

test("it is built with the framework that the contract is tested with", () => {
  expect(frameworkVersion).toBe(devDependencies["@google-cloud/functions-framework"]);
});
