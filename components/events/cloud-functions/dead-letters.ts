import { Subscription } from "@pulumi/gcp/pubsub/subscription";
import { Topic } from "@pulumi/gcp/pubsub/topic";
import { TopicIAMMember } from "@pulumi/gcp/pubsub/topicIAMMember";
import * as pulumi from "@pulumi/pulumi";
import { addressOf } from "../pubsub";
import { pubsubAgent } from "./names";

/** Where events are kept that a function could not handle: for a week, until somebody pulls them. */
export class DeadLetterTopic {
  /** Id. */
  readonly topic: pulumi.Output<string>;
  /** Where the function publishes to it. */
  readonly url: pulumi.Output<string>;
  /** Pub/Sub's own account, which puts letters there, too. */
  readonly agent: pulumi.Output<string>;

  /** @param member the function's account */
  constructor(
    name: string,
    {
      physical,
      member,
      projectNumber,
    }: { physical: string; member: pulumi.Input<string>; projectNumber: pulumi.Output<string> },
    opts: pulumi.CustomResourceOptions,
  ) {
    const topic = new Topic(`${name}-dead`, { name: `${physical}-dead` }, opts);
    // A topic alone keeps nothing.
    new Subscription(
      `${name}-dead`,
      { name: `${physical}-dead`, topic: topic.id, expirationPolicy: { ttl: "" } },
      opts,
    );
    this.agent = projectNumber.apply(pubsubAgent);
    for (const [who, account] of [
      ["function", member],
      ["pubsub", this.agent],
    ] as const) {
      new TopicIAMMember(
        `${name}-dead-${who}`,
        { topic: topic.id, role: "roles/pubsub.publisher", member: account },
        opts,
      );
    }
    this.topic = topic.id;
    this.url = addressOf(topic.id);
  }
}
