import type { Duration, EventBus, EventFilter, FunctionPlatform } from "../../contracts";
import { toSeconds } from "../../duration";
import { namespaceName } from "../../kubernetes/namespace";
import { failed, type Check } from "../../problems";
import { schedulerProblems } from "../eventbridge/cron";
import { cronProblems } from "./cron";
import { defaults, type Delivery } from "./delivery";
import type { KnativeBusArgs } from "./index";
import type { ScheduleArgs } from "./schedule";
import type { SubscriptionArgs } from "./subscription";
import type { TypesArgs } from "./types";

/*
 * Everything that can be wrong with what is asked of a bus, each with what was found, what is allowed, and what to do; for
 * callers whose types nobody checked, too.
 */

/** What CloudEvents allows; nothing that Knative takes may begin with a digit. */
const attributeName = /^[a-z][a-z0-9]{0,19}$/;
/** Doubled so often, two tenths of a second are more than two days. */
const mostRetries = 20;
/** In seconds. Knative's own form of durations has no more than tenths. */
const delays = { least: 0.1, most: 600 };

export function busProblems(
  name: string,
  { channel, delivery }: Pick<KnativeBusArgs, "channel" | "delivery">,
) {
  return [...nameProblems(name), ...channelProblems(channel), ...deliveryProblems(delivery)];
}

export const subscriptionProblems = (
  { name, filter, delivery, as }: SubscriptionArgs,
  kind: EventBus["kind"],
): string[] => [
  ...nameProblems(name),
  ...filterProblems("filter", filter),
  ...deliveryProblems(delivery),
  ...failed([
    [
      kind !== "knative" && delivery !== undefined,
      `delivery is for a bus of kind knative, and this one is of kind ${kind}. Leave it out.`,
    ],
    [
      (kind === "pubsub") !== (as !== undefined),
      `as is ${as === undefined ? "missing" : "there"}, and the bus is of kind ${kind}. Allowed: an account on a bus of kind ` +
        "pubsub, which calls functions as somebody.",
    ],
  ]),
];

export const scheduleProblems = (
  { name, cron, timeZone, as }: ScheduleArgs,
  kind: FunctionPlatform["kind"],
): string[] => [
  ...nameProblems(name),
  ...cronProblems("cron", cron),
  ...(kind === "lambda" && cronProblems("cron", cron).length === 0 ? schedulerProblems("cron", cron) : []),
  ...failed([
    [
      (kind === "cloudfunctions") !== (as !== undefined),
      `as is ${as === undefined ? "missing" : "there"}, and the platform is of kind ${kind}. Allowed: an account on Cloud ` +
        "Functions, which are called as somebody.",
    ],
  ]),
  ...(timeZone === undefined ? [] : timeZoneProblems("timeZone", timeZone)),
];

export const typesProblems = ({ publisher, types }: TypesArgs): string[] => [
  ...nameProblems(publisher),
  ...types.flatMap((type, index) => typeProblems(`types[${index}]`, type)),
  ...types
    .filter((type, index) => types.indexOf(type) < index)
    .map((type) => `types has ${JSON.stringify(type)} more than once. Name it once.`),
];

/** @param label what the value is called where it was written */
export const typeProblems = (label: string, type: string): string[] =>
  isText(type)
    ? []
    : [`${label} is ${shown(type)}. Allowed: a text without control characters, such as "order.placed".`];

/** @param label what the value is called where it was written */
export function filterProblems(label: string, filter: EventFilter): string[] {
  const entries = Object.entries(filter ?? {});
  const checks = entries.flatMap(([name, value]): Check[] => [
    [
      !attributeName.test(name) || name === "data",
      `${label} has the attribute ${JSON.stringify(name)}. Allowed: up to 20 lower-case letters and digits, a letter ` +
        "first; data is no attribute. Name one that events have.",
    ],
    [
      !isText(value),
      `${label}.${name} is ${shown(value)}. Allowed: a text without control characters. Leave it out where any will do.`,
    ],
  ]);
  const missing: Check = [
    !Object.hasOwn(filter ?? {}, "type"),
    `${label}.type is missing. Allowed: the type of events, such as "order.placed".`,
  ];
  return failed([missing, ...checks]);
}

/** @param label what the value is called where it was written */
export function timeZoneProblems(label: string, zone: string): string[] {
  const found = timeZoneOf(zone);
  if (found === zone) return [];
  const meant = found === undefined ? "" : ` Did you mean ${found}?`;
  return [`${label} is ${shown(zone)}. Allowed: a name of the IANA's, such as Europe/Vienna.${meant}`];
}

/** The name as it is written; undefined where there is none. */
function timeZoneOf(zone: string): string | undefined {
  // Node takes offsets, too, and says nothing of the case.
  if (!/^[a-z]/i.test(zone)) return undefined;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions();
    // Of a name with several forms it tells another one.
    return timeZone.toLowerCase() === zone.toLowerCase() ? timeZone : zone;
  } catch {
    return undefined;
  }
}

function nameProblems(name: string): string[] {
  if (namespaceName.test(name)) return [];
  return [
    `the name is ${JSON.stringify(name)}. Allowed: up to 63 lower-case letters, digits and inner dashes. Rename it.`,
  ];
}

function channelProblems(channel: KnativeBusArgs["channel"]): string[] {
  const { kind } = channel;
  switch (kind) {
    case "memory":
      return failed([
        [
          channel.lossy !== true,
          "channel.lossy is missing, and channel.kind is memory: events that are under way are lost when a pod of it ends. " +
            "Set it to true where that is no harm, or choose kafka.",
        ],
      ]);
    case "kafka":
      return failed([
        [
          !isText(channel.configMap),
          `channel.configMap is ${shown(channel.configMap)}. Allowed: the name of a ConfigMap with the addresses of Kafka.`,
        ],
      ]);
    default:
      return [`channel.kind is ${shown(kind satisfies never)}. Allowed: kafka, memory.`];
  }
}

function deliveryProblems({ retries, backoff, delay, deadLetters }: Delivery = {}): string[] {
  return failed([
    [
      retries !== undefined && !(Number.isInteger(retries) && retries >= 0 && retries <= mostRetries),
      `delivery.retries is ${shown(retries)}. Allowed: a whole number from 0 to ${mostRetries}. Leave it out for ${defaults.retries}.`,
    ],
    [
      backoff !== undefined && !["exponential", "linear"].includes(backoff),
      `delivery.backoff is ${shown(backoff)}. Allowed: exponential, linear.`,
    ],
    [
      delay !== undefined && !isDelay(delay),
      `delivery.delay is ${shown(delay)}. Allowed: 0.1 seconds to 10 minutes, in tenths of a second, such as "0.5 seconds".`,
    ],
    [
      deadLetters !== undefined && (deadLetters.uri === undefined) === (deadLetters.function === undefined),
      `delivery.deadLetters has ${deadLetters?.uri === undefined ? "neither" : "both"} of function and uri. Give one of them.`,
    ],
  ]);
}

function isDelay(delay: Duration): boolean {
  try {
    const seconds = toSeconds(delay);
    const tenths = Number((seconds * 10).toFixed(6));
    return seconds >= delays.least && seconds <= delays.most && Number.isInteger(tenths);
  } catch {
    return false;
  }
}

const isText = (value: unknown): boolean =>
  typeof value === "string" && /\S/.test(value) && !/[\u0000-\u001f\u007f]/.test(value);

const shown = (value: unknown): string => (value === undefined ? "missing" : JSON.stringify(value));
