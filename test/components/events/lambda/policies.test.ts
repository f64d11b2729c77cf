import { bus, inputsOf, lambdaOf, policyOf, recordLambdas, registered, requests } from "./fixtures";

recordLambdas();

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
