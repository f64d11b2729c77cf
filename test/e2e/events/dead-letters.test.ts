import * as fs from "node:fs";
import { Pool } from "pg";
import deadLetters from "../../../components/events/dead-letters";
import type { Letter } from "../../../components/events/dead-letters/letters";
import { testContext } from "../../../components/events/runtime/testing";
import { bus, type Bus } from "../../components/events/runtime/bus";
import { startPostgres, type PostgresServer } from "../../support/postgres";

/** Unpacking PostgreSQL, where it is not cached, takes a minute. */
jest.setTimeout(10 * 60_000);

let server: PostgresServer;
let pool: Pool;
let taken: Bus;
beforeAll(async () => {
  server = await startPostgres();
  const { admin, port, ca } = server;
  pool = new Pool({ ...admin, host: "127.0.0.1", port, ssl: { ca: fs.readFileSync(ca) } });
  await pool.query(fs.readFileSync("components/events/dead-letters/migrations/V1__letters.sql", "utf8"));
});
afterAll(async () => {
  await pool.end();
  await server.stop();
});
beforeEach(async () => {
  await pool.query("TRUNCATE letters");
  taken = await bus();
  process.env.EVENTS_URL = taken.url;
});
afterEach(async () => {
  delete process.env.EVENTS_URL;
  await taken.close();
});

const ask = async (path: string, init?: RequestInit): Promise<[number, unknown]> => {
  const answer = await deadLetters(new Request(`http://dead-letters${path}`, init), testContext({ database: pool }));
  const text = await answer.text();
  return [answer.status, text === "" ? undefined : JSON.parse(text)];
};

/** As Knative posts what it gives up. */
const given = (id: string, others: Readonly<Record<string, string>> = {}, body: BodyInit = '{"order":7}') =>
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
    target: "http://assign.functions.svc.cluster.local/",
    source: "/functions/place",
    event: "1",
    type: "order.placed",
    status: "500",
    reason: "The function failed.",
    times: 1,
  });
  const [status, content] = await ask(`/letters/${letter!.id}`);
  expect([status, content]).toEqual([
    200,
    expect.objectContaining({ id: "1", type: "order.placed", region: "west", data: { order: 7 } }),
  ]);
  expect(content).not.toHaveProperty("knativeerrorcode");
});

test("an event that two functions did not handle is two letters, and one that comes again counts", async () => {
  for (const code of ["500", "503"]) await given("1", { "ce-knativeerrorcode": code });
  await given("1", { "ce-knativeerrordest": "http://bill.functions.svc.cluster.local/" });
  const found = (await letters()).map(({ target, times, status }) => [target.slice(7, 11), times, status]);
  expect(found.sort()).toEqual([
    ["assi", 2, "503"],
    ["bill", 1, "500"],
  ]);
});

test("the latest is listed first, and no more than asked for", async () => {
  for (const id of ["1", "2", "3"]) await given(id);
  expect((await letters("?limit=2")).map(({ event }) => event)).toEqual(["3", "2"]);
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
  for (const { id } of (await letters()).reverse()) {
    expect(await ask(`/letters/${id}/replay`, { method: "POST" })).toEqual([204, undefined]);
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
  const [{ id }] = (await letters()) as [Letter];
  await expect(ask(`/letters/${id}/replay`, { method: "POST" })).rejects.toThrow("it answered 503");
  expect(await letters()).toHaveLength(1);
});

test("a letter can be deleted, once", async () => {
  await given("1");
  const [{ id }] = (await letters()) as [Letter];
  const gone = [404, { error: "There is no such dead letter." }];
  expect(await ask(`/letters/${id}`, { method: "DELETE" })).toEqual([204, undefined]);
  expect(await ask(`/letters/${id}`, { method: "DELETE" })).toEqual(gone);
  expect(await ask(`/letters/${id}`)).toEqual(gone);
  expect(await ask(`/letters/${id}/replay`, { method: "POST" })).toEqual(gone);
});

test("what is no event is refused, and nothing else is there", async () => {
  expect(await ask("/", { method: "POST", body: "{}" })).toEqual([
    400,
    { error: expect.stringContaining("This is no event: ") },
  ]);
  expect((await deadLetters(new Request("http://dead-letters/other"), testContext())).status).toBe(404);
});
