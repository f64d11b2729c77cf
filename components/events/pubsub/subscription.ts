import { Subscription } from "@pulumi/gcp/pubsub/subscription";
import { SubscriptionIAMMember } from "@pulumi/gcp/pubsub/subscriptionIAMMember";
import * as pulumi from "@pulumi/pulumi";
import type { EventBus, EventFilter } from "../../contracts";
import { pubsubFilter } from "./filter";

type Bus = Extract<EventBus, { kind: "pubsub" }>;

/** Attempts in all: as often as Knative's bus sends an event. */
const attempts = 11;

/** How long Pub/Sub waits for an event to be taken, in seconds: at least, and at most. */
const shortestPatience = 10;
const longestPatience = 600;

export interface PushArgs {
  /** Unique in the project. */
  readonly name: pulumi.Input<string>;
  readonly filter: EventFilter;
  /** Address of the function. */
  readonly to: pulumi.Input<string>;
  /** E-mail of the account that it is called as. */
  readonly as: pulumi.Input<string>;
  /** How long the function may take, in seconds. @default 600 */
  readonly timeout?: number;
  /** Where events go that it did not take. @default – they are tried for a week */
  readonly deadLetters?: {
    /** Id of the topic. */
    readonly topic: pulumi.Input<string>;
    /** Pub/Sub's own account, as an IAM member. */
    readonly agent: pulumi.Input<string>;
  };
}

/**
 * A subscription that pushes the events of a bus to a function.
 *
 * @param logical its name in the program
 * @returns it, and what lets Pub/Sub take dead letters out of it
 */
export function push(
  bus: Bus,
  logical: string,
  args: PushArgs,
  opts: pulumi.CustomResourceOptions,
): readonly [Subscription, ...pulumi.Resource[]] {
  const { name, filter, to, as, timeout = longestPatience, deadLetters } = args;
  const made = new Subscription(
    logical,
    {
      name,
      topic: bus.topic,
      filter: pubsubFilter(filter),
      pushConfig: { pushEndpoint: to, oidcToken: { serviceAccountEmail: as, audience: to } },
      ackDeadlineSeconds: Math.min(longestPatience, Math.max(shortestPatience, timeout)),
      retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" },
      // Without it, one that got nothing for a month would be deleted.
      expirationPolicy: { ttl: "" },
      ...(deadLetters && {
        deadLetterPolicy: { deadLetterTopic: deadLetters.topic, maxDeliveryAttempts: attempts },
      }),
    },
    opts,
  );
  if (!deadLetters) return [made];
  const { agent: member } = deadLetters;
  const access = { subscription: made.name, role: "roles/pubsub.subscriber", member };
  return [made, new SubscriptionIAMMember(`${logical}-agent`, access, opts)];
}
