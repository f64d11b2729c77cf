import * as pulumi from "@pulumi/pulumi";
import { frameworkVersion } from "../../../../components/events/cloud-functions/archive";
import { accountId } from "../../../../components/events/cloud-functions/names";
import { secretOf } from "../../../support/outputs";
import { devDependencies } from "../../../../package.json";
import {
  bus,
  events,
  functionOf,
  inputsOf,
  recordFunctions,
  registered,
  registrations,
  requests,
} from "./fixtures";

recordFunctions();

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

test("an account has a name of its own, however long the function's is", () => {
  expect(accountId("cake-test-hello")).toBe("cake-test-hello");
  const long = accountId("cake-test-a-function-with-a-long-name");
  expect(long).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
  expect(accountId("cake-test-a-function-with-a-long-nama")).not.toBe(long);
});

test("it is built with the framework that the contract is tested with", () => {
  expect(frameworkVersion).toBe(devDependencies["@google-cloud/functions-framework"]);
});
