import { cycles, deadTriggers, type Flow } from "../../../../components/events/function/flow";

const on = (type: string, source?: string) => ({ event: { type, ...(source && { source }) } });
const florist: Flow = {
  place: { publishes: ["order.placed"] },
  assign: { triggers: [on("order.placed")], publishes: ["driver.assigned"] },
  notify: { triggers: [on("driver.assigned", "/functions/assign"), { schedule: "0 6 * * *" }] },
};

test("a pipeline whose events all have a publisher is good", () => {
  expect(deadTriggers(florist)).toEqual({});
  expect(cycles(florist)).toEqual([]);
});

test("an event that nobody publishes is found, with what is published", () => {
  expect(deadTriggers({ ...florist, bill: { triggers: [on("order.payed")] } })).toEqual({
    bill: [
      "it waits for events order.payed, which no function publishes. Published: driver.assigned, order.placed. Mend the type, or add it to publishes.",
    ],
  });
});

test("an event that comes from elsewhere than it is waited for is found", () => {
  expect(deadTriggers({ ...florist, bill: { triggers: [on("order.placed", "/functions/shop")] } })).toEqual({
    bill: [
      'it waits for events order.placed of the source "/functions/shop", and those come from /functions/place. Name one of them, or leave source out.',
    ],
  });
});

test("functions that wake each other in a circle are found, each circle once", () => {
  const again = { ...florist, retry: { triggers: [on("driver.assigned")], publishes: ["order.placed"] } };
  expect(cycles(again)).toEqual([["assign", "retry", "assign"]]);
  expect(cycles({ echo: { triggers: [on("said")], publishes: ["said"] } })).toEqual([["echo", "echo"]]);
  const elsewhere = { triggers: [on("said", "/functions/other")], publishes: ["said"] };
  expect(cycles({ echo: elsewhere, other: { publishes: ["said"] } })).toEqual([]);
});

test("many functions that all wake each other take no time", () => {
  const all = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`f${index}`, { triggers: [on("said")], publishes: ["said"] }]),
  );
  expect(cycles(all)).toHaveLength(200);
});
