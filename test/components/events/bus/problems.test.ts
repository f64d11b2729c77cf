import type { EventFilter } from "../../../../components/contracts";
import {
  busProblems,
  filterProblems,
  scheduleProblems,
  subscriptionProblems,
  timeZoneProblems,
  typesProblems,
} from "../../../../components/events/bus/problems";

/*
 * What compilers refuse is asked of these, too: a program in JavaScript is one that nobody checked.
 */
const memory = { channel: { kind: "memory", lossy: true } } as const;
const bus = (args: object, name = "events") => busProblems(name, { ...memory, ...args });

test("a bus in memory that is said to lose events is good, and one on Kafka", () => {
  expect(bus({})).toEqual([]);
  expect(bus({ channel: { kind: "kafka", configMap: "kafka-broker-config" } })).toEqual([]);
  const delivery = { retries: 0, backoff: "linear", delay: "1.5 seconds", deadLetters: { function: "dead" } };
  expect(bus({ delivery })).toEqual([]);
});

test.each([
  [
    { channel: { kind: "memory" } },
    "channel.lossy is missing, and channel.kind is memory: events that are under way are lost when a pod of it ends. " +
      "Set it to true where that is no harm, or choose kafka.",
  ],
  [{ channel: { kind: "nats" } }, 'channel.kind is "nats". Allowed: kafka, memory.'],
  [
    { channel: { kind: "kafka", configMap: "" } },
    'channel.configMap is "". Allowed: the name of a ConfigMap with the addresses of Kafka.',
  ],
  [
    { delivery: { retries: -1 } },
    "delivery.retries is -1. Allowed: a whole number from 0 to 20. Leave it out for 10.",
  ],
  [
    { delivery: { retries: 2.5 } },
    "delivery.retries is 2.5. Allowed: a whole number from 0 to 20. Leave it out for 10.",
  ],
  [
    { delivery: { retries: "many" } },
    'delivery.retries is "many". Allowed: a whole number from 0 to 20. Leave it out for 10.',
  ],
  [{ delivery: { backoff: "random" } }, 'delivery.backoff is "random". Allowed: exponential, linear.'],
  ...["0 seconds", "11 minutes", "0.25 seconds", "soon"].map((delay): [object, string] => [
    { delivery: { delay } },
    `delivery.delay is "${delay}". Allowed: 0.1 seconds to 10 minutes, in tenths of a second, such as "0.5 seconds".`,
  ]),
  [
    { delivery: { deadLetters: {} } },
    "delivery.deadLetters has neither of function and uri. Give one of them.",
  ],
  [
    { delivery: { deadLetters: { function: "dead", uri: "http://dead" } } },
    "delivery.deadLetters has both of function and uri. Give one of them.",
  ],
])("a bus with %j is refused", (args, problem) => {
  expect(bus(args)).toEqual([problem]);
});

test("all that is wrong is named at once", () => {
  expect(bus({ channel: { kind: "memory" }, delivery: { retries: 99 } }, "Events")).toEqual([
    'the name is "Events". Allowed: up to 63 lower-case letters, digits and inner dashes. Rename it.',
    expect.stringContaining("channel.lossy is missing") as string,
    expect.stringContaining("delivery.retries is 99") as string,
  ]);
});

const filter = (value: object) => filterProblems("filter", value as EventFilter);

test("a filter is a type, and other attributes that CloudEvents allows", () => {
  expect(filter({ type: "order.placed" })).toEqual([]);
  expect(filter({ type: "order.placed", source: "/shop", a2345678901234567890: "x" })).toEqual([]);
});

test.each([
  [{}, 'filter.type is missing. Allowed: the type of events, such as "order.placed".'],
  [
    { type: "" },
    'filter.type is "". Allowed: a text without control characters. Leave it out where any will do.',
  ],
  [
    { type: "a", source: " " },
    'filter.source is " ". Allowed: a text without control characters. Leave it out where any will do.',
  ],
  [
    { type: "a\nb" },
    'filter.type is "a\\nb". Allowed: a text without control characters. Leave it out where any will do.',
  ],
  [
    { type: 7 },
    "filter.type is 7. Allowed: a text without control characters. Leave it out where any will do.",
  ],
  ...["orderId", "order_id", "2nd", "a23456789012345678901", "data", ""].map((name): [object, string] => [
    { type: "a", [name]: "x" },
    `filter has the attribute "${name}". Allowed: up to 20 lower-case letters and digits, a letter first; data is no attribute. ` +
      "Name one that events have.",
  ]),
])("the filter %j is refused", (value, problem) => {
  expect(filter(value)).toEqual([problem]);
});

test("a filter that is none is refused, too", () => {
  expect(filterProblems("event", undefined as unknown as EventFilter)).toEqual([
    expect.stringMatching(/^event\.type is missing\./) as string,
  ]);
});

test.each(["UTC", "Europe/Vienna", "America/Argentina/Buenos_Aires", "Asia/Calcutta", "Asia/Kolkata"])(
  "%s is a time zone",
  (zone) => {
    expect(timeZoneProblems("timeZone", zone)).toEqual([]);
  },
);

test.each([
  ["Europe/Wien", ""],
  ["+01:00", ""],
  ["", ""],
  ["europe/vienna", " Did you mean Europe/Vienna?"],
])("%j is no time zone", (zone, meant) => {
  expect(timeZoneProblems("timeZone", zone)).toEqual([
    `timeZone is "${zone}". Allowed: a name of the IANA's, such as Europe/Vienna.${meant}`,
  ]);
});

test("a subscription and a schedule name all that is wrong with them", () => {
  expect(
    subscriptionProblems(
      { name: "a b", filter: { type: "" }, to: "f", delivery: { retries: -1 } },
      "knative",
    ),
  ).toEqual([
    expect.stringContaining('the name is "a b"') as string,
    expect.stringContaining("filter.type") as string,
    expect.stringContaining("delivery.retries") as string,
  ]);
  expect(scheduleProblems({ name: "a b", cron: "daily", timeZone: "Vienna", to: "f" }, "knative")).toEqual([
    expect.stringContaining('the name is "a b"') as string,
    expect.stringContaining('cron is "daily"') as string,
    expect.stringContaining('timeZone is "Vienna"') as string,
  ]);
  expect(scheduleProblems({ name: "a", cron: "0 7 * * *", to: "f" }, "knative")).toEqual([]);
});

test("types are named, each once", () => {
  const types = (...all: string[]) => typesProblems({ publisher: "place", source: "/place", types: all });
  expect(types("order.placed", "order.paid")).toEqual([]);
  expect(types("order.placed", "", "order.placed")).toEqual([
    'types[1] is "". Allowed: a text without control characters, such as "order.placed".',
    'types has "order.placed" more than once. Name it once.',
  ]);
});
