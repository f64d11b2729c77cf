import { kind, kindOf } from "../../kubernetes";
import type { Resource, StackFinding } from "../../policy";
import { at, isObject, items, shown, UNKNOWN, type Value } from "../../value";
import { allSame, isNamed, namespaceOf } from "../../references";

const isBroker = kind("eventing.knative.dev", "Broker");
const isTrigger = kind("eventing.knative.dev", "Trigger");
const isSubscription = kind("messaging.knative.dev", "Subscription");
const isKafkaSource = kind("sources.knative.dev", "KafkaSource");
/** What makes Subscriptions, and where it says of each how it is delivered. */
const flows = { Sequence: "steps", Parallel: "branches" } as const;
const isFlow = kind("flows.knative.dev", ...Object.keys(flows));

/** What of Knative Eventing drops an event that nobody takes. */
export function* knativeFindings(all: readonly Resource[]): Iterable<StackFinding> {
  for (const resource of all) {
    const { type } = resource;
    if (isBroker(type)) yield* brokerFindings(resource, all);
    if (isTrigger(type)) yield* receiverFindings(resource, "Broker", brokersOf(resource, all));
    if (isSubscription(type)) yield* receiverFindings(resource, "Channel", channelsOf(resource, all));
    if (isKafkaSource(type)) yield* missing(resource, "spec.delivery.deadLetterSink", sinkOf(resource));
    if (isFlow(type)) yield* flowFindings(resource);
  }
}

const sinkOf = ({ properties }: Resource): Value => at(properties, "spec", "delivery", "deadLetterSink");

/** Whether a destination leads somewhere. */
const isSink = (value: Value): boolean =>
  value === UNKNOWN || (isObject(value) && ["ref", "uri"].some((one) => at(value, one) !== undefined));

function* missing(resource: Resource, where: string, sink: Value, more = ""): Iterable<StackFinding> {
  if (isSink(sink)) return;
  yield {
    resource,
    at: where,
    problem: `is ${shown(sink)}${more}`,
    fix: `Set ${where} to a ref or a uri of what keeps the events that nobody took`,
  };
}

/** One that has no receiver in this stack may have some in others. */
function* brokerFindings(broker: Resource, all: readonly Resource[]): Iterable<StackFinding> {
  const isReceived = all.some((one) => isTrigger(one.type) && isOn(one, broker));
  if (!isReceived) yield* missing(broker, "spec.delivery.deadLetterSink", sinkOf(broker));
}

/** Those have the delivery of what they receive from, where they say nothing of their own. */
function* receiverFindings(
  receiver: Resource,
  from: "Broker" | "Channel",
  sources: readonly Resource[],
): Iterable<StackFinding> {
  const inherits = at(receiver.properties, "spec", "delivery") === undefined;
  if (inherits && sources.some((one) => isSink(sinkOf(one)))) return;
  const because = inherits
    ? `, and no ${from} of this stack has one for it`
    : `, and spec.delivery takes the place of that of its ${from}`;
  yield* missing(receiver, "spec.delivery.deadLetterSink", sinkOf(receiver), because);
}

const brokersOf = (trigger: Resource, all: readonly Resource[]): readonly Resource[] =>
  all.filter((one) => isBroker(one.type) && isOn(trigger, one));

function isOn(trigger: Resource, broker: Resource): boolean {
  const { properties } = trigger;
  const name = at(properties, "spec", "broker") ?? at(properties, "spec", "brokerRef", "name");
  const namespace = at(properties, "spec", "brokerRef", "namespace") ?? namespaceOf(trigger);
  return isNamed(broker, name, namespace) !== false;
}

function channelsOf(subscription: Resource, all: readonly Resource[]): readonly Resource[] {
  const reference = at(subscription.properties, "spec", "channel");
  const namespace = namespaceOf(subscription);
  return all.filter(
    (one) =>
      kindOf(one.type)?.group === "messaging.knative.dev" &&
      allSame([at(reference, "kind"), kindOf(one.type)?.kind]) !== false &&
      isNamed(one, at(reference, "name"), namespace) !== false,
  );
}

function* flowFindings(flow: Resource): Iterable<StackFinding> {
  const list = flows[kindOf(flow.type)!.kind as keyof typeof flows];
  for (const [index, one] of items(at(flow.properties, "spec", list)).entries())
    yield* missing(
      flow,
      `spec.${list}[${index}].delivery.deadLetterSink`,
      at(one, "delivery", "deadLetterSink"),
    );
}
