import { PubSubBus } from "../../../../components/events/pubsub";
import { schedule, subscribe } from "../../../../components/events/bus";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations();
});
beforeEach(() => registrations.clear());

const to = "https://assign.a.run.app";
const as = "assign@shop.iam.gserviceaccount.com";

test("a bus is one topic, whose address is where events are published", async () => {
  const bus = new PubSubBus("events", { prefix: "cake-test" });
  expect(await valueOf(bus.url)).toBe("https://pubsub.googleapis.com/v1/events-id");
  expect(registrations.names()).toEqual([
    "cakestack:events:PubSubBus events",
    "gcp:pubsub/topic:Topic events",
  ]);
  expect(registrations.get("events", "gcp:pubsub/topic:Topic").inputs).toEqual({ name: "cake-test-events" });
});

test("a subscription pushes, as somebody, until an event is a week old", async () => {
  const bus = new PubSubBus("events", { prefix: "cake-test" });
  await valueOf(subscribe(bus, { name: "assign", filter: { type: "order.placed" }, to, as }).urn);
  expect(registrations.get("assign").inputs).toEqual({
    name: "events-id-assign",
    topic: "events-id",
    filter: 'attributes."ce-type" = "order.placed"',
    pushConfig: { pushEndpoint: to, oidcToken: { serviceAccountEmail: as, audience: to } },
    ackDeadlineSeconds: 600,
    retryPolicy: { minimumBackoff: "10s", maximumBackoff: "600s" },
    expirationPolicy: { ttl: "" },
  });
});

test("as nobody, neither a subscription nor a schedule is one", () => {
  const bus = new PubSubBus("events", { prefix: "cake-test" });
  const place = { kind: "cloudfunctions", prefix: "cake-test", region: "europe-west1" } as const;
  expect(() => subscribe(bus, { name: "assign", filter: { type: "a" }, to })).toThrow("as is missing");
  expect(() => schedule(place, { name: "morning", cron: "0 6 * * *", to })).toThrow("as is missing");
});

test("a schedule is a job of Cloud Scheduler", async () => {
  const place = { kind: "cloudfunctions", prefix: "cake-test", region: "europe-west1" } as const;
  await valueOf(schedule(place, { name: "morning", cron: "0 6 * * *", to, as }).urn);
  expect(registrations.get("morning").inputs).toMatchObject({
    name: "cake-test-morning",
    schedule: "0 6 * * *",
    timeZone: "UTC",
    attemptDeadline: "180s",
  });
});
