import type { Transaction } from "../../../components/events/runtime/handler";
import { once } from "../../../components/events/runtime/once";
import { eventsDatabase, type EventsDatabase } from "./database";

/** Unpacking PostgreSQL, where it is not cached, takes a minute. */
jest.setTimeout(10 * 60_000);

let database: EventsDatabase;
beforeAll(async () => {
  database = await eventsDatabase();
  await database.pool.query("CREATE TABLE effects (event text NOT NULL)");
});
afterAll(() => database.close());
beforeEach(() => database.pool.query("TRUNCATE handled_events, outbox_events, effects"));

const event = { source: "/functions/place", id: "7" };
const effect = async (transaction: Transaction) => {
  await transaction.query("INSERT INTO effects VALUES ($1)", [event.id]);
  await transaction.publish({ type: "order.placed" });
  return "done";
};
const handled = (name = "notify", what = event, how = effect) =>
  once(database.context(name, what), what, how);
const rowsOf = async (table: string) => (await database.pool.query(`SELECT 1 FROM ${table}`)).rowCount;
const left = async () => [await rowsOf("effects"), await rowsOf("outbox_events")];

test("an event that comes again has its effect once, and says so", async () => {
  expect(await handled()).toEqual({ first: true, result: "done" });
  expect(await handled()).toEqual({ first: false });
  expect(await left()).toEqual([1, 1]);
});

test("an event that comes many times at once has its effect once", async () => {
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => handled()));
  expect(outcomes.filter(({ first }) => first)).toHaveLength(1);
  expect(await left()).toEqual([1, 1]);
});

test("each function has its own effect, and so has an event of the same id from elsewhere", async () => {
  await handled();
  expect((await handled("bill")).first).toBe(true);
  expect((await handled("notify", { ...event, source: "/functions/shop" })).first).toBe(true);
  expect(await left()).toEqual([3, 3]);
});

test("an effect that fails is undone with its events, and there the next time", async () => {
  const failing = async (transaction: Transaction): Promise<string> => {
    await effect(transaction);
    throw new Error("no driver is free");
  };
  await expect(handled("notify", event, failing)).rejects.toThrow("no driver is free");
  expect(await left()).toEqual([0, 0]);
  expect((await handled()).first).toBe(true);
});

test("one whose connection breaks in the middle is undone, and the pool has no broken connection", async () => {
  const broken = async (transaction: Transaction): Promise<string> => {
    await effect(transaction);
    await transaction.query("SELECT pg_terminate_backend(pg_backend_pid())");
    return "never";
  };
  await expect(handled("notify", event, broken)).rejects.toThrow(/terminat/);
  expect(await left()).toEqual([0, 0]);
  expect((await handled()).first).toBe(true);
  expect(await left()).toEqual([1, 1]);
});

test("two that meet are both done, and each publishes what it would have published alone", async () => {
  await database.pool.query("CREATE TABLE accounts (name text PRIMARY KEY, roses int NOT NULL)");
  await database.pool.query("INSERT INTO accounts VALUES ('a', 0), ('b', 0)");
  let arrived = 0;
  let meet: () => void;
  const met = new Promise<void>((resolve) => (meet = resolve));
  const moves: Promise<unknown>[] = [];
  const move = (from: string, to: string) => async (transaction: Transaction) => {
    // One that begins again could meet the other once more: it waits for its end.
    if (arrived === 2) await Promise.race(moves);
    const add = "UPDATE accounts SET roses = roses + 1 WHERE name = $1";
    await transaction.query(add, [from]);
    arrived += 1;
    if (arrived === 2) meet();
    await met;
    await transaction.query(add, [to]);
    await transaction.publish({ type: "order.placed" });
    return `${from}${to}`;
  };
  const both = [handled("notify", event, move("a", "b")), handled("bill", event, move("b", "a"))];
  moves.push(...both);
  const outcomes = await Promise.all(both);
  expect(outcomes.map((one) => one.first)).toEqual([true, true]);
  // One of them began again.
  expect(arrived).toBe(3);
  const { rows } = await database.pool.query<{ roses: number }>("SELECT roses FROM accounts ORDER BY name");
  expect(rows).toEqual([{ roses: 2 }, { roses: 2 }]);
  const ids = await database.pool.query<{ source: string; id: string }>(
    "SELECT source, id FROM outbox_events",
  );
  await database.pool.query("TRUNCATE handled_events, outbox_events");
  await handled();
  await handled("bill");
  const alone = await database.pool.query("SELECT source, id FROM outbox_events");
  expect(new Set(ids.rows.map(({ id }) => id))).toEqual(new Set(alone.rows.map(({ id }) => id as string)));
});
