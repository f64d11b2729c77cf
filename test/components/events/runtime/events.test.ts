import * as http from "node:http";
import { answerEvents } from "../../../../components/events/runtime/events";
import { RejectedEvent, type EventHandler } from "../../../../components/events/runtime/handler";
import { listening, run } from "./process";
import { bus, type Bus } from "./bus";

const headers = {
  "ce-specversion": "1.0",
  "ce-id": "7",
  "ce-source": "/shop",
  "ce-type": "order.placed",
  "content-type": "application/json",
};
const delivery = (others: Record<string, string> = {}, body = '{"roses":12}') =>
  new Request("http://function/", { method: "POST", headers: { ...headers, ...others }, body });

let written: jest.SpyInstance;
beforeEach(() => {
  written = jest.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => written.mockRestore());
const logged = () => written.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);

const answered = async (handler: EventHandler<never>, request = delivery()) => {
  const answer = await answerEvents(handler)(request);
  return [answer.status, answer.body && (await answer.json())];
};

test("a handler gets the event, and when it is done the event is", async () => {
  const handler = jest.fn();
  expect(await answered(handler)).toEqual([204, null]);
  expect(handler.mock.calls).toEqual([
    [expect.objectContaining({ type: "order.placed", data: { roses: 12 } }), expect.anything()],
  ]);
});

test.each<[string, EventHandler, number, object]>([
  [
    "an event that fails comes again, and nobody learns why but the log",
    () => Promise.reject(new Error("a secret of the inside")),
    500,
    { message: "the handler failed", error: "Error: a secret of the inside" },
  ],
  [
    "an event that is rejected does not",
    () => {
      throw new RejectedEvent("there is no order 7");
    },
    422,
    { message: "the event was rejected", error: "RejectedEvent: there is no order 7" },
  ],
])("%s", async (_, handler, status, line) => {
  const [found, body] = await answered(handler);
  expect(found).toBe(status);
  expect(JSON.stringify(body)).not.toContain("secret");
  expect(logged()).toEqual([expect.objectContaining({ severity: "ERROR", ...line })]);
});

test.each<[string, Request, number, string]>([
  ["no event", new Request("http://function/", { method: "POST", body: "{}" }), 400, "This is no event: "],
  ["a question", new Request("http://function/"), 405, "Events are posted."],
  [
    "an event that is too large",
    delivery({}, JSON.stringify("x".repeat(1_000_000))),
    413,
    "larger than 1000000",
  ],
])("%s never reaches the handler", async (_, request, status, message) => {
  const handler = jest.fn();
  expect(await answered(handler, request)).toEqual([
    status,
    { error: expect.stringContaining(message) as string },
  ]);
  expect(handler).not.toHaveBeenCalled();
});

test("a batch is handled in its order, up to the first that fails", async () => {
  const batch = ["1", "2", "3"].map((id) => ({
    specversion: "1.0",
    id,
    source: "/shop",
    type: "order.placed",
  }));
  const request = () =>
    delivery({ "content-type": "application/cloudevents-batch+json" }, JSON.stringify(batch));
  const seen: string[] = [];
  const handler =
    (bad?: string): EventHandler =>
    ({ id }) => {
      seen.push(id);
      if (id === bad) throw new Error("no");
    };
  expect((await answered(handler("2"), request()))[0]).toBe(500);
  expect((await answered(handler(), request()))[0]).toBe(204);
  expect(seen).toEqual(["1", "2", "1", "2", "3"]);
});

test("a line of the log says which trace it belongs to", async () => {
  const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  await answered(
    (event, { log }) => log("seen", { id: (event as { id: string }).id }),
    delivery({ "ce-traceparent": trace }),
  );
  await answered((_, { log }) => log("seen"), delivery({ "ce-traceparent": "nonsense" }));
  expect(logged().map(({ time: _, ...line }) => line)).toEqual([
    {
      severity: "INFO",
      message: "seen",
      trace_id: "0af7651916cd43dd8448eb211c80319c",
      span_id: "b7ad6b7169203331",
      id: "7",
    },
    { severity: "INFO", message: "seen" },
  ]);
});

describe("events that a handler publishes", () => {
  let taken: Bus;
  beforeEach(async () => {
    taken = await bus();
    process.env.EVENTS_URL = taken.url;
    process.env.EVENTS_SOURCE = "/functions/assign";
    process.env.EVENTS_TYPES = "driver.assigned,driver.missing";
  });
  afterEach(async () => {
    for (const name of ["EVENTS_URL", "EVENTS_SOURCE", "EVENTS_TYPES"]) delete process.env[name];
    await taken.close();
  });

  test("are those that it returns and those that it publishes itself, each with its own id and the trace", async () => {
    const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const handler: EventHandler = async (_, { publish }) => {
      await publish({ type: "driver.missing" });
      return [{ type: "driver.assigned", subject: "order/7", data: { driver: "Eva" } }];
    };
    expect(await answered(handler, delivery({ "ce-traceparent": trace }))).toEqual([204, null]);
    const [missing, assigned] = taken.events;
    expect(missing).toMatchObject({
      type: "driver.missing",
      source: "/functions/assign",
      traceparent: trace,
    });
    expect(assigned).toMatchObject({
      type: "driver.assigned",
      subject: "order/7",
      datacontenttype: "application/json",
      data: { driver: "Eva" },
    });
    expect(new Set(taken.events.map(({ id }) => id)).size).toBe(2);
  });

  test("have the same id when the event that they come of comes again, and another one for another", async () => {
    const handler: EventHandler = () => ({ type: "driver.assigned" });
    for (const id of ["7", "7", "8"]) await answered(handler, delivery({ "ce-id": id }));
    const [first, again, other] = taken.events.map(({ id }) => id);
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test("that the bus does not take make the event come again", async () => {
    taken.status = 503;
    expect((await answered(() => ({ type: "driver.assigned" })))[0]).toBe(500);
    expect(logged()[0]!.error).toBe("Error: The bus did not take driver.assigned: it answered 503.");
  });

  test("must be among those that the function says it publishes", async () => {
    expect((await answered(() => ({ type: "order.placed" })))[0]).toBe(500);
    expect(logged()[0]!.error).toBe(
      'Error: The function publishes "order.placed", and says it publishes driver.assigned, driver.missing. Add it to publishes.',
    );
    expect(taken.events).toEqual([]);
  });

  test("need a bus", async () => {
    delete process.env.EVENTS_URL;
    expect((await answered(() => ({ type: "driver.assigned" })))[0]).toBe(500);
    expect(logged()[0]!.error).toBe("Error: The function has no bus to publish to. Give it needs.bus.");
  });
});

describe("a function with triggers that runs", () => {
  test("takes events, publishes what it returns, and ends when what it handles is done", async () => {
    const taken = await bus();
    const running = await listening(
      `export default (event: { id: string }, { log }: { log(text: string, fields?: object): void }) => {
         log("handled", { id: event.id });
         return { type: "driver.assigned", data: { order: event.id } };
       };`,
      {
        takes: "events",
        environment: {
          EVENTS_URL: taken.url,
          EVENTS_SOURCE: "/functions/assign",
          EVENTS_TYPES: "driver.assigned",
        },
      },
    );
    try {
      const { status } = await fetch(running.url, { method: "POST", headers, body: "{}" });
      expect([status, taken.events.map(({ data }) => data)]).toEqual([204, [{ order: "7" }]]);
      expect(running.lines()).toEqual([expect.objectContaining({ message: "handled", id: "7" })]);
    } finally {
      running.process.kill("SIGTERM");
      expect(await running.exit).toBe(0);
      await taken.close();
    }
  });

  test("and exports no handler says so, and ends", async () => {
    const running = await run("export default {};", { takes: "events" });
    expect(await running.exit).toBe(1);
    expect(running.lines()[0]!.error).toBe("Error: the default export of index.ts is not a function");
  });
});

test("the server of a bus is what tests think it is", async () => {
  const taken = await bus();
  const { port } = new URL(taken.url);
  const status = await new Promise((resolve) =>
    http.get({ port, host: "127.0.0.1" }, (answer) => resolve(answer.resume().statusCode)),
  );
  expect(status).toBe(400);
  await taken.close();
});
