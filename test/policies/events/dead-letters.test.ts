import { deadLetters as policy } from "../../../policies/events/dead-letters";
import { expectCompliance, expectViolation, object, resource } from "../../../policies/harness";
import type { Resource } from "../../../policies/policy";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const sink = { deadLetterSink: { uri: "http://letters.example.com" } };

describe("on Knative", () => {
  const metadata = (name: Value, namespace: Value): Properties => ({ name, namespace });
  const withoutNamespace = (one: Resource): Resource => {
    const { name } = one.properties.metadata as Properties;
    return { ...one, properties: { ...one.properties, metadata: { name } } };
  };
  const broker = (spec: Properties, name: Value = "events", namespace: Value = "functions") =>
    object(
      { apiVersion: "eventing.knative.dev/v1", kind: "Broker", metadata: metadata(name, namespace), spec },
      { name: "bus" },
    );
  const trigger = (spec: Properties, namespace: Value = "functions") =>
    object(
      {
        apiVersion: "eventing.knative.dev/v1",
        kind: "Trigger",
        metadata: metadata("assign", namespace),
        spec: { broker: "events", ...spec },
      },
      { name: "assign" },
    );
  const channel = (spec: Properties, kind = "Channel", namespace: Value = "functions") =>
    object({ apiVersion: "messaging.knative.dev/v1", kind, metadata: metadata("orders", namespace), spec });
  const subscription = (spec: Properties, reference: Value = { kind: "Channel", name: "orders" }) =>
    object({
      apiVersion: "messaging.knative.dev/v1",
      kind: "Subscription",
      metadata: metadata("assign", "functions"),
      spec: { channel: reference, ...spec },
    });
  const source = (kind: string, spec: Properties) =>
    object({ apiVersion: "sources.knative.dev/v1", kind, metadata: metadata("in", "functions"), spec });
  const flow = (kind: string, spec: Properties) =>
    object({ apiVersion: "flows.knative.dev/v1", kind, metadata: metadata("steps", "functions"), spec });

  const where = "spec.delivery.deadLetterSink";
  const none = `${where} is missing, and no Broker of this stack has one for it.`;

  test("the message says what is lost, and how to keep it", () => {
    expectViolation(
      policy,
      trigger({}),
      `spec.delivery.deadLetterSink is missing, and no Broker of this stack has one for it.
  Fix: Set spec.delivery.deadLetterSink to a ref or a uri of what keeps the events that nobody took.
  Why: Without dead letters an event that a function fails on is tried for a while and then lost, and nobody is told. https://knative.dev/docs/eventing/event-delivery/`,
    );
  });

  test("a Trigger has what its Broker has", () => {
    expectCompliance(policy, [broker({ delivery: sink }), trigger({})]);
    expectCompliance(policy, [broker({ delivery: { deadLetterSink: UNKNOWN } }), trigger({})]);
    const usual = withoutNamespace(broker({ delivery: sink }));
    expectCompliance(policy, [usual, withoutNamespace(trigger({}))]);
    expectCompliance(policy, [usual, trigger({}, "default")]);
    expectCompliance(policy, [
      usual,
      trigger({ broker: undefined, brokerRef: { name: "events", namespace: "default" } }),
    ]);
  });

  test("it does not have what another Broker has", () => {
    const assign = trigger({});
    const expectRefused = (one: Resource) => expectViolation(policy, [one, assign], [assign, none]);
    expectRefused(broker({ delivery: sink }, "others"));
    expectRefused(broker({ delivery: sink }, "events", "elsewhere"));
    expectRefused(broker({}));
    expectRefused(broker({ delivery: { retry: 5 } }));
  });

  test("a Trigger whose delivery is its own has nothing of its Broker's", () => {
    const own = trigger({ delivery: { retry: 5 } });
    const message = `${where} is missing, and spec.delivery takes the place of that of its Broker.`;
    expectViolation(policy, [broker({ delivery: sink }), own], [own, message]);
    expectCompliance(policy, trigger({ delivery: sink }));
    expectCompliance(policy, trigger({ delivery: UNKNOWN }));
  });

  test.each<[string, Value, string]>([
    ["is no destination", 7, "is 7,"],
    ["is a text", "letters", 'is "letters",'],
    ["leads nowhere", {}, "is {},"],
    ["says only how", { audience: "letters" }, 'is {"audience":"letters"},'],
  ])("a sink that %s is none", (_, deadLetterSink, message) => {
    expectViolation(policy, trigger({ delivery: { deadLetterSink } }), `${where} ${message}`);
  });

  test.each<Value>([
    { ref: { kind: "Service", name: "letters" } },
    { uri: "http://letters" },
    { uri: UNKNOWN },
    UNKNOWN,
  ])("a sink is one: %p", (deadLetterSink) => {
    expectCompliance(policy, trigger({ delivery: { deadLetterSink } }));
  });

  test("what is not known yet may be the Broker that has one", () => {
    expectCompliance(policy, [broker({ delivery: sink }), trigger({ broker: UNKNOWN })]);
    expectCompliance(policy, [broker({ delivery: sink }, UNKNOWN), trigger({})]);
    expectCompliance(policy, [broker({ delivery: sink }, "events", UNKNOWN), trigger({})]);
    const other = trigger({ broker: "others" });
    expectViolation(policy, [broker({ delivery: sink }, "events", UNKNOWN), other], [other, none]);
  });

  test("a Broker without Triggers in the stack needs one for those of others", () => {
    const bus = broker({});
    expectViolation(
      policy,
      [bus, trigger({ broker: "others", delivery: sink })],
      [bus, `${where} is missing.`],
    );
    expectViolation(policy, bus, `${where} is missing.\n  Fix: Set ${where} to a ref or a uri of`);
    expectCompliance(policy, [bus, trigger({ delivery: sink })]);
    expectCompliance(policy, broker({ delivery: sink }));
    expectCompliance(policy, broker({ delivery: UNKNOWN }));
  });

  test("a Subscription has what its Channel has, of whatever kind", () => {
    expectCompliance(policy, [channel({ delivery: sink }), subscription({})]);
    expectCompliance(policy, [
      channel({ delivery: sink }, "KafkaChannel"),
      subscription({}, { kind: "KafkaChannel", name: "orders" }),
    ]);
    expectCompliance(policy, [channel({ delivery: sink }), subscription({}, UNKNOWN)]);
    expectCompliance(policy, subscription({ delivery: sink }));
    const own = subscription({});
    const expectRefused = (one: Resource) =>
      expectViolation(
        policy,
        [one, own],
        [own, `${where} is missing, and no Channel of this stack has one for it.`],
      );
    expectRefused(channel({}));
    expectRefused(channel({ delivery: sink }, "KafkaChannel"));
    expectRefused(channel({ delivery: sink }, "Channel", "elsewhere"));
    expectRefused(
      object({
        apiVersion: "other.dev/v1",
        kind: "Channel",
        metadata: metadata("orders", "functions"),
        spec: { delivery: sink },
      }),
    );
    const other = subscription({}, { kind: "Channel", name: "others" });
    expectViolation(policy, [channel({ delivery: sink }), other], [other, `${where} is missing`]);
    const apart = subscription({ delivery: {} });
    expectViolation(
      policy,
      [channel({ delivery: sink }), apart],
      [apart, `${where} is missing, and spec.delivery takes the place of that of its Channel.`],
    );
  });

  test("each step of a flow has its own", () => {
    expectViolation(
      policy,
      flow("Sequence", { steps: [{ delivery: sink }, {}, UNKNOWN] }),
      "spec.steps[1].delivery.deadLetterSink is missing.\n  Fix: Set spec.steps[1].delivery.deadLetterSink to",
    );
    expectViolation(
      policy,
      flow("Parallel", { branches: [{}] }),
      "spec.branches[0].delivery.deadLetterSink is missing.",
    );
    expectCompliance(policy, flow("Parallel", { steps: [{}] }));
    expectCompliance(policy, flow("Sequence", { branches: [{}] }));
  });

  test("of sources, only Kafka's delivers by itself", () => {
    expectViolation(policy, source("KafkaSource", {}), `${where} is missing.`);
    expectCompliance(policy, source("KafkaSource", { delivery: sink }));
    expectCompliance(policy, [source("PingSource", {}), source("ApiServerSource", {}), channel({})]);
  });
});

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

describe("on Google Cloud", () => {
  const subscription = (properties: Properties, name = "orders") =>
    resource("gcp:pubsub/subscription:Subscription", properties, { name });
  const dead = (deadLetterTopic: Value): Properties => ({ deadLetterPolicy: { deadLetterTopic } });
  const where = "deadLetterPolicy.deadLetterTopic";
  const eventarc = (value: Value) =>
    resource("gcp:eventarc/trigger:Trigger", { matchingCriterias: [{ attribute: "type", value }] });

  test.each<[string, Properties, string]>([
    [
      "none",
      {},
      `${where} is missing.\n  Fix: Set deadLetterPolicy.deadLetterTopic to the id of a topic that has a subscription of its own.\n`,
    ],
    ["a policy without one", { deadLetterPolicy: { maxDeliveryAttempts: 5 } }, `${where} is missing.`],
    ["an empty one", dead(""), `${where} is "".`],
    ["a number", dead(7), `${where} is 7.`],
  ])("a subscription with %s is refused", (_, properties, message) => {
    expectViolation(policy, subscription({ topic: "orders", ...properties }), message);
  });

  test("one with a topic for them passes, and the one that reads that topic", () => {
    const one = subscription({ topic: "orders", ...dead("projects/shop/topics/letters") });
    expectCompliance(policy, [one, subscription({ topic: "projects/shop/topics/letters" }, "letters")]);
    expectCompliance(policy, [one, subscription({ topic: "letters" }, "letters")]);
    expectCompliance(policy, [one, subscription({ topic: UNKNOWN }, "letters")]);
    expectCompliance(policy, subscription(dead(UNKNOWN)));
    expectCompliance(policy, [subscription(dead(UNKNOWN)), subscription({ topic: "letters" }, "letters")]);
  });

  test("one that reads another topic does not", () => {
    const one = subscription({ topic: "orders", ...dead("letters") });
    const others = [{ topic: "projects/shop/topics/others" }, { topic: "letters/others" }, { topic: 7 }, {}];
    for (const properties of others) {
      const other = subscription(properties, "others");
      expectViolation(policy, [one, other], [other, `${where} is missing.`]);
    }
    const [both, wrong] = [subscription({ topic: "" }), subscription({ topic: "", ...dead("") }, "wrong")];
    expectViolation(policy, [both, wrong], [both, "is missing"], [wrong, 'is ""']);
  });

  test("a trigger of Eventarc for messages of a topic is refused: it can have none", () => {
    expectViolation(
      policy,
      eventarc("google.cloud.pubsub.topic.v1.messagePublished"),
      "takes messages of a topic by a subscription that Eventarc makes, which has no dead letters: after a day a message is lost.\n  Fix: Replace the trigger by a gcp.pubsub.Subscription with a pushConfig and a deadLetterPolicy.\n",
    );
    expectCompliance(policy, eventarc("google.cloud.storage.object.v1.finalized"));
    expectCompliance(policy, eventarc(UNKNOWN));
    expectCompliance(policy, resource("gcp:eventarc/trigger:Trigger", {}));
  });
});
