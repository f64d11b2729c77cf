import ledger from "../../../components/events/ledger/function";
import type { Letter } from "../../../components/events/ledger/function/letters";
import { testContext } from "../../../components/events/runtime/testing";
import { bus, type Bus } from "../../components/events/runtime/bus";
import { eventsDatabase, type EventsDatabase } from "./database";

/** Unpacking PostgreSQL, where it is not cached, takes a minute. */
jest.setTimeout(10 * 60_000);

let database: EventsDatabase;
let taken: Bus;
beforeAll(async () => {
  database = await eventsDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.pool.query("TRUNCATE dead_letters");
  taken = await bus();
  process.env.EVENTS_URL = taken.url;
});
afterEach(async () => {
  delete process.env.EVENTS_URL;
  await taken.close();
});

const ask = async (path: string, init?: RequestInit): Promise<[number, unknown]> => {
  const request = new Request(`http://ledger${path}`, init);
  const answer = await ledger(request, testContext({ database: database.pool }));
  const text = await answer.text();
  return [answer.status, text === "" ? undefined : JSON.parse(text)];
};

/** As Knative posts what it gives up. */
const given = (
  id: string,
  others: Readonly<Record<string, string>> = {},
  body: string | Buffer = '{"order":7}',
) =>
  ask("/", {
    method: "POST",
    headers: {
      "ce-specversion": "1.0",
      "ce-id": id,
      "ce-source": "/functions/place",
      "ce-type": "order.placed",
      "ce-region": "west",
      "ce-knativeerrordest": "http://assign.functions.svc.cluster.local/",
      "ce-knativeerrorcode": "500",
      "ce-knativeerrordata": "The function failed.",
      "content-type": "application/json",
      ...others,
    },
    body,
  });
const letters = async (query = "") => ((await ask(`/letters${query}`))[1] as { letters: Letter[] }).letters;

test("what is given up is kept, with who did not handle it and why", async () => {
  expect(await given("1")).toEqual([204, undefined]);
  const [letter] = await letters();
  expect(letter).toMatchObject({
    handler: "/functions/assign",
    source: "/functions/place",
    id: "1",
    type: "order.placed",
    status: "500",
    reason: "The function failed.",
    times: 1,
  });
  const [status, content] = await ask(`/letters/${letter!.letter}`);
  expect([status, content]).toEqual([
    200,
    expect.objectContaining({ id: "1", type: "order.placed", region: "west", data: { order: 7 } }),
  ]);
  expect(content).not.toHaveProperty("knativeerrorcode");
});

test("an event that two functions did not handle is two letters, and one that comes again counts", async () => {
  for (const code of ["500", "503"]) await given("1", { "ce-knativeerrorcode": code });
  await given("1", { "ce-knativeerrordest": "http://bill.functions.svc.cluster.local/" });
  const found = (await letters()).map(({ handler, times, status }) => [handler, times, status]);
  expect(found.sort()).toEqual([
    ["/functions/assign", 2, "503"],
    ["/functions/bill", 1, "500"],
  ]);
});

test("the latest is listed first, and no more than asked for", async () => {
  for (const id of ["1", "2", "3"]) await given(id);
  expect((await letters("?limit=2")).map(({ id }) => id)).toEqual(["3", "2"]);
  for (const limit of ["0", "1001", "many", "1.5"]) {
    expect(await ask(`/letters?limit=${limit}`)).toEqual([
      400,
      { error: "limit is no whole number from 1 to 1000." },
    ]);
  }
});

test("a replayed letter goes to the bus as it was, and is a letter no more", async () => {
  await given("1");
  await given("2", { "content-type": "image/png" }, Buffer.from([137, 80, 255, 0]));
  for (const { letter } of (await letters()).reverse()) {
    expect(await ask(`/letters/${letter}/replay`, { method: "POST" })).toEqual([204, undefined]);
  }
  expect(taken.events).toEqual([
    expect.objectContaining({ id: "1", source: "/functions/place", region: "west", data: { order: 7 } }),
    expect.objectContaining({ id: "2", data: new Uint8Array([137, 80, 255, 0]) }),
  ]);
  expect(taken.events[0]).not.toHaveProperty("knativeerrordest");
  expect(await letters()).toEqual([]);
});

test("a letter that the bus does not take stays", async () => {
  await given("1");
  taken.status = 503;
  const [{ letter: id }] = (await letters()) as [Letter];
  expect(await ask(`/letters/${id}/replay`, { method: "POST" })).toEqual([
    503,
    { error: "The bus did not take order.placed: it answered 503." },
  ]);
  expect(await letters()).toHaveLength(1);
});

test("a letter can be deleted, once", async () => {
  await given("1");
  const [{ letter: id }] = (await letters()) as [Letter];
  const gone = [404, { error: "There is no such dead letter." }];
  expect(await ask(`/letters/${id}`, { method: "DELETE" })).toEqual([204, undefined]);
  expect(await ask(`/letters/${id}`, { method: "DELETE" })).toEqual(gone);
  expect(await ask(`/letters/${id}`)).toEqual(gone);
  expect(await ask(`/letters/${id}/replay`, { method: "POST" })).toEqual(gone);
});

test("what is no event is refused, and nothing else is there", async () => {
  expect(await ask("/", { method: "POST", body: "{}" })).toEqual([
    400,
    { error: expect.stringContaining("This is no event: ") as string },
  ]);
  expect((await ledger(new Request("http://ledger/other"), testContext())).status).toBe(404);
});
