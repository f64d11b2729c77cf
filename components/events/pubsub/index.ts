import { Topic } from "@pulumi/gcp/pubsub/topic";
import * as pulumi from "@pulumi/pulumi";

export interface PubSubBusArgs {
  /** What its name begins with. */
  readonly prefix: string;
}

/**
 * A topic of Pub/Sub as a bus, in the project of its provider. An event that it took is delivered once or more often, for a
 * week at most. It costs by what goes over it, and nothing while that is nothing.
 *
 * @example new PubSubBus("events", { prefix: "cake-prod" }, { provider })
 */
export class PubSubBus extends pulumi.ComponentResource {
  readonly kind = "pubsub";
  readonly url: pulumi.Output<string>;
  readonly delivery = "at-least-once";
  readonly topic: pulumi.Output<string>;

  constructor(name: string, { prefix }: PubSubBusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:events:PubSubBus", name, {}, opts);
    this.topic = new Topic(name, { name: `${prefix}-${name}` }, { parent: this }).id;
    this.url = addressOf(this.topic);
    this.registerOutputs({ kind: this.kind, url: this.url, delivery: this.delivery, topic: this.topic });
  }
}

/** Where messages of a topic are published. @param topic its id, `projects/<project>/topics/<topic>` */
export const addressOf = (topic: pulumi.Output<string>): pulumi.Output<string> =>
  pulumi.interpolate`https://pubsub.googleapis.com/v1/${topic}`;
