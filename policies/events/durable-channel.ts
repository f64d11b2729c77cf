import { parse } from "yaml";
import { kind } from "../kubernetes";
import { stackPolicy, type Resource, type StackFinding } from "../policy";
import { at, isOneOf, shown, UNKNOWN, type Value } from "../value";
import { isNamed, namespaceOf } from "../references";

const isBroker = kind("eventing.knative.dev", "Broker");
const isChannel = kind("messaging.knative.dev", "Channel");
const isInMemory = kind("messaging.knative.dev", "InMemoryChannel");
const isConfigMap = kind("core", "ConfigMap");

/** The class of Brokers that have a channel: which one, a ConfigMap says. It is what holds where nobody says it. */
const onChannels = "MTChannelBasedBroker";
const classOf = "eventing.knative.dev/broker.class";
const template = "channel-template-spec";

export const durableChannel = stackPolicy({
  name: "durable-channel",
  description: "Events wait in what outlives a pod.",
  why: "A channel in memory loses the events that are under way when its pod ends: a node is drained, an upgrade, too little memory; and nobody is told.",
  link: "https://knative.dev/docs/eventing/channels/channel-types-defaults/",
  options: {
    allowLossy: {
      description: "Whether lost events are no harm. The stack's own word is cake:events.allowLossy.",
      type: "boolean",
      default: false,
    },
    brokers: {
      description: "Classes of Brokers that keep events on disks.",
      type: "array",
      items: { type: "string" },
      default: ["Kafka", "KafkaNamespaced", "RabbitMQBroker"] as readonly string[],
    },
    channels: {
      description: "Kinds of channels that keep events on disks.",
      type: "array",
      items: { type: "string" },
      default: ["KafkaChannel", "NatsJetStreamChannel"] as readonly string[],
    },
  },
  *check(resources, { stack, options: { allowLossy, brokers, channels } }) {
    if (allowLossy || at(stack.config, "cake:events", "allowLossy") === true) return;
    for (const resource of resources) {
      if (isInMemory(resource.type))
        yield {
          resource,
          problem: "The channel is in the memory of a pod",
          fix: `Declare ${oneOf(channels)} in its place`,
        };
      if (isChannel(resource.type)) yield* channelFindings(resource, channels);
      if (isBroker(resource.type)) yield* brokerFindings(resource, resources, { brokers, channels });
    }
  },
});

function* channelFindings(resource: Resource, channels: readonly string[]): Iterable<StackFinding> {
  const found = at(resource.properties, "spec", "channelTemplate", "kind");
  if (isOneOf(found, channels)) return;
  yield {
    resource,
    at: "spec.channelTemplate.kind",
    problem: `is ${shown(found)}, which keeps no events on disks`,
    fix: `Set spec.channelTemplate to the apiVersion and kind of ${oneOf(channels)}`,
  };
}

interface Durable {
  readonly brokers: readonly string[];
  readonly channels: readonly string[];
}

function* brokerFindings(
  broker: Resource,
  all: readonly Resource[],
  { brokers, channels }: Durable,
): Iterable<StackFinding> {
  const found = at(broker.properties, "metadata", "annotations", classOf);
  const fix = `Set metadata.annotations["${classOf}"] to ${oneOf(brokers)}`;
  if (isOneOf(found, brokers)) return;
  if (!isOneOf(found, [undefined, onChannels])) {
    const problem = `is ${shown(found)}, which is not known to keep events on disks`;
    yield { resource: broker, at: `metadata.annotations["${classOf}"]`, problem, fix };
    return;
  }
  const channel = channelOf(broker, all);
  if (isOneOf(channel, channels)) return;
  const problem =
    typeof channel === "string"
      ? `leads to ${channel}`
      : "leads to no ConfigMap of this stack that names a channel";
  yield {
    resource: broker,
    at: "spec.config",
    problem: `${problem}: events may be in the memory of a pod`,
    fix: `${fix}, or have the ConfigMap's ${template} name ${oneOf(channels)}`,
  };
}

/** The kind of channel that a Broker's ConfigMap names, where that is in the stack. */
function channelOf(broker: Resource, all: readonly Resource[]): Value {
  const config = at(broker.properties, "spec", "config");
  const namespace = at(config, "namespace") ?? namespaceOf(broker);
  const maps = all.filter(({ type }) => isConfigMap(type));
  const isIt = (one: Resource) => isNamed(one, at(config, "name"), namespace);
  const found = maps.find((one) => isIt(one) === true);
  if (found) return channelIn(found);
  return maps.some((one) => isIt(one) === UNKNOWN) ? UNKNOWN : undefined;
}

/** By both of its spellings. */
function channelIn({ properties }: Resource): Value {
  const text = at(properties, "data", template) ?? at(properties, "data", "channelTemplateSpec");
  return typeof text === "string" ? kindIn(text) : text;
}

/** The kind that a manifest in YAML has. What is none has none. */
function kindIn(text: string): Value {
  try {
    return at((parse(text) ?? undefined) as Value, "kind");
  } catch {
    return undefined;
  }
}

const oneOf = (names: readonly string[]): string => names.join(" or ");
