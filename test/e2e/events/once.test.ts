import * as fs from "node:fs";
import { Pool, type PoolClient } from "pg";
import { once } from "../../../components/events/runtime/once";
import { startPostgres, type PostgresServer } from "../../support/postgres";

/** Unpacking PostgreSQL, where it is not cached, takes a minute. */
jest.setTimeout(10 * 60_000);

/** The migration that the guide shows. */
const migration = /```sql\n(CREATE TABLE handled_events[^`]*)```/.exec(
  fs.readFileSync("docs/events.md", "utf8"),
)![1]!;

let server: PostgresServer;
let pool: Pool;
beforeAll(async () => {
  server = await startPostgres();
  const { admin, port, ca } = server;
  pool = new Pool({ ...admin, host: "127.0.0.1", port, ssl: { ca: fs.readFileSync(ca) }, max: 20 });
  // What the server says of a connection that a test breaks while nobody uses it.
  pool.on("error", () => undefined);
  await pool.query(`${migration}; CREATE TABLE effects (event text NOT NULL)`);
});
afterAll(async () => {
  await pool.end();
  await server.stop();
});
beforeEach(() => pool.query("TRUNCATE handled_events, effects"));

const event = { source: "/functions/place", id: "7" };
const effect = async (transaction: PoolClient) => {
  await transaction.query("INSERT INTO effects VALUES ($1)", [event.id]);
  return "done";
};
const effects = async () => (await pool.query("SELECT event FROM effects")).rowCount;

test("an event that comes again has its effect once, and says so", async () => {
  expect(await once(pool, "notify", event, effect)).toEqual({ first: true, result: "done" });
  expect(await once(pool, "notify", event, effect)).toEqual({ first: false });
  expect(await effects()).toBe(1);
});

test("an event that comes many times at once has its effect once", async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () => once(pool, "notify", event, effect)),
  );
  expect(outcomes.filter(({ first }) => first)).toHaveLength(1);
  expect(await effects()).toBe(1);
});

test("each handler has its own effect, and so has an event of the same id from elsewhere", async () => {
  await once(pool, "notify", event, effect);
  expect((await once(pool, "bill", event, effect)).first).toBe(true);
  expect((await once(pool, "notify", { ...event, source: "/functions/shop" }, effect)).first).toBe(true);
  expect(await effects()).toBe(3);
});

test("an effect that fails is undone, and there the next time", async () => {
  const failing = async (transaction: PoolClient) => {
    await effect(transaction);
    throw new Error("no driver is free");
  };
  await expect(once(pool, "notify", event, failing)).rejects.toThrow("no driver is free");
  expect(await effects()).toBe(0);
  expect((await once(pool, "notify", event, effect)).first).toBe(true);
});

test("one whose connection breaks in the middle is undone, and the pool has no broken connection", async () => {
  const broken = async (transaction: PoolClient) => {
    await effect(transaction);
    const { rows } = await transaction.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    const ended = new Promise((resolve) => transaction.once("error", resolve));
    await pool.query("SELECT pg_terminate_backend($1)", [rows[0]!.pid]);
    await ended;
  };
  await expect(once(pool, "notify", event, broken)).rejects.toThrow(/terminat|not queryable/);
  expect(await effects()).toBe(0);
  expect((await once(pool, "notify", event, effect)).first).toBe(true);
  expect(await effects()).toBe(1);
});
