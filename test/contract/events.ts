/* eslint-disable jest/no-export -- every platform runs these tests */
import type { Instance, SentEvent, TestedPlatform } from "../support/contract/platform";
import { until } from "../support/contract/until";

/** What a function that takes events can rely on, on every platform. */
export function takesEvents(platform: TestedPlatform): void {
  let instance: Instance;
  beforeAll(async () => {
    instance = await platform.start({ takes: "events" });
  });
  afterAll(() => instance.stop());

  let count = 0;
  const event = (type: string, others: Readonly<Record<string, unknown>> = {}): SentEvent => ({
    specversion: "1.0",
    id: `${(count += 1)}`,
    source: "/shop",
    type,
    ...others,
  });
  const told = () => instance.lines().filter((line) => line.message === "told");
  const hear = async (others: Readonly<Record<string, unknown>>) => {
    expect(await instance.deliver(event("told", others))).toBe("done");
    return told().at(-1)!;
  };

  describe("an event", () => {
    test("comes with its attributes, its extensions included", async () => {
      const { attributes } = await hear({
        id: "an id",
        source: "/shop/vienna",
        subject: "order/7",
        time: "2026-11-28T06:00:00Z",
        datacontenttype: "application/json",
        dataschema: "https://example.com/order.json",
        region: "west",
        data: {},
      });
      expect(attributes).toMatchObject({
        specversion: "1.0",
        id: "an id",
        source: "/shop/vienna",
        type: "told",
        subject: "order/7",
        datacontenttype: "application/json",
        dataschema: "https://example.com/order.json",
        region: "west",
      });
      expect(new Date((attributes as { time: string }).time).toISOString()).toBe("2026-11-28T06:00:00.000Z");
    });

    test.each<[string, unknown]>([
      ["an object", { order: 7, roses: ["red", "white"], note: null }],
      ["a list", [1, 2, 3]],
      ["a number", 5],
      ["a text", "five"],
      ["a text that looks like something else", '{"five": 5}'],
      ["true", true],
      ["text in all languages", "Grüße, 世界 🌷"],
    ])("comes with its data: %s", async (_, data) => {
      expect((await hear({ data, datacontenttype: "application/json" })).data).toEqual(data);
    });

    test("comes with its bytes", async () => {
      const bytes = Buffer.from([0, 128, 255]).toString("base64");
      expect((await hear({ data_base64: bytes, datacontenttype: "application/octet-stream" })).data).toEqual({
        bytes,
      });
    });

    test("comes without data where it has none", async () => {
      expect(await hear({})).not.toHaveProperty("data");
    });

    test("can have a hundred kilobytes of data", async () => {
      const data = "x".repeat(100_000);
      expect((await hear({ data })).data).toBe(data);
    });

    test("comes with the trace that it belongs to, and its lines of the log have it", async () => {
      const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
      expect(await hear({ traceparent })).toMatchObject({
        attributes: { traceparent },
        trace_id: "0af7651916cd43dd8448eb211c80319c",
        span_id: "b7ad6b7169203331",
      });
    });
  });

  describe("what becomes of an event", () => {
    const failures = () => instance.lines().filter(({ severity }) => severity === "ERROR");

    test("that is handled: nothing more", async () => {
      expect(await instance.deliver(event("told"))).toBe("done");
    });

    test("whose handler fails: it comes again, and the log says why", async () => {
      expect(await instance.deliver(event("fails"))).toBe("again");
      expect(failures().at(-1)).toMatchObject({
        message: "the handler failed",
        error: "Error: a secret of the inside",
      });
    });

    test("that comes again and is handled then: nothing more", async () => {
      const failing = event("fails.once");
      expect(await instance.deliver(failing)).toBe("again");
      expect(await instance.deliver(failing)).toBe("done");
      expect(instance.lines()).toContainEqual(
        expect.objectContaining({ message: "succeeded", id: failing.id }),
      );
    });

    test("that is rejected: it is a dead letter, and the log says why", async () => {
      expect(await instance.deliver(event("rejected"))).toBe("dead");
      expect(failures().at(-1)).toMatchObject({
        message: "the event was rejected",
        error: "RejectedEvent: there is no order 7",
      });
    });

    test.each<[string, Readonly<Record<string, unknown>>]>([
      ["of a version that nobody knows", { specversion: "0.3" }],
      ["without an id", { id: "" }],
      ["whose time is none", { time: "yesterday" }],
      ["with an attribute of no good name", { "my-region": "west" }],
    ])("%s: it is a dead letter, and no handler sees it", async (_, others) => {
      const before = told().length;
      expect(await instance.deliver(event("told", others))).toBe("dead");
      expect(told()).toHaveLength(before);
    });

    test("that is too large: it is a dead letter", async () => {
      expect(await instance.deliver(event("told", { data: "x".repeat(1_000_001) }))).toBe("dead");
    });

    test("that comes after one that failed: it is handled", async () => {
      await instance.deliver(event("fails"));
      expect(await instance.deliver(event("told"))).toBe("done");
    });
  });

  describe("a batch of events", () => {
    test("is handled one after the other, in its order", async () => {
      const batch = [event("told"), event("told"), event("told")];
      expect(await instance.deliverBatch(batch)).toBe("done");
      const ids = told().map(({ attributes }) => (attributes as { id: string }).id);
      expect(ids.slice(-3)).toEqual(batch.map(({ id }) => id));
    });

    test("of which one fails comes again, until all are handled", async () => {
      const batch = [event("told"), event("fails.once"), event("told")];
      expect(await instance.deliverBatch(batch)).toBe("again");
      expect(await instance.deliverBatch(batch)).toBe("done");
      const [, failing, last] = batch;
      expect(instance.lines()).toContainEqual(
        expect.objectContaining({ message: "succeeded", id: failing!.id }),
      );
      expect((told().at(-1)!.attributes as { id: string }).id).toBe(last!.id);
    });
  });

  describe("events that come of one", () => {
    test("are those that the handler returns and those that it publishes", async () => {
      const before = instance.events.length;
      expect(await instance.deliver(event("publishes"))).toBe("done");
      const [missing, assigned, other, ...more] = instance.events.slice(before);
      expect(more).toEqual([]);
      expect(missing).toMatchObject({ type: "driver.missing", source: "/functions/contract" });
      expect(assigned).toMatchObject({
        type: "driver.assigned",
        subject: "order/7",
        data: { driver: "Eva" },
      });
      expect(new Set([missing!.id, assigned!.id, other!.id]).size).toBe(3);
    });

    test("are the same when it comes again, and others of another", async () => {
      const same = event("publishes.one");
      for (const one of [same, same, event("publishes.one")]) await instance.deliver(one);
      const [first, again, other] = instance.events.slice(-3).map(({ id }) => id);
      expect(again).toBe(first);
      expect(other).not.toBe(first);
    });

    test("belong to its trace", async () => {
      const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
      await instance.deliver(event("publishes.one", { traceparent }));
      expect(instance.events.at(-1)).toMatchObject({ traceparent });
    });

    test("that the bus does not take make it come again", async () => {
      instance.refuse(true);
      expect(await instance.deliver(event("publishes.one"))).toBe("again");
      instance.refuse(false);
    });

    test("are only those that the function says it publishes", async () => {
      const before = instance.events.length;
      expect(await instance.deliver(event("publishes.other"))).toBe("again");
      expect(instance.events).toHaveLength(before);
    });
  });

  test("an event whose time is up comes again, and its handler learns of it", async () => {
    const hurried = await platform.start({ takes: "events", timeout: 1 });
    expect(await hurried.deliver(event("waits"))).toBe("again");
    await until(() => hurried.lines().some(({ message }) => message === "learned that nobody waits"));
    expect(await hurried.deliver(event("told"))).toBe("done");
    await hurried.stop();
  });
}
