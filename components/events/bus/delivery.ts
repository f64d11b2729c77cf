import type { Input } from "@pulumi/pulumi";
import type { Duration } from "../../contracts";
import { toSeconds } from "../../duration";
import { destinationOf } from "./destination";

/** Where events go that a function did not take: to another function of the same namespace, or to an address. */
export type DeadLetters =
  | { readonly function: Input<string>; readonly uri?: undefined }
  | { readonly uri: Input<string>; readonly function?: undefined };

/**
 * What happens with an event that a function does not take: it is sent again after an error of the connection, an answer
 * of 404, 408, 409, 429 or 5xx, or one with a body that is no event. After any other answer but 2xx, and after the last time,
 * it is a dead letter.
 */
export interface Delivery {
  /** How often it is sent again. @default 10 */
  readonly retries?: number;
  /** How the time between two attempts grows: by `delay` each time, or to twice as much. @default "exponential" */
  readonly backoff?: "exponential" | "linear";
  /** The unit of the time between two attempts, in tenths of a second. @default "0.2 seconds" */
  readonly delay?: Duration;
  /** @default – events that a function does not take are lost */
  readonly deadLetters?: DeadLetters;
}

/** Knative's own: the last attempt comes three and a half minutes after the first. */
export const defaults = { retries: 10, backoff: "exponential", delay: "0.2 seconds" } as const;

/** The field `delivery` of a Broker or a Trigger: nothing is left for the webhook to fill in. */
export function deliverySpec(delivery: Delivery = {}, namespace: Input<string>): object {
  const {
    retries = defaults.retries,
    backoff = defaults.backoff,
    delay = defaults.delay,
    deadLetters,
  } = delivery;
  return {
    retry: retries,
    backoffPolicy: backoff,
    backoffDelay: `PT${toSeconds(delay)}S`,
    ...(deadLetters && { deadLetterSink: sinkOf(deadLetters, namespace) }),
  };
}

const sinkOf = ({ uri, function: name }: DeadLetters, namespace: Input<string>): object =>
  uri !== undefined ? { uri } : destinationOf(name, namespace);
