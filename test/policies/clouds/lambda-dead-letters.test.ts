import { lambdaDeadLetters as policy } from "../../../policies/clouds/lambda-dead-letters";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import type { Resource } from "../../../policies/policy";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const lambda = (properties: Properties = {}, name = "hello") =>
  resource("aws:lambda/function:Function", { name, ...properties }, { name: `${name}-own` });
const arn = "arn:aws:lambda:eu-central-1:1:function:hello";
const targetArn = "arn:aws:sqs:eu-central-1:1:hello-dead";

const url = (functionName: Value) => resource("aws:lambda/functionUrl:FunctionUrl", { functionName });
const mapping = (functionName: Value) =>
  resource("aws:lambda/eventSourceMapping:EventSourceMapping", { functionName });
const permission = (principal: Value, named: Value = "hello") =>
  resource("aws:lambda/permission:Permission", { function: named, principal });
const schedule = (target: Value) => resource("aws:scheduler/schedule:Schedule", { target });
const config = (properties: Properties) =>
  resource("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", properties);
const onFailure = (destination: Value): Properties => ({ destinationConfig: { onFailure: { destination } } });
const lost = "so that an event that the function cannot handle is lost";

test("a function that keeps nothing is refused", () => {
  const one = lambda();
  expectViolation(
    policy,
    [one],
    [
      one,
      `deadLetterConfig.targetArn is missing, ${lost}.
  Fix: Set deadLetterConfig.targetArn to the ARN of a queue or topic, or give the function a FunctionEventInvokeConfig with destinationConfig.onFailure.destination.
  Why: Lambda tries an event three times, and then throws it away: nobody sees that anything is lost. https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html`,
    ],
  );
});

test.each<[string, Properties, string]>([
  ["no target", { deadLetterConfig: {} }, `is missing, ${lost}`],
  ["an empty one", { deadLetterConfig: { targetArn: "" } }, `is "", ${lost}`],
  ["one that is none", { deadLetterConfig: { targetArn: 5 } }, `is 5, ${lost}`],
  ["a word", { deadLetterConfig: "on" }, `is missing, ${lost}`],
  ["no name", { name: undefined }, `is missing, ${lost}`],
])("a function with %s is refused", (_, properties, message) => {
  const one = lambda(properties);
  expectViolation(policy, [one], [one, `deadLetterConfig.targetArn ${message}`]);
});

test.each<[string, readonly Resource[]]>([
  ["an address of another", [url("other")]],
  ["an address of a longer name", [url("hello-2")]],
  ["an address of nobody", [url(undefined)]],
  ["failures of another", [config({ functionName: "other", ...onFailure(targetArn) })]],
  [
    "successes only",
    [config({ functionName: "hello", destinationConfig: { onSuccess: { destination: targetArn } } })],
  ],
  ["failures for nobody", [config({ functionName: "hello", ...onFailure("") })]],
  ["no failures", [config({ functionName: "hello" })]],
  ["a caller that nobody knows", [permission("123456789012")]],
  ["a name of a service that is none", [permission("apigateway.amazonaws.com.example.org")]],
  ["events beside an address", [url("hello"), permission("events.amazonaws.com")]],
  ["events of a version of it", [url("hello"), permission("sns.amazonaws.com", `${arn}:v1`)]],
  ["events in China", [url("hello"), permission("sns.amazonaws.com.cn")]],
  ["a schedule beside an address", [url("hello"), schedule({ arn })]],
  ["events beside a queue", [mapping(arn), permission("s3.amazonaws.com", arn)]],
  ["a gateway of another", [permission("apigateway.amazonaws.com", "other")]],
])("a function with %s is refused", (_, others) => {
  const one = lambda();
  expectViolation(policy, [one, ...others], [one, `deadLetterConfig.targetArn is missing, ${lost}`]);
});

test.each<[string, readonly Resource[]]>([
  ["an address", [url("hello")]],
  ["an address of its ARN", [url(arn)]],
  ["an address of a part of its ARN", [url("1:function:hello")]],
  ["an address of a version", [url("hello:v1")]],
  ["an address of somebody", [url(UNKNOWN)]],
  ["a queue, which keeps what fails itself", [mapping(`${arn}:v1`)]],
  ["a gateway, which waits", [permission("apigateway.amazonaws.com")]],
  ["a caller that is not known yet", [permission(UNKNOWN)]],
  ["a load balancer", [permission("elasticloadbalancing.amazonaws.com", arn)]],
  ["users", [permission("cognito-idp.amazonaws.com")]],
  ["agents", [permission("bedrock.amazonaws.com")]],
  ["a voice", [permission("alexa-appkit.amazon.com")]],
  ["a conversation", [permission("lexv2.amazonaws.com")]],
  [
    "an address, beside a person who may call it",
    [url("hello"), permission("arn:aws:iam::1:role/amazonaws.com")],
  ],
  [
    "an address, beside what looks like a service",
    [url("hello"), permission("sns.amazonaws.com.example.org")],
  ],
  ["an address, beside an account", [url("hello"), permission("123456789012")]],
  ["an address, beside events of another", [url("hello"), permission("events.amazonaws.com", "other")]],
  [
    "an address, beside a schedule of another",
    [url("hello"), schedule({ arn: "arn:aws:lambda:a:1:function:b" })],
  ],
  ["an address, beside events of somebody", [url("hello"), permission("events.amazonaws.com", UNKNOWN)]],
  ["an address, beside a schedule of somebody", [url("hello"), schedule(UNKNOWN)]],
  ["an address and a gateway", [url("hello"), permission("apigateway.amazonaws.com")]],
  [
    "a place for failures",
    [config({ functionName: arn, ...onFailure(targetArn) }), permission("events.amazonaws.com")],
  ],
  ["a place for failures that is not known", [config({ functionName: UNKNOWN, ...onFailure(UNKNOWN) })]],
])("a function with %s may be", (_, others) => {
  expectCompliance(policy, [lambda(), ...others]);
});

test.each<[string, Properties]>([
  ["dead letters", { deadLetterConfig: { targetArn } }],
  ["dead letters that are not known", { deadLetterConfig: UNKNOWN }],
  ["a name that is not known", { name: UNKNOWN }],
])("a function with %s may be, whoever calls it", (_, properties) => {
  expectCompliance(policy, [lambda(properties), permission("events.amazonaws.com"), schedule({ arn })]);
});

test("a function without a name is called by that of its resource", () => {
  expectCompliance(policy, [lambda({ name: undefined }), url("hello-own")]);
});

test("each function is judged for itself, and nothing but functions", () => {
  const [one, two] = [lambda({}, "one"), lambda({}, "two")];
  expectViolation(policy, [url("one"), one, two], [two, lost]);
  expectViolation(policy, [one, two], [one, lost], [two, lost]);
  expectCompliance(policy, [url("one"), permission("events.amazonaws.com")]);
  // Of other types, what looks alike says nothing.
  expectViolation(
    policy,
    [one, resource("a:b/c:D", { functionName: "one", ...onFailure(targetArn) })],
    [one, lost],
  );
  expectViolation(
    policy,
    [one, resource("a:b/c:D", { function: "one", principal: "apigateway.amazonaws.com" })],
    [one, lost],
  );
  const topic = resource("a:b/c:D", {
    function: "one",
    principal: "sns.amazonaws.com",
    target: { arn: "one" },
  });
  expectCompliance(policy, [one, url("one"), topic]);
});
