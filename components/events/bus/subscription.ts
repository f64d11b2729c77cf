import type * as pulumi from "@pulumi/pulumi";
import type { EventBus, EventFilter, KnativeEventBus } from "../../contracts";
import { KubernetesObject, type Manifest } from "../../kubernetes/object";
import { refuse } from "../../refuse";
import { deliverySpec, type Delivery } from "./delivery";
import { destinationOf } from "./destination";
import { patience } from "./patience";
import { subscriptionProblems } from "./problems";

export interface SubscriptionArgs {
  /** Unique among the subscriptions of the bus. */
  readonly name: string;
  /** What an event must have to be for the function. */
  readonly filter: EventFilter;
  /** The function, which is there already: its name, its ARN on a bus of kind eventbridge, its address on one of kind pubsub. */
  readonly to: pulumi.Input<string>;
  /** E-mail of the account that calls it; of a bus of kind pubsub. */
  readonly as?: pulumi.Input<string>;
  /** In the place of the bus's own, its dead letters included; of a bus of kind knative. @default – the bus's own */
  readonly delivery?: Delivery;
}

/**
 * Makes a function a receiver of the events of a bus. Ready when events reach it.
 *
 * @example subscribe(bus, { name: "assign", filter: { type: "order.placed" }, to: "assign" })
 *
 * @throws ResourceError naming every argument that is wrong
 */
export function subscribe(
  bus: EventBus,
  args: SubscriptionArgs,
  opts: pulumi.CustomResourceOptions = {},
): pulumi.Resource {
  refuse(`subscription ${args.name}`, subscriptionProblems(args, bus.kind), opts.parent);
  switch (bus.kind) {
    case "knative":
      return new KubernetesObject(args.name, triggerManifest(bus, args), {
        ...patience,
        // Another broker is nothing that a Trigger can be told.
        replaceOnChanges: ["spec.broker"],
        deleteBeforeReplace: true,
        ...opts,
      });
    // The SDKs of clouds are large: only who has one loads it.
    case "eventbridge": {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { rule } = require("../eventbridge/subscription") as typeof import("../eventbridge/subscription");
      return rule(bus, args, opts).target;
    }
    case "pubsub": {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { push } = require("../pubsub/subscription") as typeof import("../pubsub/subscription");
      const name = bus.topic.apply((topic) => `${topic.split("/").at(-1)}-${args.name}`);
      return push(bus, args.name, { ...args, name, as: args.as! }, opts)[0];
    }
    default:
      return bus satisfies never;
  }
}

function triggerManifest(
  { broker, namespace }: Pick<KnativeEventBus, "broker" | "namespace">,
  { name, filter, to, delivery }: SubscriptionArgs,
): Manifest {
  return {
    apiVersion: "eventing.knative.dev/v1",
    kind: "Trigger",
    metadata: { name, namespace, annotations: { "pulumi.com/waitFor": "condition=Ready" } },
    spec: {
      broker,
      filter: { attributes: filter },
      subscriber: destinationOf(to, namespace),
      ...(delivery && { delivery: deliverySpec(delivery, namespace) }),
    },
  };
}
