import * as pulumi from "@pulumi/pulumi";
import { registerTypes, schedule, subscribe } from "../../../../components/events/bus";
import { objectName } from "../../../../components/events/bus/types";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";
import { knativeBus as bus } from "../knative-bus";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations();
});
beforeEach(() => registrations.clear());

const toAssign = {
  ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "assign", namespace: "functions" },
};

/** Registers something and @returns the registration with the name. */
async function registered(name: string, make: () => pulumi.Resource) {
  await valueOf(make().urn);
  return registrations.get(name);
}

const patience = { deleteTimeout: "30s" };

test("a subscription is a Trigger that is waited for, and Knative has nothing to fill in", async () => {
  const filter = { type: "order.placed", source: "/shop" };
  const one = await registered("assign-placed", () =>
    subscribe(bus, { name: "assign-placed", filter, to: "assign" }),
  );
  expect(registrations.names()).toEqual(["kubernetes:eventing.knative.dev/v1:Trigger assign-placed"]);
  expect(one).toMatchObject({ ...patience, replaceOnChanges: ["spec.broker"], deleteBeforeReplace: true });
  expect(one.inputs.metadata).toMatchObject({
    name: "assign-placed",
    namespace: "functions",
    annotations: { "pulumi.com/waitFor": "condition=Ready" },
  });
  expect(one.inputs.spec).toEqual({ broker: "events", filter: { attributes: filter }, subscriber: toAssign });
});

test("a subscription may deliver in another way than its bus", async () => {
  const delivery = { retries: 3, deadLetters: { function: "dead" } };
  const one = await registered("own", () =>
    subscribe(bus, { name: "own", filter: { type: "a" }, to: "assign", delivery }),
  );
  expect(one.inputs.spec).toMatchObject({
    delivery: {
      retry: 3,
      backoffPolicy: "exponential",
      backoffDelay: "PT0.2S",
      deadLetterSink: { ref: { name: "dead", namespace: "functions" } },
    },
  });
});

test("a schedule is a PingSource that sends straight to the function, in UTC where nothing else is said", async () => {
  const args = { name: "morning", cron: "30 7 * * MON-FRI", to: "assign" };
  const one = await registered("morning", () => schedule(bus, args));
  expect(one).toMatchObject({ ...patience, type: "kubernetes:sources.knative.dev/v1:PingSource" });
  expect(one.inputs.metadata).toMatchObject({
    name: "morning",
    namespace: "functions",
    annotations: { "pulumi.com/waitFor": "condition=Ready" },
  });
  expect(one.inputs.spec).toEqual({ schedule: "30 7 * * MON-FRI", timezone: "UTC", sink: toAssign });
  const local = await registered("evening", () =>
    schedule(bus, { ...args, name: "evening", timeZone: "Europe/Vienna" }),
  );
  expect(local.inputs.spec).toMatchObject({ timezone: "Europe/Vienna" });
});

test("each type that a function publishes is an EventType of the bus", async () => {
  const types = ["order.placed", "Order Paid"];
  const all = registerTypes(bus, { publisher: "place", source: "/functions/place", types });
  await Promise.all(all.map(({ urn }) => valueOf(urn)));
  const [plain, hashed] = types.map((type) => objectName("place", type)) as [string, string];
  expect(registrations.names()).toEqual(
    [plain, hashed].map((name) => `kubernetes:eventing.knative.dev/v1beta3:EventType ${name}`).sort(),
  );
  expect(registrations.get(plain).inputs.spec).toEqual({
    reference: {
      apiVersion: "eventing.knative.dev/v1",
      kind: "Broker",
      name: "events",
      namespace: "functions",
    },
    attributes: [
      { name: "specversion", required: true },
      { name: "id", required: true },
      { name: "type", required: true, value: "order.placed" },
      { name: "source", required: true, value: "/functions/place" },
    ],
  });
});

test("a function that publishes nothing registers nothing", () => {
  expect(registerTypes(bus, { publisher: "place", source: "/place", types: [] })).toEqual([]);
  expect(registrations.names()).toEqual([]);
});

test("the name of an object says the type where it can, and is one of its own where it cannot", () => {
  expect(objectName("place", "order.placed")).toBe("place.order.placed");
  const others = ["Order.placed", "order..placed", "order/placed", "o".repeat(300)];
  const names = others.map((type) => objectName("place", type));
  for (const name of names) expect(name).toMatch(/^place-[0-9a-f]{12}$/);
  expect(new Set(names).size).toBe(others.length);
});

test("what is wrong is named before anything is made", () => {
  expect(() => subscribe(bus, { name: "bad", filter: { type: "" }, to: "assign" })).toThrow(
    "subscription bad:\n  - filter",
  );
  expect(() => schedule(bus, { name: "bad", cron: "daily", to: "assign" })).toThrow(
    "schedule bad:\n  - cron",
  );
  expect(() => registerTypes(bus, { publisher: "bad", source: "/", types: [""] })).toThrow(
    "types of bad:\n  - types[0]",
  );
  expect(registrations.names()).toEqual([]);
});
