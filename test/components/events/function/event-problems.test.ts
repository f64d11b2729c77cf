import * as fs from "node:fs";
import type { EventBus } from "../../../../components/contracts";
import { problemsOf } from "../../../../components/events/function/problems";
import { sourceOf } from "../runtime/process";

const bus = { kind: "knative" } as EventBus;
const placed = { event: { type: "order.placed" } };
const problems = (spec: object) => problemsOf("assign", { code: { image: "a:1" }, needs: { bus }, ...spec });

test("a function with triggers and events of its own is good", () => {
  expect(
    problems({
      triggers: [
        placed,
        { event: { type: "order.placed", source: "/functions/shop" } },
        { schedule: "0 6 * * MON" },
      ],
      publishes: ["driver.assigned", "driver.missing"],
    }),
  ).toEqual([]);
});

test.each<[string, object, string]>([
  ["events without a bus", { triggers: [placed], needs: {} }, "it has triggers with events, and no bus."],
  ["publishing without a bus", { publishes: ["a.b"], needs: {} }, "it has publishes, and no bus."],
  [
    "triggers of what is public",
    { triggers: [placed], visibility: "public" },
    'visibility is "public", and it has triggers.',
  ],
  ["a trigger of nothing", { triggers: [{}] }, "triggers[0] has neither of event and schedule."],
  [
    "a trigger of two things",
    { triggers: [{ ...placed, schedule: "* * * * *" }] },
    "triggers[0] has both of event",
  ],
  [
    "a filter without a type",
    { triggers: [{ event: { source: "/a" } }] },
    "triggers[0].event.type is missing.",
  ],
  ["an attribute that is none", { triggers: [{ event: { type: "a", "my-region": "west" } }] }, '"my-region"'],
  [
    "a schedule that is none",
    { triggers: [{ schedule: "every day" }] },
    'triggers[0].schedule is "every day"',
  ],
  ["a day that never comes", { triggers: [{ schedule: "0 0 31 2 *" }] }, "so it would never come"],
  [
    "a place without a time",
    { triggers: [{ schedule: "0 6 * * *", timeZone: "Vienna" }] },
    "triggers[0].timeZone",
  ],
  [
    "the same trigger twice",
    { triggers: [placed, placed] },
    'triggers has {"event":{"type":"order.placed"}} twice.',
  ],
  ["a type with a comma", { publishes: ["a,b"] }, 'publishes has "a,b". Allowed:'],
  ["an empty type", { publishes: [""] }, 'publishes has "". Allowed:'],
  ["the same type twice", { publishes: ["a", "a"] }, "publishes has a twice."],
  [
    "a variable of the bus",
    { environment: { EVENTS_URL: "http://mine" } },
    "EVENTS_URL is set from needs.bus.",
  ],
])("%s: refused", (_, spec, expected) => {
  expect(problems(spec)).toEqual([expect.stringContaining(expected)]);
});

test("a schedule needs no bus", () => {
  expect(problems({ triggers: [{ schedule: "0 6 * * *" }], needs: {} })).toEqual([]);
});

test("a page of a function that takes events is refused", () => {
  const source = sourceOf("export default () => undefined;", { "public/index.html": "<p>" });
  try {
    expect(problems({ code: { source }, triggers: [placed] })).toEqual([
      'it has triggers and a folder "public", which nobody could see. Give the page a function of its own.',
    ]);
  } finally {
    fs.rmSync(source, { recursive: true });
  }
});
