import { z } from "zod";
import { text } from "./fields";

const memory = z
  .strictObject({ kind: z.literal("memory") })
  .describe(
    "In the memory of Knative Eventing's pods, which this stack installs: events that are under way are lost when one of those ends.",
  );

const kafka = z
  .strictObject({
    kind: z.literal("kafka"),
    configMap: text("the name of a ConfigMap")
      .optional()
      .describe("A ConfigMap with its bootstrap.servers. Default: kafka-broker-config."),
    namespace: text("the name of a namespace")
      .optional()
      .describe("Where that ConfigMap is. Default: knative-eventing."),
  })
  .describe(
    "In a Kafka, by Knative Eventing and its Broker for Kafka, which are both in the cluster already.",
  );

const knative = z
  .strictObject({
    kind: z.literal("knative"),
    channel: z
      .discriminatedUnion("kind", [memory, kafka])
      .meta({ title: "a mapping with a kind: memory or kafka" })
      .optional()
      .describe(
        "Where events are between the one who publishes them and the functions. Default: kind memory.",
      ),
    changefeed: z
      .enum(["on", "off"])
      .optional()
      .describe(
        "Whether CockroachDB tells of events as soon as they are written, by a changefeed, which costs day and night. Default: off.",
      ),
    allowLossy: z
      .boolean()
      .meta({ title: "true or false" })
      .optional()
      .describe("Whether prod may have a channel that loses events. Default: false."),
  })
  .describe("Knative Eventing carries events to functions on Knative.");

const eventbridge = z
  .strictObject({ kind: z.literal("eventbridge") })
  .describe("A bus of Amazon EventBridge carries events to functions on Lambda, in their region.");

const pubsub = z
  .strictObject({ kind: z.literal("pubsub") })
  .describe("A topic of Google's Pub/Sub carries events to functions on Cloud Functions, in their project.");

export const events = z
  .discriminatedUnion("kind", [knative, eventbridge, pubsub])
  .meta({ title: "a mapping with a kind: knative, eventbridge or pubsub" })
  .describe("What carries events to functions. Default: nothing.");
