import * as path from "node:path";
import { markHandled } from "../../../components/events/runtime/once";
import { bus, type Bus } from "../../components/events/runtime/bus";
import { listening, type Running } from "../../components/events/runtime/process";
import { eventsDatabase, type EventsDatabase } from "./database";

/*
 * What a changefeed of CockroachDB posts, over HTTP, to the function in a process of its own. CockroachDB does not run here:
 * the messages have the form that its documentation gives, and the rows are in a PostgreSQL.
 */

/** Unpacking PostgreSQL, where it is not cached, takes a minute. */
jest.setTimeout(10 * 60_000);

const source = path.resolve("components/events/ledger/changes");
const wakes = "dev.cakestack.outbox.written";

let database: EventsDatabase;
let taken: Bus;
let adapter: Running;
let written: jest.SpyInstance;

const start = () =>
  listening(`export { default } from ${JSON.stringify(source)};`, {
    environment: {
      DATABASE_URL: database.url,
      DATABASE_POOL_SIZE: "2",
      EVENTS_URL: taken.url,
      CHANGES_TOKEN: "a token",
    },
  });

async function kill({ process, exit }: Running): Promise<void> {
  process.kill("SIGKILL");
  await exit;
}

beforeAll(async () => {
  // What writes events here has no bus to wake the ledger by, and says so.
  written = jest.spyOn(process.stdout, "write").mockReturnValue(true);
  database = await eventsDatabase();
  taken = await bus();
  adapter = await start();
});
afterAll(async () => {
  await kill(adapter);
  await taken.close();
  await database.close();
  written.mockRestore();
});
beforeEach(async () => {
  taken.status = 202;
  taken.events.length = 0;
  await database.pool.query("TRUNCATE handled_events, outbox_events, dead_letters");
});

const write = (id: string, key?: string) =>
  database.context("orders").transaction(({ publish }) => publish({ type: "order.placed", id, key }));
const message = (...ids: string[]) =>
  JSON.stringify({
    payload: ids.map((id) => ({
      after: { id, source: "/functions/orders" },
      key: ["/functions/orders", id],
      topic: "outbox_events",
      updated: "1629813621680097993.0000000000",
    })),
    length: ids.length,
  });
const post = async (body: string, authorization = "Bearer a token"): Promise<number> => {
  const url = `${adapter.url}/0123456789abcdef`;
  const answer = await fetch(url, { method: "POST", headers: { authorization }, body });
  await answer.body?.cancel();
  return answer.status;
};
const tell = (...ids: string[]) => post(message(...ids));

/** Ids of the events that the bus got since this was asked last, and whether the ledger was woken. */
function got(): [string[], boolean] {
  const all = taken.events.splice(0);
  return [
    all.filter(({ type }) => type !== wakes).map(({ id }) => id),
    all.some(({ type }) => type === wakes),
  ];
}
const later = () => database.pool.query("UPDATE outbox_events SET next_at = now()");
const handle = async (id: string) => {
  await markHandled(database.pool, "/functions/assign", { source: "/functions/orders", id });
  await database.pool.query("DELETE FROM outbox_events WHERE id = $1", [id]);
};

test("rows that are told of are with the bus when that is answered, and the ledger goes on", async () => {
  for (const id of ["1", "2", "3"]) await write(id);
  expect(await tell("1", "3")).toBe(200);
  expect(got()).toEqual([expect.arrayContaining(["1", "3"]), true]);
  const { rows } = await database.pool.query("SELECT id FROM outbox_events WHERE taken ORDER BY id");
  expect(rows).toEqual([{ id: "1" }, { id: "3" }]);
});

test("a message that comes again publishes nothing again", async () => {
  await write("1");
  expect([await tell("1"), await tell("1"), await tell("1", "1")]).toEqual([200, 200, 200]);
  expect(got()).toEqual([["1"], true]);
});

test("one of rows that are handled by now does nothing at all", async () => {
  await write("1");
  await handle("1");
  expect(await tell("1", "unknown")).toBe(200);
  expect(got()).toEqual([[], false]);
});

test("messages that come at once publish each row once", async () => {
  const ids = Array.from({ length: 30 }, (_, index) => String(index));
  for (const id of ids) await write(id);
  const batches = ids.map((id, index) => [id, ids[(index + 7) % ids.length]!]);
  const send = async (batch: string[]) => {
    while ((await tell(...batch)) !== 200);
  };
  await Promise.all(batches.map(send));
  expect(got()[0].sort()).toEqual([...ids].sort());
});

test("rows of one key go out one after the other, in whatever order they are told of; other keys do not wait", async () => {
  for (const [id, key] of [
    ["1", "a"],
    ["2", "a"],
    ["3", "b"],
    ["4", "b"],
  ] as const)
    await write(id, key);
  expect(await tell("4", "2")).toBe(200);
  expect(got()).toEqual([[], true]);
  expect(await tell("3", "2", "1")).toBe(200);
  expect(got()[0].sort()).toEqual(["1", "3"]);
  await handle("1");
  expect(await tell("2")).toBe(200);
  expect(got()[0]).toEqual(["2"]);
});

test("while the bus takes nothing it is not answered with 200, and what is told again goes out", async () => {
  await write("1");
  taken.status = 503;
  expect(await tell("1")).toBe(503);
  taken.status = 202;
  await later();
  expect(await tell("1")).toBe(200);
  expect(got()).toEqual([["1"], true]);
});

test("half a message, or one for somebody else, publishes nothing", async () => {
  await write("1");
  const whole = message("1");
  expect(await post(whole.slice(0, -20))).toBe(400);
  expect(await post(whole.replace('"length":1', '"length":2'))).toBe(400);
  expect(await post(whole, "Bearer another token")).toBe(401);
  expect(await post(whole, "")).toBe(401);
  expect(got()).toEqual([[], false]);
  expect(await post(whole)).toBe(200);
  expect(got()[0]).toEqual(["1"]);
});

test("how far the feed is needs no database", async () => {
  expect(await post('{"resolved":"1629813621680097993.0000000000"}')).toBe(200);
});

test("one that dies between publishing and answering is told again, and publishes again what it did not record", async () => {
  await write("1");
  let dead: Promise<void> | undefined;
  taken.before = () => (dead ??= kill(adapter));
  await expect(tell("1")).rejects.toThrow();
  taken.before = undefined;
  await dead;
  adapter = await start();
  // It had begun, and nobody knows whether the bus has it: until it is due again, it is told again.
  expect(await tell("1")).toBe(503);
  await later();
  expect(await tell("1")).toBe(200);
  expect(got()).toEqual([["1", "1"], true]);
});
