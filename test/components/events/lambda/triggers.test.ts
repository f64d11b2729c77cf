import type { FunctionSpec } from "../../../../components/contracts";
import {
  bus,
  events,
  inputsOf,
  lambdaOf,
  policyOf,
  recordLambdas,
  registered,
  registrations,
  requests,
} from "./fixtures";

recordLambdas();

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

test("one that is called by its ARN keeps what it cannot handle, too: who called may be gone", async () => {
  const { url, innerUrl } = await registered("ask", { ...requests, visibility: "cluster" });
  expect([url, innerUrl]).toEqual([undefined, "arn:aws:lambda:eu-central-1:1:function:cake-test-ask"]);
  expect(registrations.names().filter((one) => /sqs|FunctionUrl|eventSource/.test(one))).toEqual([
    "aws:lambda/eventSourceMapping:EventSourceMapping ask-dead",
    "aws:sqs/queue:Queue ask-dead",
  ]);
  expect(lambdaOf("ask").deadLetterConfig).toEqual({
    targetArn: "arn:aws:sqs:eu-central-1:1:cake-test-ask-dead",
  });
});
