import * as pulumi from "@pulumi/pulumi";
import type { EventBus } from "../../../../components/contracts";
import { KnativeBus, type KnativeBusArgs } from "../../../../components/events/bus";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations();
});
beforeEach(() => registrations.clear());

const memory = { kind: "memory", lossy: true } as const;

async function made(name: string, args: Partial<KnativeBusArgs> = {}) {
  const bus: EventBus = new KnativeBus(name, {
    namespace: pulumi.output("functions"),
    channel: memory,
    ...args,
  });
  const { kind, delivery } = bus;
  const [url, broker, namespace] = await Promise.all([bus.url, bus.broker, bus.namespace].map(valueOf));
  return { kind, delivery, url, broker, namespace };
}

test("a bus in memory is a Broker with a channel of its own, and nothing is left for Knative to fill in", async () => {
  expect(await made("events")).toEqual({
    kind: "knative",
    delivery: "lossy",
    url: "http://broker-ingress.knative-eventing.svc.cluster.local/functions/events",
    broker: "events",
    namespace: "functions",
  });
  expect(registrations.names()).toEqual([
    "cakestack:events:KnativeBus events",
    "kubernetes:core/v1:ConfigMap events-channel",
    "kubernetes:eventing.knative.dev/v1:Broker events",
  ]);
  const channel = registrations.get("events-channel");
  expect(channel).toMatchObject({ parent: "events", inputs: { metadata: { namespace: "functions" } } });
  expect(channel.inputs.data).toEqual({
    "channel-template-spec": "apiVersion: messaging.knative.dev/v1\nkind: InMemoryChannel\n",
  });
  const broker = registrations.get("events", "kubernetes:eventing.knative.dev/v1:Broker");
  expect(broker).toMatchObject({
    parent: "events",
    dependsOn: ["events-channel"],
    replaceOnChanges: ["spec.config", 'metadata.annotations["messaging.knative.dev/async-handler"]'],
    deleteBeforeReplace: true,
    deleteTimeout: "30s",
  });
  expect(broker.inputs.metadata).toMatchObject({
    name: "events",
    namespace: "functions",
    annotations: {
      "eventing.knative.dev/broker.class": "MTChannelBasedBroker",
      "pulumi.com/waitFor": "condition=Ready",
      "messaging.knative.dev/async-handler": "true",
    },
  });
  expect(broker.inputs.spec).toEqual({
    config: { apiVersion: "v1", kind: "ConfigMap", name: "events-channel", namespace: "functions" },
    delivery: { retry: 10, backoffPolicy: "exponential", backoffDelay: "PT0.2S" },
  });
});

test("a bus on Kafka is a Broker on what is there already, and keeps its events", async () => {
  const channel = { kind: "kafka", configMap: "kafka-broker-config" } as const;
  expect(await made("orders", { channel })).toMatchObject({
    delivery: "at-least-once",
    url: "http://kafka-broker-ingress.knative-eventing.svc.cluster.local/functions/orders",
  });
  expect(registrations.names()).toEqual([
    "cakestack:events:KnativeBus orders",
    "kubernetes:eventing.knative.dev/v1:Broker orders",
  ]);
  const { inputs } = registrations.get("orders", "kubernetes:eventing.knative.dev/v1:Broker");
  expect(inputs.metadata).toHaveProperty("annotations", {
    "eventing.knative.dev/broker.class": "Kafka",
    "pulumi.com/waitFor": "condition=Ready",
    "pulumi.com/patchForce": "true",
  });
  expect(inputs.spec).toMatchObject({
    config: {
      apiVersion: "v1",
      kind: "ConfigMap",
      name: "kafka-broker-config",
      namespace: "knative-eventing",
    },
  });
  await made("elsewhere", { channel: { ...channel, namespace: "kafka" } });
  expect(
    registrations.get("elsewhere", "kubernetes:eventing.knative.dev/v1:Broker").inputs.spec,
  ).toMatchObject({
    config: { namespace: "kafka" },
  });
});

const deliveryOf = async (name: string, delivery: KnativeBusArgs["delivery"]) => {
  await made(name, { delivery });
  const { spec } = registrations.get(name, "kubernetes:eventing.knative.dev/v1:Broker").inputs;
  return (spec as { delivery: object }).delivery;
};

test("how it delivers is said in words, and what is left out is Knative's own", async () => {
  expect(await deliveryOf("slow", { backoff: "linear", delay: "1 minute" })).toEqual({
    retry: 10,
    backoffPolicy: "linear",
    backoffDelay: "PT60S",
  });
  expect(await deliveryOf("never", { retries: 0, delay: undefined })).toMatchObject({
    retry: 0,
    backoffDelay: "PT0.2S",
  });
});

test("dead letters go to a function of the namespace, or to an address", async () => {
  expect(await deliveryOf("kept", { deadLetters: { function: "dead" } })).toMatchObject({
    deadLetterSink: {
      ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "dead", namespace: "functions" },
    },
  });
  expect(await deliveryOf("sent", { deadLetters: { uri: "http://dead.example.com" } })).toMatchObject({
    deadLetterSink: { uri: "http://dead.example.com" },
  });
});

test("one that nobody said may lose events is refused, and nothing is made", () => {
  const channel = { kind: "memory" } as unknown as KnativeBusArgs["channel"];
  expect(() => new KnativeBus("silent", { namespace: "functions", channel })).toThrow(
    "bus silent:\n  - channel.lossy is missing, and channel.kind is memory",
  );
  expect(registrations.names().filter((name) => name.startsWith("kubernetes:"))).toEqual([]);
});
