import { durableChannel as policy } from "../../../policies/events/durable-channel";
import { expectCompliance, expectViolation, object } from "../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const annotation = "eventing.knative.dev/broker.class";
const broker = (properties: { class?: Value; config?: Value; annotations?: Value }) =>
  object(
    {
      apiVersion: "eventing.knative.dev/v1",
      kind: "Broker",
      metadata: {
        name: "events",
        namespace: "functions",
        annotations: properties.annotations ?? { [annotation]: properties.class },
      },
      spec: { config: properties.config },
    },
    { name: "bus" },
  );
const config = (data: Value, name: Value = "channel", namespace: Value = "functions") =>
  object({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data }, { name: "config" });
const spec = (kind: string, field = "channel-template-spec") => ({
  [field]: `apiVersion: messaging.knative.dev/v1\nkind: ${kind}\n`,
});
const messaging = (kind: string, properties: Properties = {}) =>
  object({ apiVersion: "messaging.knative.dev/v1", kind, metadata: { name: "orders" }, ...properties });

const mt = "MTChannelBasedBroker";
const reference = { apiVersion: "v1", kind: "ConfigMap", name: "channel" };
const fix =
  'Fix: Set metadata.annotations["eventing.knative.dev/broker.class"] to Kafka or KafkaNamespaced or RabbitMQBroker';
const nowhere =
  "spec.config leads to no ConfigMap of this stack that names a channel: events may be in the memory of a pod.";

test("the message says where events are, and where they would be kept", () => {
  const bus = broker({ class: mt, config: reference });
  expectViolation(
    policy,
    [bus, config(spec("InMemoryChannel"))],
    [
      bus,
      `spec.config leads to InMemoryChannel: events may be in the memory of a pod.
  ${fix}, or have the ConfigMap's channel-template-spec name KafkaChannel or NatsJetStreamChannel.
  Why: A channel in memory loses the events that are under way when its pod ends: a node is drained, an upgrade, too little memory; and nobody is told. https://knative.dev/docs/eventing/channels/channel-types-defaults/`,
    ],
  );
});

test.each<[string, Parameters<typeof broker>[0]]>([
  ["nobody chose a class for", { config: reference }],
  ["has annotations that are none", { annotations: "Kafka", config: reference }],
  ["has the usual class", { class: mt, config: reference }],
  ["says where its ConfigMap is", { class: mt, config: { ...reference, namespace: "functions" } }],
])("a Broker in memory that %s is refused", (_, given) => {
  const bus = broker(given);
  const both = [config(spec("InMemoryChannel")), config(spec("InMemoryChannel", "channelTemplateSpec"))];
  for (const one of both) expectViolation(policy, [one, bus], [bus, "spec.config leads to InMemoryChannel:"]);
});

test.each<[string, Value, Properties?]>([
  ["no reference", undefined],
  ["one that is none", 7],
  ["one to what is not there", { ...reference, name: "others" }],
  ["one to another namespace", { ...reference, namespace: "elsewhere" }],
])("a Broker on channels with %s is refused", (_, given) => {
  const bus = broker({ class: mt, config: given });
  expectViolation(policy, [bus, config(spec("KafkaChannel"))], [bus, nowhere]);
});

test.each<[string, Value]>([
  ["nothing", undefined],
  ["other things", { "bootstrap.servers": "kafka:9092" }],
  ["a number", { "channel-template-spec": 7 }],
  ["no YAML", { "channel-template-spec": "a: b: c" }],
  ["nothing in its YAML", { "channel-template-spec": "" }],
  ["null in its YAML", { "channel-template-spec": "null" }],
  ["a text in its YAML", { "channel-template-spec": "KafkaChannel" }],
  ["no kind", { "channel-template-spec": "name: KafkaChannel" }],
])("a ConfigMap with %s is refused", (_, data) => {
  const bus = broker({ class: mt, config: reference });
  expectViolation(policy, [bus, config(data)], [bus, nowhere]);
});

test("only a ConfigMap counts", () => {
  const bus = broker({ class: mt, config: reference });
  const secret = object({ ...config(spec("KafkaChannel")).properties, apiVersion: "v1", kind: "Secret" });
  expectViolation(policy, [secret, bus], [bus, nowhere]);
});

test("a Broker of a class that is not known is refused", () => {
  expectViolation(
    policy,
    broker({ class: "googlecloud" }),
    `metadata.annotations["${annotation}"] is "googlecloud", which is not known to keep events on disks.\n  ${fix}.\n`,
  );
  expectViolation(policy, broker({ class: 7 }), "is 7, which");
});

test.each<[string, Parameters<typeof broker>[0]]>([
  ["Kafka", { class: "Kafka" }],
  ["a topic of its own", { class: "KafkaNamespaced" }],
  ["RabbitMQ", { class: "RabbitMQBroker" }],
  ["a class that is not known yet", { class: UNKNOWN }],
  ["annotations that are not known yet", { annotations: UNKNOWN }],
  ["a reference that is not known yet", { class: mt, config: UNKNOWN }],
  ["a name that is not known yet", { class: mt, config: { ...reference, name: UNKNOWN } }],
  ["a durable channel", { class: mt, config: reference }],
])("a Broker on %s passes", (_, given) => {
  expectCompliance(policy, [broker(given), config(spec("KafkaChannel"))]);
});

test("a ConfigMap that is not known yet passes, where no other one is meant", () => {
  const bus = broker({ class: mt, config: reference });
  expectCompliance(policy, [bus, config({ "channel-template-spec": UNKNOWN })]);
  expectCompliance(policy, [bus, config(UNKNOWN)]);
  expectCompliance(policy, [bus, config(spec("InMemoryChannel"), UNKNOWN)]);
  expectCompliance(policy, [bus, config(spec("InMemoryChannel"), "channel", UNKNOWN)]);
  expectViolation(
    policy,
    [bus, config(spec("KafkaChannel"), UNKNOWN), config(spec("InMemoryChannel"))],
    [bus, "leads to InMemoryChannel"],
  );
});

test("the new spelling counts before the old one", () => {
  const bus = broker({ class: mt, config: reference });
  const both = { ...spec("KafkaChannel"), ...spec("InMemoryChannel", "channelTemplateSpec") };
  expectCompliance(policy, [bus, config(both)]);
});

test("a channel in memory is refused", () => {
  expectViolation(
    policy,
    messaging("InMemoryChannel"),
    "The channel is in the memory of a pod.\n  Fix: Declare KafkaChannel or NatsJetStreamChannel in its place.\n",
  );
});

test.each<[string, Value, string]>([
  [
    "in memory",
    { channelTemplate: { kind: "InMemoryChannel" } },
    'is "InMemoryChannel", which keeps no events on disks.',
  ],
  ["of no kind", {}, "is missing, which keeps no events on disks."],
  ["of a wrong kind", { channelTemplate: { kind: 7 } }, "is 7, which"],
])("a Channel %s is refused", (_, given, message) => {
  expectViolation(policy, messaging("Channel", { spec: given }), `spec.channelTemplate.kind ${message}`);
});

test("the fix of a Channel names what would do", () => {
  expectViolation(
    policy,
    messaging("Channel"),
    "Fix: Set spec.channelTemplate to the apiVersion and kind of KafkaChannel or NatsJetStreamChannel.",
  );
});

test.each([
  messaging("Channel", { spec: { channelTemplate: { kind: "KafkaChannel" } } }),
  messaging("Channel", { spec: { channelTemplate: { kind: "NatsJetStreamChannel" } } }),
  messaging("Channel", { spec: { channelTemplate: UNKNOWN } }),
  messaging("KafkaChannel"),
  messaging("Subscription"),
  config(spec("InMemoryChannel")),
])("$type with $properties passes", (judged) => {
  expectCompliance(policy, judged);
});

test("a stack where lost events are no harm passes", () => {
  const lossy = [messaging("InMemoryChannel"), messaging("Channel"), broker({})];
  const events = (allowLossy: Value): { config: Properties } => ({
    config: { "cake:events": { kind: "knative", allowLossy } },
  });
  expectCompliance(policy, lossy, events(true));
  expectCompliance(policy, lossy, { options: { allowLossy: true } });
  expectViolation(policy, messaging("InMemoryChannel"), "in the memory", events(false));
  expectViolation(policy, messaging("InMemoryChannel"), "in the memory", events("true"));
});

test("the configuration can know more of them", () => {
  const options = { brokers: ["googlecloud"], channels: ["MyChannel"] };
  expectCompliance(policy, broker({ class: "googlecloud" }), { options });
  expectCompliance(policy, messaging("Channel", { spec: { channelTemplate: { kind: "MyChannel" } } }), {
    options,
  });
  expectViolation(policy, broker({ class: "Kafka" }), '"] to googlecloud.', { options });
});
