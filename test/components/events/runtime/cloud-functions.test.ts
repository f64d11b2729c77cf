import * as fc from "fast-check";
import { deliveryOf } from "../../../../components/events/runtime/cloud-functions/delivery";
import { messageOf } from "../../../../components/events/runtime/cloud-functions/publish";
import { traceparentOf } from "../../../../components/events/runtime/cloud-functions/trace";
import { cloudFunctions } from "../../../support/contract/cloud-functions";
import type { Instance } from "../../../support/contract/platform";

const attributes = { specversion: "1.0", id: "7", source: "/shop", type: "order.placed" };
const json = new Headers({ "content-type": "application/json" });
const push = (message: object) =>
  JSON.stringify({ message, subscription: "projects/shop/subscriptions/assign" });

describe("what Pub/Sub brings", () => {
  test("is the event that a function published, as it was, and what is kept of it", () => {
    const message = { ...messageOf({ ...attributes, data: { roses: 12 } } as never), messageId: "1" };
    expect(deliveryOf(json, push(message))).toEqual({
      event: { ...attributes, data: { roses: 12 } },
      letter: message,
    });
  });

  test("is somebody else's message, in Google's own terms", () => {
    const message = { data: "aGVsbG8=", messageId: "1", publishTime: "2026-01-01T00:00:00Z" };
    expect(deliveryOf(json, push(message))!.event).toEqual({
      specversion: "1.0",
      id: "1",
      source: "//pubsub.googleapis.com/projects/shop/subscriptions/assign",
      type: "google.cloud.pubsub.topic.v1.messagePublished",
      time: "2026-01-01T00:00:00Z",
      datacontenttype: "application/json",
      data: { message, subscription: "projects/shop/subscriptions/assign" },
    });
  });

  test.each([
    ["an event that comes by itself", new Headers({ "content-type": "application/cloudevents+json" }), "{}"],
    ["JSON of another kind", json, JSON.stringify(attributes)],
    ["what is no JSON", json, "{"],
  ])("is not %s", (_, headers, body) => {
    expect(deliveryOf(headers, body)).toBeUndefined();
  });
});

test("a time of a schedule is an event, the same one however often it comes", () => {
  const headers = new Headers({ "x-cloudscheduler-scheduletime": "2026-01-01T06:00:00Z" });
  const body = JSON.stringify({
    specversion: "1.0",
    source: "/schedules/morning",
    type: "dev.knative.sources.ping",
  });
  expect(deliveryOf(headers, body)!.event).toEqual({
    specversion: "1.0",
    id: "2026-01-01T06:00:00Z",
    source: "/schedules/morning",
    type: "dev.knative.sources.ping",
    time: "2026-01-01T06:00:00Z",
  });
});

test("an event has the trace of its delivery where it says none itself", () => {
  const of = (event: object) =>
    deliveryOf(json, push({ ...messageOf(event as never), messageId: "1" }), "the trace")!.event;
  expect(of(attributes)).toMatchObject({ traceparent: "the trace" });
  expect(of({ ...attributes, traceparent: "its own" })).toMatchObject({ traceparent: "its own" });
});

test("a message has the event's attributes that filters choose by, as far as they fit", () => {
  const event = {
    ...attributes,
    subject: "s".repeat(1025),
    count: 3,
    data: { roses: 12 },
    datacontenttype: "application/json",
  };
  expect(messageOf(event as never).attributes).toEqual({
    "content-type": "application/cloudevents+json",
    "ce-specversion": "1.0",
    "ce-id": "7",
    "ce-source": "/shop",
    "ce-type": "order.placed",
  });
});

test.each([
  [null, undefined],
  ["nonsense", undefined],
  ["105445aa7843bc8bf206b12000100000", undefined],
  ["105445aa7843bc8bf206b12000100000/99999999999999999999;o=1", undefined],
  ["105445aa7843bc8bf206b12000100000/255;o=1", "00-105445aa7843bc8bf206b12000100000-00000000000000ff-01"],
  ["105445aa7843bc8bf206b12000100000/255", "00-105445aa7843bc8bf206b12000100000-00000000000000ff-00"],
])("the trace of %j is %j", (header, parent) => {
  expect(traceparentOf(header)).toBe(parent);
});

test("whatever comes, it is a delivery or none, and nothing else happens", () => {
  const odd = fc.oneof(
    fc.string(),
    fc.jsonValue().map((value) => JSON.stringify(value)),
    fc
      .record({ message: fc.jsonValue(), subscription: fc.jsonValue() })
      .map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(odd, fc.boolean(), (body, isSchedule) => {
      const headers = new Headers(json);
      if (isSchedule) headers.set("x-cloudscheduler-scheduletime", "2026-01-01T06:00:00Z");
      expect(() => deliveryOf(headers, body, "the trace")).not.toThrow();
    }),
    { numRuns: 2_000 },
  );
});

describe("under the framework", () => {
  let instance: Instance;
  beforeAll(async () => {
    instance = await cloudFunctions.start({ takes: "events" });
  });
  afterAll(() => instance.stop());

  test("a schedule's call is an event", async () => {
    const answer = await instance.request("/", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-cloudscheduler-scheduletime": "2026-01-01T06:00:00Z",
      },
      body: JSON.stringify({ specversion: "1.0", source: "/schedules/morning", type: "told" }),
    });
    expect(answer.status).toBe(204);
    expect(instance.lines().at(-1)).toMatchObject({ attributes: { id: "2026-01-01T06:00:00Z" } });
  });

  test("an event that nobody wrapped is taken in CloudEvents' own ways, as Eventarc sends it", async () => {
    const headers = { "ce-specversion": "1.0", "ce-id": "8", "ce-source": "//storage", "ce-type": "told" };
    const init = {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: '{"a":1}',
    };
    expect((await instance.request("/", init)).status).toBe(204);
    expect(instance.lines().at(-1)).toMatchObject({ attributes: { id: "8" }, data: { a: 1 } });
  });

  test("a question is refused", async () => {
    expect((await instance.request("/")).status).toBe(405);
  });
});
