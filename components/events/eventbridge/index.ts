import { EventBus as Bus } from "@pulumi/aws/cloudwatch/eventBus";
import * as pulumi from "@pulumi/pulumi";

export interface EventBridgeBusArgs {
  /** What its name begins with. */
  readonly prefix: string;
}

/**
 * A bus of EventBridge, in the region of its provider. An event that it took is delivered once or more often, and kept for
 * as long as a function is tried. It costs by the event, and nothing while there is none.
 *
 * @example new EventBridgeBus("events", { prefix: "cake-prod" }, { provider })
 */
export class EventBridgeBus extends pulumi.ComponentResource {
  readonly kind = "eventbridge";
  readonly url: pulumi.Output<string>;
  readonly delivery = "at-least-once";
  readonly arn: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;

  constructor(name: string, { prefix }: EventBridgeBusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:events:EventBridgeBus", name, {}, opts);
    const bus = new Bus(name, { name: `${prefix}-${name}` }, { parent: this });
    this.arn = bus.arn;
    this.name = bus.name;
    this.url = pulumi.all([bus.arn, bus.name]).apply(([arn, own]) => addressOf(arn, own));
    this.registerOutputs({
      kind: this.kind,
      url: this.url,
      delivery: this.delivery,
      arn: this.arn,
      name: this.name,
    });
  }
}

/** Where events are put; which bus they are for is said by its path. */
const addressOf = (arn: string, name: string): string =>
  `https://events.${arn.split(":")[3]}.amazonaws.com/event-bus/${encodeURIComponent(name)}`;
