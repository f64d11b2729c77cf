import { TestCloud, type Login } from "../../support/emulator";

jest.setTimeout(5 * 60_000);

let cloud: TestCloud;
let cluster: string;
let admin: Login;
beforeAll(async () => {
  cloud = await TestCloud.start();
  cluster = await cloud.cluster("users-and-data");
  admin = await cloud.user(cluster, "chief");
});
afterAll(() => cloud.clear());

const on = (rest: string): string => `/api/v1/clusters/${cluster}${rest}`;
const messageOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "no error",
    (error: Error) => error.message,
  );

test.each([
  "-a",
  "a b",
  "ä",
  "",
  "a".repeat(64),
  "pg_monitor",
  "root",
  "Admin",
  "emulator",
  "crdb_internal_x",
])("%j is no name for a user", async (name) => {
  const answer = await cloud.call("POST", on("/sql-users"), { name, password: "a-password" });
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 3, message: expect.stringContaining("username") as string },
  });
});

test("a user is there once, under a name without capitals", async () => {
  const add = (name: string) => cloud.call("POST", on("/sql-users"), { name, password: "a-password" });
  expect(await add("Twice")).toMatchObject({ status: 200, body: { name: "twice" } });
  expect(await add("twice")).toMatchObject({
    status: 409,
    body: { code: 6, message: 'role "twice" already exists' },
  });
  expect(await cloud.query({ ...admin, user: "TWICE", password: "a-password" }, "SELECT 1 AS one")).toEqual([
    { one: 1 },
  ]);
});

test("a password changes at once, and odd ones are taken literally", async () => {
  const login = await cloud.user(cluster, "changer", "first-password");
  const password = `quote ' and "double" \\ and $$`;
  await cloud.call("PUT", on("/sql-users/changer/password"), { password });
  expect(await messageOf(cloud.query(login, "SELECT 1"))).toBe(
    'password authentication failed for user "changer"',
  );
  expect(await cloud.query({ ...login, password }, "SELECT 1 AS one")).toEqual([{ one: 1 }]);
  expect(await cloud.call("PUT", on("/sql-users/nobody/password"), { password })).toMatchObject({
    status: 404,
  });
  expect(await cloud.call("PUT", on("/sql-users/changer/password"), { password: "" })).toMatchObject({
    status: 400,
  });
});

test("an administrator makes databases, users and roles, and reads what others wrote", async () => {
  const other = await cloud.user(cluster, "second-chief");
  for (const statement of [
    "CREATE DATABASE made_in_sql",
    "CREATE ROLE a_group",
    'GRANT a_group TO "second-chief"',
  ]) {
    await cloud.query(admin, statement);
  }
  await cloud.query(admin, "CREATE TABLE notes (text text); INSERT INTO notes VALUES ('hello')");
  expect(await cloud.query(other, "SELECT * FROM notes")).toEqual([{ text: "hello" }]);
  await cloud.query(other, "ALTER TABLE notes ADD COLUMN by text");
  expect(await cloud.call("GET", on("/databases"))).toMatchObject({
    body: {
      databases: [{ name: "defaultdb", table_count: "1" }, { name: "made_in_sql" }, { name: "postgres" }],
    },
  });
});

test.each([
  ["CREATE TABLE t (a int)", "permission denied for schema public"],
  ["CREATE SCHEMA s", "permission denied for database defaultdb"],
  ["CREATE DATABASE d", "permission denied to create database"],
  ["CREATE ROLE r", "permission denied to create role"],
  ["ALTER ROLE chief PASSWORD 'stolen'", "permission denied"],
  ["GRANT admin TO demoted", 'must have admin option on role "admin"'],
  ["SET ROLE admin", 'permission denied to set role "admin"'],
  ["SELECT * FROM secrets", "permission denied for table secrets"],
])("who is no administrator any more cannot: %s", async (statement, message) => {
  const login = await cloud.user(cluster, "demoted");
  await cloud.query(admin, "CREATE TABLE IF NOT EXISTS secrets (text text)");
  await cloud.query(admin, "REVOKE admin FROM demoted");
  expect(await cloud.query(login, "SELECT current_user::text AS me")).toEqual([{ me: "demoted" }]);
  expect(await messageOf(cloud.query(login, statement))).toBe(message);
});

test("who is made an administrator in SQL is one", async () => {
  await cloud.query(admin, "CREATE USER promoted PASSWORD 'a-password'");
  const login = { ...admin, user: "promoted", password: "a-password" };
  expect(await messageOf(cloud.query(login, "CREATE ROLE by_promoted"))).toBe(
    "permission denied to create role",
  );
  await cloud.query(admin, "GRANT admin TO promoted");
  expect(await messageOf(cloud.query(login, "CREATE ROLE by_promoted"))).toBe("no error");
  expect((await cloud.call("GET", on("/sql-users"))).body).toMatchObject({
    users: expect.arrayContaining([{ name: "promoted" }]) as object[],
  });
});

test.each([
  ["GRANT pg_execute_server_program TO chief", 'role "pg_execute_server_program" does not exist'],
  ["GRANT pg_read_server_files TO chief", 'role "pg_read_server_files" does not exist'],
  [
    "COPY (SELECT 1) TO PROGRAM 'cat'",
    "must be superuser or have privileges of the pg_execute_server_program role to COPY to or from an external program",
  ],
  [
    "ALTER ROLE emulator PASSWORD 'stolen'",
    "must be superuser to alter superuser roles or change superuser attribute",
  ],
  ["CREATE ROLE mighty SUPERUSER", "must be superuser to create superusers"],
  ["SET ROLE emulator", 'permission denied to set role "emulator"'],
])("an administrator does not get out of the database: %s", async (statement, message) => {
  expect(await messageOf(cloud.query(admin, statement))).toBe(message);
});

test("the emulator's own account and database are out of reach", async () => {
  const message = await messageOf(cloud.query({ ...admin, user: "emulator" }, "SELECT 1"));
  expect(message).toBe('password authentication failed for user "emulator"');
  expect(await messageOf(cloud.query({ ...admin, database: "system" }, "SELECT 1"))).toBe(
    'permission denied for database "system"',
  );
  expect(await cloud.call("POST", on("/databases"), { name: "system" })).toMatchObject({ status: 409 });
});

test("a user who owns something is not dropped until that is gone", async () => {
  await cloud.call("POST", on("/databases"), { name: "owned" });
  await cloud.user(cluster, "owner");
  await cloud.query(
    admin,
    "REVOKE admin FROM owner; GRANT owner TO CURRENT_USER; ALTER DATABASE owned OWNER TO owner",
  );
  expect(await cloud.call("DELETE", on("/sql-users/owner"))).toMatchObject({
    status: 400,
    body: { code: 9, message: expect.stringContaining("cannot drop role/user owner: ") as string },
  });
  expect((await cloud.call("DELETE", on("/databases/owned"))).status).toBe(200);
  expect((await cloud.call("DELETE", on("/sql-users/owner"))).status).toBe(200);
  expect(await cloud.call("DELETE", on("/sql-users/owner"))).toMatchObject({ status: 404 });
});

test("databases that are dropped at the same time do not miss each other", async () => {
  const names = Array.from({ length: 8 }, (_, index) => `together_${index}`);
  for (const name of names) await cloud.call("POST", on("/databases"), { name });
  const statuses = await Promise.all(
    names.map(async (name, place) => {
      const found: number[] = [];
      // Each a little later than the one before it.
      for (let i = 0; i < place; i += 1) found.push((await cloud.call("GET", on("/databases"))).status);
      return [...found, (await cloud.call("DELETE", on(`/databases/${name}`))).status];
    }),
  );
  expect([...new Set(statuses.flat())]).toEqual([200]);
  expect(JSON.stringify((await cloud.call("GET", on("/databases"))).body)).not.toContain("together_");
});

test("databases are renamed and dropped also while they are in use", async () => {
  await cloud.call("POST", on("/databases"), { name: "busy" });
  expect(await cloud.call("POST", on("/databases"), { name: "busy" })).toMatchObject({ status: 409 });
  await cloud.query({ ...admin, database: "busy" }, "CREATE TABLE kept (a int)");
  const answers = await cloud.session({ ...admin, database: "busy" }, async () => [
    await cloud.call("PATCH", on("/databases/busy"), { new_name: "renamed" }),
    await cloud.call("PATCH", on("/databases/busy"), { new_name: "again" }),
  ]);
  expect(answers).toMatchObject([{ body: { name: "renamed", table_count: "1" } }, { status: 404 }]);
  const dropped = await cloud.session({ ...admin, database: "renamed" }, () =>
    cloud.call("DELETE", on("/databases/renamed")),
  );
  expect(dropped).toMatchObject({ body: { name: "renamed" } });
  expect(await cloud.call("DELETE", on("/databases/renamed"))).toMatchObject({ status: 404 });
});

test.each(["", "a".repeat(64)])("%j is no name for a database", async (name) => {
  expect(await cloud.call("POST", on("/databases"), { name })).toMatchObject({ status: 400 });
});

test("clusters share nothing", async () => {
  const id = await cloud.cluster("a-neighbour");
  const neighbour = await cloud.user(id, "chief", "another-password");
  expect(await messageOf(cloud.query({ ...admin, host: neighbour.host }, "SELECT 1"))).toBe(
    'password authentication failed for user "chief"',
  );
  expect(
    await cloud.query(
      neighbour,
      "SELECT datname::text AS name FROM pg_database WHERE NOT datistemplate ORDER BY 1",
    ),
  ).toEqual(["defaultdb", "postgres", "system"].map((name) => ({ name })));
});
