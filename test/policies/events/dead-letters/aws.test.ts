import { deadLetters as policy } from "../../../../policies/events/dead-letters";
import { expectCompliance, expectViolation, resource } from "../../../../policies/harness";
import type { Resource } from "../../../../policies/policy";
import { UNKNOWN, type Properties, type Value } from "../../../../policies/value";

describe("on AWS", () => {
  const arn = (name: string) => `arn:aws:sqs:eu-central-1:123456789012:${name}`;
  const queue = (properties: Properties, name = "orders") =>
    resource(
      "aws:sqs/queue:Queue",
      { name, arn: arn(name), url: `https://sqs/${name}`, ...properties },
      { name },
    );
  const letters = JSON.stringify({ deadLetterTargetArn: arn("letters"), maxReceiveCount: 5 });
  const eventTarget = (deadLetterConfig: Value) =>
    resource("aws:cloudwatch/eventTarget:EventTarget", { deadLetterConfig });
  const schedule = (target: Value) => resource("aws:scheduler/schedule:Schedule", { target });
  const topic = (properties: Properties) =>
    resource("aws:sns/topicSubscription:TopicSubscription", properties);
  const redrive = (properties: Properties) => resource("aws:sqs/redrivePolicy:RedrivePolicy", properties);

  test("a queue without one is refused", () => {
    expectViolation(
      policy,
      queue({}),
      "redrivePolicy is missing.\n  Fix: Set redrivePolicy to JSON with the deadLetterTargetArn of a queue, and a maxReceiveCount where messages are received.\n",
    );
  });

  test.each<[string, Value, string]>([
    ["is no JSON", "{", 'redrivePolicy is "{", which names no queue.'],
    ["is null", "null", 'redrivePolicy is "null", which names no queue.'],
    [
      "names nothing",
      '{"maxReceiveCount":5}',
      'redrivePolicy is "{\\"maxReceiveCount\\":5}", which names no queue.',
    ],
    ["names what is no ARN", '{"deadLetterTargetArn":"letters"}', "which names no queue."],
    ["names a number", '{"deadLetterTargetArn":7}', "which names no queue."],
    ["is a list", [letters], "which names no queue."],
    ["is no text", { deadLetterTargetArn: arn("letters") }, "which names no queue."],
  ])("a policy that %s is refused", (_, redrivePolicy, message) => {
    expectViolation(policy, queue({ redrivePolicy }), message);
  });

  test("a queue with dead letters, and the one that has them, pass", () => {
    expectCompliance(policy, [queue({ redrivePolicy: letters }), queue({}, "letters")]);
    expectCompliance(policy, queue({ redrivePolicy: UNKNOWN }));
  });

  test("another queue does not", () => {
    const other = queue({}, "others");
    expectViolation(policy, [queue({ redrivePolicy: letters }), other], [other, "redrivePolicy is missing."]);
  });

  test.each<[string, Resource]>([
    ["a rule", eventTarget({ arn: arn("letters") })],
    ["a schedule", schedule({ deadLetterConfig: { arn: arn("letters") } })],
    [
      "a function",
      resource("aws:lambda/function:Function", { deadLetterConfig: { targetArn: arn("letters") } }),
    ],
    [
      "what calls a function",
      resource("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", {
        destinationConfig: { onFailure: { destination: arn("letters") } },
      }),
    ],
    [
      "what reads for a function",
      resource("aws:lambda/eventSourceMapping:EventSourceMapping", {
        destinationConfig: { onFailure: { destinationArn: arn("letters") } },
      }),
    ],
    ["a topic", topic({ protocol: "sqs", redrivePolicy: letters })],
    ["a policy of its own", redrive({ queueUrl: "https://sqs/elsewhere", redrivePolicy: letters })],
  ])("a queue that has the dead letters of %s passes, and no other", (_, one) => {
    const other = queue({}, "others");
    expectCompliance(policy, [one, queue({}, "letters")]);
    expectViolation(policy, [one, other], [other, "redrivePolicy is missing."]);
  });

  test("what is not known yet may be the queue with the dead letters", () => {
    expectCompliance(policy, [queue({ redrivePolicy: letters }), queue({ arn: UNKNOWN }, "letters")]);
    expectCompliance(policy, [queue({ redrivePolicy: letters }), queue({ arn: undefined }, "letters")]);
    expectCompliance(policy, [
      queue({ redrivePolicy: letters }),
      queue({ arn: UNKNOWN, name: UNKNOWN }, "x"),
    ]);
    expectCompliance(policy, [eventTarget({ arn: UNKNOWN }), queue({ arn: UNKNOWN }, "letters")]);
    const other = queue({ arn: UNKNOWN }, "others");
    expectViolation(policy, [queue({ redrivePolicy: letters }), other], [other, "redrivePolicy is missing."]);
  });

  test.each<[string, Value]>([
    ["everybody's", '{"redrivePermission":"allowAll"}'],
    ["some queues'", '{"redrivePermission":"byQueue","sourceQueueArns":[]}'],
    ["nobody knows yet whose", UNKNOWN],
  ])("a queue that takes %s dead letters passes", (_, redriveAllowPolicy) => {
    expectCompliance(policy, queue({ redriveAllowPolicy }));
  });

  test.each<[string, Value]>([
    ["nobody's", '{"redrivePermission":"denyAll"}'],
    ["what is no JSON", "{"],
    ["what says nothing", "{}"],
  ])("a queue that takes %s is no exception", (_, redriveAllowPolicy) => {
    expectViolation(policy, queue({ redriveAllowPolicy }), "redrivePolicy is missing.");
  });

  test("a policy may be a resource of its own", () => {
    const own = redrive({ queueUrl: "https://sqs/orders", redrivePolicy: letters });
    expectCompliance(policy, [queue({}), own]);
    expectCompliance(policy, [queue({}), redrive({ queueUrl: UNKNOWN, redrivePolicy: UNKNOWN })]);
    expectCompliance(policy, [queue({ url: undefined }), own]);
    const other = queue({}, "others");
    expectViolation(policy, [other, own], [other, "redrivePolicy is missing."]);
    const empty = redrive({ queueUrl: "https://sqs/orders" });
    expectViolation(policy, [queue({}), empty], [empty, "redrivePolicy is missing."]);
  });

  test.each<[string, Resource, string]>([
    [
      "the target of a rule",
      eventTarget(undefined),
      "deadLetterConfig.arn is missing.\n  Fix: Set deadLetterConfig.arn to the ARN of a queue of SQS.\n",
    ],
    ["a target with none", eventTarget({ arn: "" }), 'deadLetterConfig.arn is "".'],
    ["a target with a number", eventTarget({ arn: 7 }), "deadLetterConfig.arn is 7."],
    ["a schedule", schedule({}), "target.deadLetterConfig.arn is missing."],
    ["a topic's queue", topic({ protocol: "sqs" }), "redrivePolicy is missing."],
    [
      "a topic's function",
      topic({ protocol: "lambda", redrivePolicy: "{}" }),
      'redrivePolicy is "{}", which',
    ],
    ["a topic's what", topic({}), "redrivePolicy is missing."],
  ])("%s without one is refused", (_, judged, message) => {
    expectViolation(policy, judged, message);
  });

  test.each([
    eventTarget(UNKNOWN),
    schedule(UNKNOWN),
    topic({ protocol: "sqs", redrivePolicy: UNKNOWN }),
    topic({ protocol: UNKNOWN }),
    topic({ protocol: "email" }),
    topic({ protocol: "email-json" }),
    topic({ protocol: "sms" }),
    topic({ protocol: "application" }),
    resource("aws:lambda/function:Function", {}),
  ])("$type with $properties passes", (judged) => {
    expectCompliance(policy, judged);
  });
});
