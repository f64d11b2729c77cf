import type * as pulumi from "@pulumi/pulumi";
import type { KnativeEventBus, KnativePlatform } from "../components/contracts";
import { KnativeBus, type Channel } from "../components/events/bus";
import { EventLedger } from "../components/events/ledger";
import { deadLettersOf } from "../components/events/ledger/address";
import {
  egressToEventing,
  KnativeEventing,
  type KnativeEventingArgs,
} from "../components/kubernetes/knative/eventing";
import type { Ledger } from "./function-platform";
import { busName, ledgerName } from "./names";
import type { KnativeEventsSettings } from "./presets";

/** What carries events to functions. */
export interface EventsLayer {
  /** What a namespace must let out for its pods to publish events. */
  readonly egress: object;
  /** The bus of a namespace of functions, which is there already. */
  readonly bus: (namespace: pulumi.Input<string>) => KnativeEventBus;
  /** What knows of the events of a bus which ones are handled. */
  readonly ledger: (
    platform: KnativePlatform,
    bus: KnativeEventBus,
    opts: pulumi.ComponentResourceOptions,
  ) => Ledger;
}

export function eventsLayer(
  settings: KnativeEventsSettings,
  knative: KnativeEventingArgs,
  opts: pulumi.ComponentResourceOptions,
): EventsLayer {
  const { channel, installed } = chosen(
    settings.channel,
    () => new KnativeEventing("eventing", knative, opts),
  );
  return {
    egress: egressToEventing,
    bus: (namespace) =>
      new KnativeBus(
        busName,
        {
          namespace,
          channel,
          ledger: true,
          delivery: { deadLetters: { uri: deadLettersOf(ledgerName, namespace) } },
        },
        { ...opts, dependsOn: installed?.ready },
      ),
    ledger: (platform, bus, later) => (database, functions, feed) =>
      new EventLedger(ledgerName, { platform, bus, database, functions, feed }, later),
  };
}

/** The channel as the bus has it, and what must be installed for it. */
function chosen(
  channel: KnativeEventsSettings["channel"],
  install: () => KnativeEventing,
): { readonly channel: Channel; readonly installed?: KnativeEventing } {
  switch (channel.kind) {
    case "memory":
      // Where that may be is for the configuration to say.
      return { channel: { kind: "memory", lossy: true }, installed: install() };
    case "kafka": {
      const { configMap = "kafka-broker-config", namespace } = channel;
      return { channel: { kind: "kafka", configMap, namespace } };
    }
    default:
      return channel satisfies never;
  }
}
