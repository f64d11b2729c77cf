import type { Output } from "@pulumi/pulumi";

/**
 * Carries events, as CloudEvents, from whoever publishes them to the functions that they are for. `subscribe` in
 * components/events/bus makes a function one of those.
 */
export type EventBus = {
  /** Where callers on the same platform post an event to. */
  readonly url: Output<string>;
  /** An event that was taken is delivered once or more often, in any order; `lossy` ones only while nothing dies. */
  readonly delivery: "at-least-once" | "lossy";
  /**
   * Whether the database of its functions keeps which events they have handled, so that what is written to its outbox goes
   * out until it is. It is one database for all of them; those without a database handle an event when the bus has it.
   */
  readonly ledger?: boolean;
} & (
  | {
      readonly kind: "knative";
      /** Name of the Broker, and of the namespace that it and all its functions are in. */
      readonly broker: Output<string>;
      readonly namespace: Output<string>;
    }
  | {
      readonly kind: "eventbridge";
      /** ARN of the bus, and its name. */
      readonly arn: Output<string>;
      readonly name: Output<string>;
    }
  | {
      readonly kind: "pubsub";
      /** Id of the topic: `projects/<project>/topics/<topic>`. */
      readonly topic: Output<string>;
    }
);

/** The one of Knative's kind. */
export type KnativeEventBus = Extract<EventBus, { kind: "knative" }>;

/** The attributes that an event must have to be for a function, to the letter: its type, and perhaps others. */
export type EventFilter = { readonly type: string } & Readonly<Record<string, string>>;
