import { deadLetters as policy } from "../../../../policies/events/dead-letters";
import { expectCompliance, expectViolation, object } from "../../../../policies/harness";
import type { Resource } from "../../../../policies/policy";
import { UNKNOWN, type Properties, type Value } from "../../../../policies/value";

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
