import { CloudEvent } from "cloudevents";
import {
  close,
  isEmpty,
  publishDue,
  type Subscription,
} from "../../../components/events/ledger/function/outbox";
import { Sweeper } from "../../../components/events/ledger/function/sweep";
import { markHandled } from "../../../components/events/runtime/once";
import { eventsDatabase, type EventsDatabase } from "./database";

/** Unpacking PostgreSQL, where it is not cached, takes a minute. */
jest.setTimeout(10 * 60_000);

let database: EventsDatabase;
let written: jest.SpyInstance;
beforeAll(async () => {
  database = await eventsDatabase();
  await database.pool.query("CREATE TABLE orders (id text PRIMARY KEY)");
  written = jest.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterAll(async () => {
  written.mockRestore();
  await database.close();
});
beforeEach(() => database.pool.query("TRUNCATE handled_events, outbox_events, dead_letters, orders"));

const assign: Subscription = { handler: "/functions/assign", filter: { type: "order.placed" } };
const bill: Subscription = { handler: "/functions/bill", filter: { type: "order.placed", subject: "1" } };

/** An order, and the event that tells of it. */
const place = (id: string, key?: string) =>
  database.context("place").transaction(async (transaction) => {
    await transaction.query("INSERT INTO orders VALUES ($1)", [id]);
    await transaction.publish({ type: "order.placed", id, subject: id, data: { order: id }, key });
  });
const handle = (id: string, { handler } = assign) =>
  markHandled(database.pool, handler, { source: "/functions/place", id });
/** Every row is due, as it would be later. */
const later = () => database.pool.query("UPDATE outbox_events SET next_at = now()");

/** A bus that keeps what it takes. */
function taking() {
  const events: CloudEvent<unknown>[] = [];
  const post = (event: CloudEvent<unknown>): Promise<void> => {
    events.push(event);
    return Promise.resolve();
  };
  return { events, post, ids: () => events.splice(0).map(({ id }) => id) };
}

test("an event goes out with the change that it tells of, as it was written", async () => {
  const bus = taking();
  await place("1");
  expect(await publishDue(database.pool, bus.post)).toBe(1);
  expect(bus.events).toEqual([
    expect.objectContaining({
      id: "1",
      source: "/functions/place",
      type: "order.placed",
      subject: "1",
      data: { order: "1" },
    }),
  ]);
});

test("a change that is undone takes its event along", async () => {
  await place("1");
  await expect(place("1")).rejects.toThrow("duplicate key");
  const failing = database.context("place").transaction(async (transaction) => {
    await transaction.publish({ type: "order.placed", id: "2" });
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  const bus = taking();
  await publishDue(database.pool, bus.post);
  expect(bus.ids()).toEqual(["1"]);
});

test("an event is there until all functions that it is for have handled it", async () => {
  const bus = taking();
  await place("1");
  await publishDue(database.pool, bus.post);
  for (const [done, empty] of [
    [undefined, false],
    [assign, false],
    [bill, true],
  ] as const) {
    if (done) await handle("1", done);
    await close(database.pool, [assign, bill]);
    expect(await isEmpty(database.pool)).toBe(empty);
  }
});

test("a function that the event is not for is not waited for", async () => {
  await place("2");
  await publishDue(database.pool, taking().post);
  await handle("2");
  await close(database.pool, [assign, bill]);
  expect(await isEmpty(database.pool)).toBe(true);
});

test("an event that nobody records is done when the bus has it, and not before", async () => {
  await place("1");
  await expect(publishDue(database.pool, () => Promise.reject(new Error("down")))).resolves.toBe(1);
  await close(database.pool, []);
  expect(await isEmpty(database.pool)).toBe(false);
  await later();
  await publishDue(database.pool, taking().post);
  await close(database.pool, []);
  expect(await isEmpty(database.pool)).toBe(true);
});

test("an event that is not handled goes out again, but not at once", async () => {
  const bus = taking();
  await place("1");
  await publishDue(database.pool, bus.post);
  expect(await publishDue(database.pool, bus.post)).toBe(0);
  await later();
  await publishDue(database.pool, bus.post);
  expect(bus.ids()).toEqual(["1", "1"]);
});

test("a dead letter is waited for no longer", async () => {
  await place("1");
  await publishDue(database.pool, taking().post);
  await database.pool.query(
    "INSERT INTO dead_letters (handler, source, id, content) VALUES ($1, '/functions/place', '1', '{}')",
    [assign.handler],
  );
  await close(database.pool, [assign]);
  expect(await isEmpty(database.pool)).toBe(true);
});

test("of events with one key each waits for the one before; others do not", async () => {
  const bus = taking();
  for (const [id, key] of [["1", "a"], ["2", "a"], ["3", "b"], ["4"]] as const) await place(id, key);
  const next = async () => {
    await close(database.pool, [assign]);
    await publishDue(database.pool, bus.post);
    return bus.ids().sort();
  };
  expect(await next()).toEqual(["1", "3", "4"]);
  expect(await next()).toEqual([]);
  await handle("1");
  expect(await next()).toEqual(["2"]);
});

test("two that publish at once publish each event once", async () => {
  const bus = taking();
  await Promise.all(Array.from({ length: 100 }, (_, index) => place(String(index))));
  const counts = await Promise.all(Array.from({ length: 4 }, () => publishDue(database.pool, bus.post)));
  expect(counts.reduce((sum, count) => sum + count)).toBeGreaterThanOrEqual(100);
  expect(bus.ids().sort()).toEqual(Array.from({ length: 100 }, (_, index) => String(index)).sort());
});

test("one sweep publishes all, and what comes in the meantime", async () => {
  const ids: string[] = [];
  const post = async ({ id }: CloudEvent<unknown>) => {
    ids.push(id);
    // It comes while the sweep goes on, and asks for one of its own.
    if (id === "0") {
      await place("late", "a");
      await sweeper.sweep(database.pool);
    }
    await handle(id);
  };
  const sweeper = new Sweeper(post, [assign]);
  for (let id = 0; id < 120; id += 1) await place(String(id), id % 2 === 0 ? "a" : undefined);
  await sweeper.sweep(database.pool);
  expect(await isEmpty(database.pool)).toBe(true);
  expect(ids).toHaveLength(121);
  const ofKey = ids.filter((id) => id === "late" || Number(id) % 2 === 0);
  expect(ofKey).toEqual([...Array.from({ length: 60 }, (_, index) => String(2 * index)), "late"]);
});
