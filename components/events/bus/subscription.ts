import type * as pulumi from "@pulumi/pulumi";
import type { EventBus, EventFilter } from "../../contracts";
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
  /** Name of the function, which is there already. */
  readonly to: pulumi.Input<string>;
  /** In the place of the bus's own, its dead letters included. @default – the bus's own */
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
  refuse(`subscription ${args.name}`, subscriptionProblems(args), opts.parent);
  switch (bus.kind) {
    case "knative":
      return new KubernetesObject(args.name, triggerManifest(bus, args), {
        ...patience,
        // Another broker is nothing that a Trigger can be told.
        replaceOnChanges: ["spec.broker"],
        deleteBeforeReplace: true,
        ...opts,
      });
    default:
      return bus.kind satisfies never;
  }
}

function triggerManifest(
  { broker, namespace }: Pick<EventBus, "broker" | "namespace">,
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
