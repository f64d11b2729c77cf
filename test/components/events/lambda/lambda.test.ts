import * as pulumi from "@pulumi/pulumi";
import { inputsOf, lambdaOf, recordLambdas, registered, registrations, requests } from "./fixtures";

recordLambdas();

test("a public function is a role, its log, itself and its address, and nothing else", async () => {
  const { url, innerUrl } = await registered("hello", requests);
  expect(registrations.names()).toEqual([
    "aws:cloudwatch/logGroup:LogGroup hello-logs",
    "aws:iam/role:Role hello-role",
    "aws:iam/rolePolicy:RolePolicy hello-policy",
    "aws:lambda/function:Function hello",
    "aws:lambda/functionUrl:FunctionUrl hello-url",
    "cakestack:events:LambdaFunction hello",
  ]);
  expect(url).toBe("https://hello.lambda-url.eu-central-1.on.aws");
  expect(innerUrl).toBe(url);
  expect(inputsOf("cloudwatch/logGroup:LogGroup", "hello-logs")).toEqual({
    name: "/aws/lambda/cake-test-hello",
    retentionInDays: 14,
  });
  expect(inputsOf("lambda/functionUrl:FunctionUrl", "hello-url")).toEqual({
    functionName: "cake-test-hello",
    authorizationType: "NONE",
  });
});

test("it has the documented defaults, on ARM, and is started when it may do what it may", async () => {
  await registered("hello", requests);
  const { code, ...rest } = lambdaOf("hello");
  expect(code).toBeInstanceOf(pulumi.asset.AssetArchive);
  expect(rest).toEqual({
    name: "cake-test-hello",
    runtime: "nodejs24.x",
    architectures: ["arm64"],
    handler: "index.handle",
    role: "arn:aws:iam::1:role/cake-test-hello",
    memorySize: 256,
    timeout: 60,
    reservedConcurrentExecutions: 10,
    environment: { variables: { NODE_ENV: "production" } },
    loggingConfig: { logFormat: "JSON", logGroup: "/aws/lambda/cake-test-hello" },
    tracingConfig: { mode: "PassThrough" },
  });
  expect(registrations.get("hello", "aws:lambda/function:Function").dependsOn).toEqual([
    "hello-logs",
    "hello-policy",
    "hello-role",
  ]);
  expect(registrations.get("hello", "aws:lambda/function:Function").parent).toBe("hello");
});

test("what it asks for reaches Lambda in Lambda's units", async () => {
  await registered("asking", {
    ...requests,
    memory: "1 GB",
    timeout: "2 minutes",
    scale: { max: 3 },
    environment: { GREETING: "Hello" },
  });
  expect(lambdaOf("asking")).toMatchObject({
    memorySize: 1024,
    timeout: 120,
    reservedConcurrentExecutions: 3,
    environment: { variables: { GREETING: "Hello" } },
  });
});

test("secrets are secret variables, encrypted with the platform's key", async () => {
  const key = "arn:aws:kms:eu-central-1:1:key/a";
  const url = pulumi.output("postgresql://a:b@c/d");
  const database = { url, ca: pulumi.output("PEM"), poolSize: 2, pods: 7 };
  await registered("hidden", { ...requests, secrets: { TOKEN: "t0ken" }, needs: { database } }, { key });
  expect(lambdaOf("hidden")).toMatchObject({ kmsKeyArn: key, reservedConcurrentExecutions: 7 });
  expect(pulumi.runtime.isRpcSecret(lambdaOf("hidden").environment)).toBe(true);
  expect(pulumi.runtime.unwrapRpcSecret(lambdaOf("hidden").environment)).toEqual({
    variables: {
      NODE_ENV: "production",
      TOKEN: "t0ken",
      DATABASE_URL: "postgresql://a:b@c/d",
      DATABASE_POOL_SIZE: "2",
      DATABASE_CA: "PEM",
    },
  });
});
