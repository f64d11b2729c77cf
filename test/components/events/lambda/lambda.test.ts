import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { EventBus, FunctionPlatform, FunctionSpec } from "../../../../components/contracts";
import { LambdaFunction } from "../../../../components/events/lambda";
import { deploy } from "../../../../components/events/platform";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";

/** What AWS answers: ARNs and addresses, as it makes them of names. */
const outputs = (type: string, name: string): object => {
  const region = "eu-central-1:1";
  const own = name.replace(/-(logs|role|url)$/, "");
  const made: Readonly<Record<string, object>> = {
    "aws:lambda/function:Function": { arn: `arn:aws:lambda:${region}:function:cake-test-${name}` },
    "aws:lambda/functionUrl:FunctionUrl": { functionUrl: `https://${own}.lambda-url.eu-central-1.on.aws/` },
    "aws:cloudwatch/logGroup:LogGroup": {
      arn: `arn:aws:logs:${region}:log-group:/aws/lambda/cake-test-${own}`,
    },
    "aws:cloudwatch/eventRule:EventRule": { arn: `arn:aws:events:${region}:rule/cake-test-events/${name}` },
    "aws:sqs/queue:Queue": {
      arn: `arn:aws:sqs:${region}:cake-test-${name}`,
      url: `https://sqs.eu-central-1.amazonaws.com/1/cake-test-${name}`,
    },
    "aws:iam/role:Role": { arn: `arn:aws:iam::1:role/cake-test-${own}` },
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
type LambdaPlatform = Extract<FunctionPlatform, { kind: "lambda" }>;
const platform: LambdaPlatform = {
  kind: "lambda",
  reach: { cluster: false, internet: true },
  prefix: "cake-test",
  logDays: 14,
};
const bus: EventBus = {
  kind: "eventbridge",
  url: pulumi.output("https://events.eu-central-1.amazonaws.com/event-bus/cake-test-events"),
  delivery: "at-least-once",
  arn: pulumi.output("arn:aws:events:eu-central-1:1:event-bus/cake-test-events"),
  name: pulumi.output("cake-test-events"),
};

async function registered(name: string, spec: FunctionSpec, on: Partial<LambdaPlatform> = {}) {
  const deployed = deploy({ ...platform, ...on }, name, spec);
  return { url: await valueOf(deployed.url), innerUrl: await valueOf(deployed.innerUrl) };
}
const inputsOf = (type: string, name: string) => registrations.get(name, `aws:${type}`).inputs;
const lambdaOf = (name: string) => inputsOf("lambda/function:Function", name);
const policyOf = (name: string, type = "iam/rolePolicy:RolePolicy") =>
  JSON.parse(inputsOf(type, type.startsWith("iam") ? `${name}-policy` : name).policy as string) as {
    Statement: Statement[];
  };
interface Statement {
  readonly Sid: string;
  readonly Action: string[];
  readonly Resource: string[];
}

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

test("it may write its log, and nothing else", async () => {
  await registered("hello", requests);
  expect(policyOf("hello")).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Sid: "WriteLog",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: ["arn:aws:logs:eu-central-1:1:log-group:/aws/lambda/cake-test-hello:log-stream:*"],
      },
    ],
  });
  expect(JSON.parse(inputsOf("iam/role:Role", "hello-role").assumeRolePolicy as string)).toEqual({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: ["sts:AssumeRole"], Principal: { Service: "lambda.amazonaws.com" } },
    ],
  });
});

test("one that publishes may do so on its bus, its own events of its own types only", async () => {
  await registered("place", { ...requests, publishes: ["order.placed", "order.paid"], needs: { bus } });
  expect(policyOf("place").Statement.slice(1)).toEqual([
    {
      Effect: "Allow",
      Sid: "Publish",
      Action: ["events:PutEvents"],
      Resource: ["arn:aws:events:eu-central-1:1:event-bus/cake-test-events"],
      Condition: {
        "ForAllValues:StringEquals": {
          "events:source": ["/functions/place"],
          "events:detail-type": ["order.placed", "order.paid"],
        },
      },
    },
  ]);
  expect(lambdaOf("place").environment).toEqual({
    variables: {
      NODE_ENV: "production",
      EVENTS_URL: "https://events.eu-central-1.amazonaws.com/event-bus/cake-test-events",
      EVENTS_SOURCE: "/functions/place",
      EVENTS_TYPES: "order.placed,order.paid",
    },
  });
});

describe("a function with triggers", () => {
  const woken: FunctionSpec = {
    ...events,
    triggers: [
      { event: { type: "order.placed", source: "/functions/place", subject: "order/7" } },
      { schedule: "*/20 7 * * MON-FRI", timeZone: "Europe/Vienna" },
    ],
    needs: { bus },
  };
  const named = (type: string) => {
    const found = registrations
      .names()
      .find((one) => new RegExp(`^aws:${type} assign-[0-9a-f]{8}$`).test(one))!;
    return found.split(" ")[1]!;
  };

  test("has no address, a queue, and for each trigger what wakes it", async () => {
    const { url, innerUrl } = await registered("assign", woken);
    expect(url).toBeUndefined();
    expect(innerUrl).toBe("arn:aws:lambda:eu-central-1:1:function:cake-test-assign");
    const counted = registrations.names().map((one) => one.replace(/assign-[0-9a-f]{8}/, "assign-*"));
    expect(counted).toEqual([
      "aws:cloudwatch/eventRule:EventRule assign-*",
      "aws:cloudwatch/eventTarget:EventTarget assign-*-target",
      "aws:cloudwatch/logGroup:LogGroup assign-logs",
      "aws:iam/role:Role assign-*-role",
      "aws:iam/role:Role assign-role",
      "aws:iam/rolePolicy:RolePolicy assign-*-policy",
      "aws:iam/rolePolicy:RolePolicy assign-policy",
      "aws:lambda/eventSourceMapping:EventSourceMapping assign-dead",
      "aws:lambda/function:Function assign",
      "aws:lambda/permission:Permission assign-*-permission",
      "aws:scheduler/schedule:Schedule assign-*",
      "aws:sqs/queue:Queue assign-dead",
      "aws:sqs/queuePolicy:QueuePolicy assign-dead",
      "cakestack:events:LambdaFunction assign",
    ]);
  });

  const queue = "arn:aws:sqs:eu-central-1:1:cake-test-assign-dead";
  const lambda = "arn:aws:lambda:eu-central-1:1:function:cake-test-assign";

  test("gets the events of its filter by a rule, which alone may call it for that", async () => {
    await registered("assign", woken);
    const name = named("cloudwatch/eventRule:EventRule");
    const { eventPattern, ...rule } = inputsOf("cloudwatch/eventRule:EventRule", name);
    expect(rule).toEqual({ name, eventBusName: "cake-test-events" });
    expect(JSON.parse(eventPattern as string)).toEqual({
      "detail-type": ["order.placed"],
      source: ["/functions/place"],
      detail: { subject: ["order/7"] },
    });
    expect(inputsOf("lambda/permission:Permission", `${name}-permission`)).toEqual({
      action: "lambda:InvokeFunction",
      function: lambda,
      principal: "events.amazonaws.com",
      sourceArn: `arn:aws:events:eu-central-1:1:rule/cake-test-events/${name}`,
      statementId: name,
    });
    expect(inputsOf("cloudwatch/eventTarget:EventTarget", `${name}-target`)).toEqual({
      rule: name,
      eventBusName: "cake-test-events",
      arn: lambda,
      targetId: name,
      deadLetterConfig: { arn: queue },
    });
  });

  test("is called by a schedule, in a role that may call it and keep what it could not", async () => {
    await registered("assign", woken);
    const name = named("scheduler/schedule:Schedule");
    const { target, ...schedule } = inputsOf("scheduler/schedule:Schedule", name);
    expect(schedule).toEqual({
      name: `cake-test-${name}`,
      scheduleExpression: "cron(0,20,40 7 ? * 2,3,4,5,6 *)",
      scheduleExpressionTimezone: "Europe/Vienna",
      flexibleTimeWindow: { mode: "OFF" },
    });
    const { input, ...rest } = target as { input: string };
    expect(rest).toEqual({
      arn: lambda,
      roleArn: `arn:aws:iam::1:role/cake-test-${name}`,
      deadLetterConfig: { arn: queue },
    });
    expect(JSON.parse(input)).toEqual({
      specversion: "1.0",
      id: "<aws.scheduler.scheduled-time>",
      source: `/schedules/${name}`,
      type: "dev.knative.sources.ping",
      time: "<aws.scheduler.scheduled-time>",
    });
    expect(policyOf(name).Statement).toEqual([
      { Effect: "Allow", Sid: "Call", Action: ["lambda:InvokeFunction"], Resource: [lambda] },
      { Effect: "Allow", Sid: "KeepDeadLetters", Action: ["sqs:SendMessage"], Resource: [queue] },
    ]);
    expect(JSON.parse(inputsOf("iam/role:Role", `${name}-role`).assumeRolePolicy as string)).toMatchObject({
      Statement: [
        {
          Principal: { Service: "scheduler.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": "1" } },
        },
      ],
    });
  });

  test("keeps what it cannot handle in a queue, encrypted, into which its rules may put, too", async () => {
    await registered("assign", woken);
    expect(inputsOf("sqs/queue:Queue", "assign-dead")).toEqual({
      name: "cake-test-assign-dead",
      messageRetentionSeconds: 1_209_600,
      visibilityTimeoutSeconds: 360,
      sqsManagedSseEnabled: true,
    });
    expect(lambdaOf("assign")).toMatchObject({
      deadLetterConfig: { targetArn: queue },
      environment: {
        variables: { DEAD_LETTERS_URL: "https://sqs.eu-central-1.amazonaws.com/1/cake-test-assign-dead" },
      },
    });
    const rule = named("cloudwatch/eventRule:EventRule");
    expect(policyOf("assign-dead", "sqs/queuePolicy:QueuePolicy").Statement).toEqual([
      {
        Effect: "Allow",
        Sid: "FromRules",
        Principal: { Service: "events.amazonaws.com" },
        Action: ["sqs:SendMessage"],
        Resource: [queue],
        Condition: {
          ArnEquals: { "aws:SourceArn": [`arn:aws:events:eu-central-1:1:rule/cake-test-events/${rule}`] },
        },
      },
    ]);
    expect(policyOf("assign").Statement.slice(1)).toEqual([
      { Effect: "Allow", Sid: "KeepDeadLetters", Action: ["sqs:SendMessage"], Resource: [queue] },
      {
        Effect: "Allow",
        Sid: "TakeThemBack",
        Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        Resource: [queue],
      },
    ]);
  });

  test("has a way back for dead letters, which is closed", async () => {
    await registered("assign", woken);
    expect(inputsOf("lambda/eventSourceMapping:EventSourceMapping", "assign-dead")).toEqual({
      functionName: "cake-test-assign",
      eventSourceArn: queue,
      enabled: false,
      batchSize: 10,
      functionResponseTypes: ["ReportBatchItemFailures"],
    });
  });

  test("of a schedule only needs no bus, and lets no rule put anything into its queue", async () => {
    await registered("assign", { ...events, triggers: [{ schedule: "0 6 * * *" }] });
    expect(
      registrations.names().filter((one) => /cloudwatch\/event|queuePolicy|permission/.test(one)),
    ).toEqual([]);
  });

  test("may do nothing to everything, and everything to nothing", async () => {
    await registered(
      "assign",
      { ...woken, publishes: ["driver.assigned"] },
      { key: "arn:aws:kms:eu-central-1:1:key/a" },
    );
    const policies = registrations
      .names()
      .filter((one) => one.startsWith("aws:iam/rolePolicy:RolePolicy "))
      .flatMap((one) => policyOf(one.split(" ")[1]!.replace(/-policy$/, "")).Statement);
    expect(policies.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
    expect(policies.flatMap(({ Resource }) => Resource).filter((one) => one.includes("*"))).toEqual([
      "arn:aws:logs:eu-central-1:1:log-group:/aws/lambda/cake-test-assign:log-stream:*",
    ]);
    expect(policies).toContainEqual({
      Effect: "Allow",
      Sid: "ReadVariables",
      Action: ["kms:Decrypt"],
      Resource: ["arn:aws:kms:eu-central-1:1:key/a"],
    });
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

test("in a network it may join it, and nothing more", async () => {
  await registered("within", requests, { network: { subnets: ["subnet-1"], securityGroups: ["sg-1"] } });
  expect(lambdaOf("within").vpcConfig).toEqual({ subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] });
  expect(policyOf("within").Statement.map(({ Sid }) => Sid)).toEqual(["WriteLog", "JoinNetwork"]);
  expect(policyOf("within").Statement[1]).toEqual({
    Effect: "Allow",
    Sid: "JoinNetwork",
    Action: [
      "ec2:CreateNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:DeleteNetworkInterface",
      "ec2:AssignPrivateIpAddresses",
      "ec2:UnassignPrivateIpAddresses",
    ],
    Resource: ["*"],
  });
});

test("what it needs and does not reach is refused before anything is made, with everything else that is wrong", () => {
  const output = pulumi.output("x");
  const args = {
    ...requests,
    platform,
    memory: "64 MB",
    scale: { min: 1 },
    environment: { AWS_REGION: "mine" },
    needs: {
      bus: { ...bus, kind: "knative" } as unknown as EventBus,
      database: { secret: output, version: output, poolSize: 1, pods: 1 },
      authorization: { endpoint: output, ca: output, presharedKey: output },
    },
  } as const;
  expect(() => new LambdaFunction("wrong", args)).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(
        new RegExp(
          [
            'memory is "64 MB". Allowed: "128 MB" or more; Lambda has no less.',
            "AWS_REGION is set by Lambda",
            "needs.bus is of kind knative, which functions on Lambda do not reach. Allowed: a bus of kind eventbridge.",
            "needs.database is in the cluster",
            "needs.authorization is a SpiceDB in the cluster",
            "scale.min is 1, and Lambda keeps none running while nobody calls.",
          ].join("[\\s\\S]*"),
        ),
      ) as string,
    }) as Error,
  );
  expect(registrations.names()).toEqual([]);
});

test.each<[string, string, FunctionSpec, string]>([
  ["a name that Lambda has no room for", "f".repeat(40), requests, "Allowed: up to 55 characters."],
  [
    "a schedule of both kinds of days",
    "morning",
    { ...events, triggers: [{ schedule: "0 6 1 * MON" }] },
    "names days of the month and days of the week.",
  ],
  ["an image", "image", { code: { image: "a:1" } }, "Lambda runs no images that serve HTTP."],
])("%s is refused", (_, name, spec, problem) => {
  const on = { ...platform, prefix: "cake-a-longer-stack" };
  expect(() => new LambdaFunction(name, { ...spec, platform: on })).toThrow(problem);
});
