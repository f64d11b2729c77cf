import { schedulerExpression, schedulerProblems } from "../../../../components/events/eventbridge/cron";
import { EventBridgeBus } from "../../../../components/events/eventbridge";
import { patternOf } from "../../../../components/events/eventbridge/pattern";
import { schedule, subscribe } from "../../../../components/events/bus";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations((type) =>
    type === "aws:cloudwatch/eventBus:EventBus"
      ? { arn: "arn:aws:events:eu-central-1:1:event-bus/cake-test-events" }
      : { arn: "arn:aws:x:eu-central-1:1:y" },
  );
});
beforeEach(() => registrations.clear());

test("a bus is one bus of EventBridge, whose address names it", async () => {
  const bus = new EventBridgeBus("events", { prefix: "cake-test" });
  expect(await valueOf(bus.url)).toBe("https://events.eu-central-1.amazonaws.com/event-bus/cake-test-events");
  expect(registrations.names()).toEqual([
    "aws:cloudwatch/eventBus:EventBus events",
    "cakestack:events:EventBridgeBus events",
  ]);
  expect(registrations.get("events", "aws:cloudwatch/eventBus:EventBus").inputs).toEqual({
    name: "cake-test-events",
  });
});

test("a subscription is a rule with its target, and a permission for it", async () => {
  const bus = new EventBridgeBus("events", { prefix: "cake-test" });
  const made = subscribe(bus, {
    name: "assign",
    filter: { type: "order.placed" },
    to: "arn:aws:lambda:x:1:function:f",
  });
  await valueOf(made.urn);
  await valueOf(bus.url);
  expect(registrations.names()).toEqual(
    expect.arrayContaining([
      "aws:cloudwatch/eventRule:EventRule assign",
      "aws:cloudwatch/eventTarget:EventTarget assign-target",
      "aws:lambda/permission:Permission assign-permission",
    ]),
  );
});

test("what only Knative's bus can do, and an account that nobody is called as, are refused", () => {
  const bus = new EventBridgeBus("events", { prefix: "cake-test" });
  const args = { name: "assign", filter: { type: "a" }, to: "arn", delivery: { retries: 1 }, as: "somebody" };
  expect(() => subscribe(bus, args)).toThrow(/delivery is for a bus of kind knative[\s\S]*as is there/);
});

test("a schedule is one of EventBridge Scheduler", async () => {
  const place = { kind: "lambda", prefix: "cake-test" } as const;
  const made = schedule(place, {
    name: "morning",
    cron: "0 6 * * *",
    to: "arn:aws:lambda:eu-central-1:1:function:f",
  });
  await valueOf(made.urn);
  expect(registrations.get("morning", "aws:scheduler/schedule:Schedule").inputs).toMatchObject({
    scheduleExpression: "cron(0 6 * * ? *)",
    scheduleExpressionTimezone: "UTC",
  });
});

test.each([
  ["* * * * *", "cron(* * * * ? *)"],
  ["*/5 * * * *", "cron(0,5,10,15,20,25,30,35,40,45,50,55 * * * ? *)"],
  ["30 7 * * MON-FRI", "cron(30 7 ? * 2,3,4,5,6 *)"],
  ["0 0 1 jan,jul *", "cron(0 0 1 1,7 ? *)"],
  ["0 6 * * 0", "cron(0 6 ? * 1 *)"],
  ["0 6 31 */6 *", "cron(0 6 31 1,7 ? *)"],
])("%s is %s", (cron, expression) => {
  expect(schedulerExpression(cron)).toBe(expression);
});

test("days of the month and of the week together are none", () => {
  expect(schedulerProblems("cron", "0 6 1 * MON")).toEqual([
    expect.stringContaining("Make it two schedules."),
  ]);
  expect(schedulerProblems("cron", "0 6 * * MON")).toEqual([]);
});

test("a filter of a type alone chooses by nothing else", () => {
  expect(patternOf({ type: "Object Created" })).toEqual({ "detail-type": ["Object Created"] });
});
