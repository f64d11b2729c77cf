/* eslint-disable jest/no-export -- every platform runs these tests */
import { urlOf, type PostgresServer } from "../support/postgres";
import type { Instance, SentEvent, TestedPlatform } from "../support/contract/platform";

/** What `once` sees to on every platform, by a database. @param server has the tables of a ledger, and a table `effects` */
export function handlesOnce(platform: TestedPlatform, server: () => PostgresServer): void {
  let instance: Instance;
  beforeAll(async () => {
    instance = await platform.start({
      takes: "events",
      environment: { DATABASE_URL: urlOf(server()), DATABASE_POOL_SIZE: "5" },
    });
  });
  afterAll(() => instance.stop());
  beforeEach(() => query("TRUNCATE handled_events, outbox_events, effects"));

  const query = (sql: string) => server().query<{ event: string }>(server().admin, sql);
  const effects = async () =>
    (await query("SELECT event FROM effects ORDER BY event")).map(({ event }) => event);
  const event = (id: string, type = "counted"): SentEvent => ({
    specversion: "1.0",
    id,
    source: "/shop",
    type,
  });

  test("an event that comes again has its effect once, and is done each time", async () => {
    for (const outcome of ["done", "done", "done"]) expect(await instance.deliver(event("a"))).toBe(outcome);
    expect(await effects()).toEqual(["a"]);
    const counted = instance.lines().filter(({ message }) => message === "counted");
    expect(counted.map(({ first }) => first)).toEqual([true, false, false]);
  });

  test("an event that comes many times at once has its effect once", async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => instance.deliver(event("b"))));
    expect(new Set(outcomes)).toEqual(new Set(["done"]));
    expect(await effects()).toEqual(["b"]);
  });

  test("one whose handler fails after the effect comes again, and has it once", async () => {
    expect(await instance.deliver(event("c", "counted.late"))).toBe("again");
    expect(await instance.deliver(event("c", "counted"))).toBe("done");
    expect(await effects()).toEqual(["c"]);
  });

  test("another event has an effect of its own", async () => {
    for (const id of ["d", "e"]) await instance.deliver(event(id));
    expect(await effects()).toEqual(["d", "e"]);
  });

  test("a batch that comes again has each effect once", async () => {
    const batch = ["f", "g", "h"].map((id) => event(id));
    expect(await instance.deliverBatch(batch)).toBe("done");
    expect(await instance.deliverBatch([...batch, event("i")])).toBe("done");
    expect(await effects()).toEqual(["f", "g", "h", "i"]);
  });
}
