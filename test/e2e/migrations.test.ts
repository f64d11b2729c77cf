import type { ApplicationDatabaseSpec } from "../../components/cockroach/sql/dialect";
import { setupScript, verifierVariables } from "../../components/cockroach/sql/script";
import { scramVerifier } from "../../components/cockroach/sql/verifier";
import { migrate } from "../support/flyway";
import { startPostgres, type Login, type PostgresServer } from "../support/postgres";

/** Fetching PostgreSQL and Flyway, where they are not cached, takes a minute. */
jest.setTimeout(10 * 60_000);

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const login = (user: string, database: string): Login => ({
  user,
  password: `password of ${user}`,
  database,
});

/** Makes the database of an application. @returns its owner */
async function made(name: string): Promise<Login> {
  const spec: ApplicationDatabaseSpec = {
    name,
    engine: "postgres",
    madeBy: "sql",
    wholeServer: true,
    mark: "test",
    connections: 10,
  };
  const roles = [`${name}_owner`, `${name}_app_a`, `${name}_app_b`];
  const verifiers = roles.map((role, index) => [
    verifierVariables[index]!,
    scramVerifier(role, login(role, name).password),
  ]);
  const { code, text } = await server.script(
    server.admin,
    setupScript(spec),
    Object.fromEntries(verifiers) as Record<string, string>,
  );
  if (code !== 0) throw new Error(text);
  return login(`${name}_owner`, name);
}

const first = { file: "V1__orders.sql", sql: "CREATE TABLE orders (id int PRIMARY KEY, what text);\n" };
const second = { file: "V2__prices.sql", sql: "ALTER TABLE orders ADD COLUMN price int;\n" };

test("migrations run once, as the owner, and what they make is the application's to use", async () => {
  const owner = await made("shop");
  expect(await migrate(server, owner, [first])).toMatchObject({ code: 0 });
  await server.query(login("shop_app_a", "shop"), "INSERT INTO orders VALUES (1, 'roses')");
  expect(await migrate(server, owner, [first, second])).toMatchObject({ code: 0 });
  expect(await migrate(server, owner, [first, second])).toMatchObject({ code: 0 });
  const app = login("shop_app_a", "shop");
  expect(await server.query(app, "SELECT * FROM orders")).toEqual([{ id: 1, what: "roses", price: null }]);
  const tables = "SELECT DISTINCT tableowner AS owner FROM pg_tables WHERE schemaname = 'public'";
  expect(await server.query(owner, tables)).toEqual([{ owner: "shop_owner" }]);
  const history = "SELECT version, installed_by, success FROM flyway_schema_history ORDER BY installed_rank";
  expect(await server.query(owner, history)).toEqual([
    { version: "1", installed_by: "shop_owner", success: true },
    { version: "2", installed_by: "shop_owner", success: true },
  ]);
});

test("the application reads what ran, and cannot change it", async () => {
  const owner = await made("honest");
  await migrate(server, owner, [first]);
  const app = login("honest_app_a", "honest");
  expect(await server.query(app, "SELECT version FROM flyway_schema_history")).toEqual([{ version: "1" }]);
  for (const change of ["DELETE FROM", "UPDATE", "INSERT INTO"]) {
    const rest =
      change === "UPDATE" ? " SET success = false" : change === "INSERT INTO" ? " DEFAULT VALUES" : "";
    await expect(server.query(app, `${change} flyway_schema_history${rest}`)).rejects.toThrow(
      "permission denied for table flyway_schema_history",
    );
  }
});

test("one that fails says which statement, where, and why, and leaves nothing of itself", async () => {
  const owner = await made("broken");
  const failing = {
    file: "V2__rows.sql",
    sql: "CREATE TABLE rows (id int);\n\nINSERT INTO rows VALUES (1);\nINSERT INTO nowhere VALUES (2);\n",
  };
  const { code, text } = await migrate(server, owner, [first, failing]);
  expect(code).toBe(1);
  // What Kubernetes keeps of a log of a container that failed.
  const end = text.slice(-2048);
  expect(end).toContain('ERROR: relation "nowhere" does not exist');
  expect(end).toContain("Statement  : INSERT INTO nowhere VALUES (2)");
  expect(end).toMatch(/Location {3}: .*V2__rows\.sql/);
  expect(end).toContain("Line       : 4");
  expect(text).not.toMatch(/^DEBUG|^\s+at org\./m);
  expect(text).not.toContain(owner.password);
  expect(
    await server.query(
      owner,
      "SELECT to_regclass('rows') AS rows, to_regclass('orders') IS NOT NULL AS orders",
    ),
  ).toEqual([{ rows: null, orders: true }]);
  const repaired = { ...failing, sql: "CREATE TABLE rows (id int);\n" };
  expect(await migrate(server, owner, [first, repaired])).toMatchObject({ code: 0 });
});

test("one that was edited after it ran is refused, and nothing runs", async () => {
  const owner = await made("edited");
  await migrate(server, owner, [first]);
  const edited = { ...first, sql: "CREATE TABLE orders (id int);\n" };
  const { code, text } = await migrate(server, owner, [edited, second]);
  expect(code).toBe(1);
  expect(text).toContain("Migration checksum mismatch for migration version 1");
  expect(text).toContain("Either revert the changes to the migration");
  expect(await server.query(owner, "SELECT version FROM flyway_schema_history")).toEqual([{ version: "1" }]);
});

test("one that was deleted after it ran is missed, unless it is the last: a program may go back", async () => {
  const owner = await made("deleted");
  await migrate(server, owner, [first, second]);
  const { code, text } = await migrate(server, owner, [second]);
  expect(code).toBe(1);
  expect(text).toContain("Detected applied migration not resolved locally: 1.");
  expect(await migrate(server, owner, [first])).toMatchObject({ code: 0 });
});

test("one with a lower number than what ran is refused", async () => {
  const owner = await made("late");
  await migrate(
    server,
    owner,
    [second].map(({ file }) => ({ file, sql: "CREATE TABLE prices (id int);\n" })),
  );
  const { code, text } = await migrate(server, owner, [
    first,
    { file: second.file, sql: "CREATE TABLE prices (id int);\n" },
  ]);
  expect(code).toBe(1);
  expect(text).toContain("Detected resolved migration not applied to database: 1.");
});

test("runs at the same time wait for each other, and each migration runs once", async () => {
  const owner = await made("busy");
  const slow = {
    file: "V1__slow.sql",
    sql: "CREATE TABLE slow (id int);\nSELECT pg_sleep(1);\nINSERT INTO slow VALUES (1);\n",
  };
  const runs = await Promise.all([1, 2, 3].map(() => migrate(server, owner, [slow])));
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(await server.query(owner, "SELECT count(*)::int AS rows FROM slow")).toEqual([{ rows: 1 }]);
});

test("what looks like a placeholder is SQL as it is", async () => {
  const owner = await made("plain");
  const sql = "CREATE TABLE texts AS SELECT '${name}' AS text;\n";
  expect(await migrate(server, owner, [{ file: "V1__texts.sql", sql }])).toMatchObject({ code: 0 });
  expect(await server.query(owner, "SELECT text FROM texts")).toEqual([{ text: "${name}" }]);
});

test("the owner's password is not enough without the server's authority", async () => {
  const owner = await made("distrusted");
  const { code, text } = await migrate({ ...server, ca: "/dev/null" }, owner, [first]);
  expect(code).toBe(1);
  expect(text).toContain("SSL error");
});
