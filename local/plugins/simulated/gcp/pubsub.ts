import subscription from "sdk:gcp:pubsub/subscription:Subscription";
import subscriptionIAMMember from "sdk:gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember";
import topic from "sdk:gcp:pubsub/topic:Topic";
import topicIAMMember from "sdk:gcp:pubsub/topicIAMMember:TopicIAMMember";
import type { ResourceType } from "../../base";
import { simulated, text } from "../resource";
import { inProject, labelled, labels, member, pathOf, type Project } from "./project";

export const pubsub: Readonly<Record<string, ResourceType<Project>>> = {
  "gcp:pubsub/topic:Topic": simulated(topic, {
    description: "A topic of Pub/Sub, simulated: it carries nothing.",
    fixed: ["name", "project"],
    id: (inputs, place) => pathOf({ inputs, place }, "topics", text(inputs, "name")),
    outputs: { ...inProject, ...labelled },
    moving: [...labels],
  }),
  "gcp:pubsub/subscription:Subscription": simulated(subscription, {
    description: "A subscription of Pub/Sub, simulated: nothing comes of it.",
    fixed: ["name", "topic", "filter", "enableMessageOrdering", "project"],
    id: (inputs, place) => pathOf({ inputs, place }, "subscriptions", text(inputs, "name")),
    outputs: { ...inProject, ...labelled },
    moving: [...labels],
  }),
  "gcp:pubsub/topicIAMMember:TopicIAMMember": simulated(topicIAMMember, member("topic", "topics")),
  "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember": simulated(
    subscriptionIAMMember,
    member("subscription", "subscriptions"),
  ),
};
