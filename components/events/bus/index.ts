import * as pulumi from "@pulumi/pulumi";
import type { EventBus, KnativeEventBus } from "../../contracts";
import { eventingNamespace } from "../../kubernetes/knative/eventing";
import { KubernetesObject, type Manifest } from "../../kubernetes/object";
import { refuse } from "../../refuse";
import { deliverySpec, type Delivery } from "./delivery";
import { patience } from "./patience";
import { busProblems } from "./problems";

export { scheduleType } from "../schedule-type";
export { schedule, type ScheduleArgs, type SchedulePlace } from "./schedule";
export { subscribe, type SubscriptionArgs } from "./subscription";
export { registerTypes, type TypesArgs } from "./types";
export type { DeadLetters, Delivery } from "./delivery";

/** Where events are between the one who publishes them and the functions. */
export type Channel =
  | {
      /** The memory of a pod of Knative's. */
      readonly kind: "memory";
      /** To be said: events that are under way are lost when that pod ends, without a trace. */
      readonly lossy: true;
    }
  | {
      /** Knative's Broker for Kafka, which is installed already. */
      readonly kind: "kafka";
      /** Name of a ConfigMap with its `bootstrap.servers`, as `kafka-broker-config`. */
      readonly configMap: string;
      /** Where that ConfigMap is. @default "knative-eventing" */
      readonly namespace?: string;
    };

export interface KnativeBusArgs {
  /** Namespace of the functions that it is for, which is there already. */
  readonly namespace: pulumi.Input<string>;
  readonly channel: Channel;
  /** @default – ten retries within three and a half minutes, no dead letters */
  readonly delivery?: Delivery;
  /** See `EventBus`. @default false */
  readonly ledger?: boolean;
}

/**
 * Has a channel in memory answer who publishes when it has the event. Otherwise it would when every function has handled it,
 * or has failed for the last time, minutes later, and would give the event up when the publisher waits no longer.
 */
const asynchronous = "messaging.knative.dev/async-handler";

/** How Knative calls each kind, the Service that takes its events, and what else its Broker says. */
const brokers = {
  memory: {
    class: "MTChannelBasedBroker",
    ingress: "broker-ingress",
    delivery: "lossy",
    annotations: { [asynchronous]: "true" },
  },
  kafka: {
    class: "Kafka",
    ingress: "kafka-broker-ingress",
    delivery: "at-least-once",
    annotations: {},
  },
} as const satisfies Readonly<
  Record<
    Channel["kind"],
    {
      readonly class: string;
      readonly ingress: string;
      readonly delivery: EventBus["delivery"];
      readonly annotations: Readonly<Record<string, string>>;
    }
  >
>;

/**
 * A bus on Knative Eventing: a Broker. Ready when it takes events.
 *
 * @example new KnativeBus("events", { namespace: "functions", channel: { kind: "memory", lossy: true } })
 *
 * @throws ResourceError naming every argument that is wrong
 */
export class KnativeBus extends pulumi.ComponentResource implements KnativeEventBus {
  readonly kind = "knative";
  readonly url: pulumi.Output<string>;
  readonly delivery: EventBus["delivery"];
  readonly broker: pulumi.Output<string>;
  readonly namespace: pulumi.Output<string>;
  readonly ledger: boolean;

  constructor(name: string, args: KnativeBusArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:events:KnativeBus", name, {}, opts);
    refuse(`bus ${name}`, busProblems(name, args), this);
    const broker = this.makeBroker(name, args);
    const ready = pulumi.all([broker.id, args.namespace]).apply(([, namespace]) => namespace);
    const { ingress, delivery } = brokers[args.channel.kind];
    this.url = ready.apply(
      (namespace) => `http://${ingress}.${eventingNamespace}.svc.cluster.local/${namespace}/${name}`,
    );
    this.delivery = delivery;
    this.ledger = args.ledger ?? false;
    this.broker = ready.apply(() => name);
    this.namespace = ready;
    this.registerOutputs({
      kind: this.kind,
      url: this.url,
      delivery: this.delivery,
      ledger: this.ledger,
      broker: this.broker,
      namespace: this.namespace,
    });
  }

  private makeBroker(name: string, args: KnativeBusArgs): KubernetesObject {
    const config = this.makeConfig(name, args);
    return new KubernetesObject(name, brokerManifest(name, args, config), {
      ...patience,
      parent: this,
      // These cannot be changed, or are not taken over into the channel that there is.
      replaceOnChanges: ["spec.config", `metadata.annotations["${asynchronous}"]`],
      deleteBeforeReplace: true,
    });
  }

  /** The ConfigMap that says what its channel is; Kafka's is there already. */
  private makeConfig(name: string, { channel, namespace }: KnativeBusArgs): ConfigReference {
    if (channel.kind === "kafka")
      return { name: channel.configMap, namespace: channel.namespace ?? eventingNamespace };
    const object = new KubernetesObject(`${name}-channel`, channelManifest(`${name}-channel`, namespace), {
      parent: this,
    });
    return { name: object.metadata.name, namespace };
  }
}

interface ConfigReference {
  readonly name: pulumi.Input<string>;
  readonly namespace: pulumi.Input<string>;
}

function brokerManifest(
  name: string,
  { channel, namespace, delivery }: KnativeBusArgs,
  config: ConfigReference,
): Manifest {
  return {
    apiVersion: "eventing.knative.dev/v1",
    kind: "Broker",
    metadata: {
      name,
      namespace,
      annotations: {
        "eventing.knative.dev/broker.class": brokers[channel.kind].class,
        "pulumi.com/waitFor": "condition=Ready",
        ...brokers[channel.kind].annotations,
      },
    },
    spec: {
      config: { apiVersion: "v1", kind: "ConfigMap", ...config },
      delivery: deliverySpec(delivery, namespace),
    },
  };
}

const channelManifest = (name: string, namespace: pulumi.Input<string>): Manifest => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace },
  data: {
    "channel-template-spec": "apiVersion: messaging.knative.dev/v1\nkind: InMemoryChannel\n",
  },
});
