import fc from "fast-check";
import { identifier, literal } from "../../components/cockroach/sql/names";
import { setupScript, checkScript } from "../../components/cockroach/sql/script";
import type { ApplicationDatabaseSpec } from "../../components/cockroach/sql/dialect";
import { scramVerifier } from "../../components/cockroach/sql/verifier";
import { startPostgres, type Login, type PostgresServer, type ScriptRun } from "../support/postgres";

/** Unpacking PostgreSQL, where it is not cached, takes a minute. */
jest.setTimeout(10 * 60_000);

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

const spec = (name: string, more: Partial<ApplicationDatabaseSpec> = {}): ApplicationDatabaseSpec => ({
  name,
  engine: "postgres",
  madeBy: "sql",
  wholeServer: true,
  mark: "cakestack/dev",
  connections: 4,
  ...more,
});

/** Passwords of one generation of an application's users. */
const passwordOf = (role: string, generation = 0): string => `${role}'s password ${generation}`;

function verifiers(name: string, generations: readonly [number, number, number] = [0, 0, 0]) {
  const roles = [`${name}_owner`, `${name}_app_a`, `${name}_app_b`];
  const variables = ["OWNER_VERIFIER", "USER_A_VERIFIER", "USER_B_VERIFIER"];
  return Object.fromEntries(
    roles.map((role, index) => [
      variables[index]!,
      scramVerifier(role, passwordOf(role, generations[index])),
    ]),
  );
}

const setUp = (one: ApplicationDatabaseSpec, admin = server.admin): Promise<ScriptRun> =>
  server.script(admin, setupScript(one), verifiers(one.name));

const check = (one: ApplicationDatabaseSpec, admin = server.admin): Promise<ScriptRun> =>
  server.script({ ...admin, database: one.name }, checkScript(one));

const login = (role: string, database: string, generation = 0): Login => ({
  user: role,
  password: passwordOf(role, generation),
  database,
});

async function made(name: string, more?: Partial<ApplicationDatabaseSpec>): Promise<ApplicationDatabaseSpec> {
  const one = spec(name, more);
  const { code, text } = await setUp(one);
  if (code !== 0) throw new Error(text);
  return one;
}

/** The server's answer to a statement: "done", or its error. */
const answer = (who: Login, sql: string): Promise<string> =>
  server.query(who, sql).then(
    () => "done",
    (error: Error) => error.message,
  );

describe("the run-time user, statement by statement", () => {
  const app = login("shop_app_a", "shop");
  const owner = login("shop_owner", "shop");

  beforeAll(async () => {
    await made("shop");
    await made("other");
    await server.query(login("other_owner", "other"), "CREATE TABLE secrets (id int)");
    await server.query(
      owner,
      `CREATE TABLE orders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, what text);
       CREATE SEQUENCE numbers;
       CREATE SCHEMA archive CREATE TABLE archive.orders (id int)`,
    );
  });

  test.each([
    ["INSERT INTO orders (what) VALUES ('roses')"],
    ["SELECT * FROM orders"],
    ["UPDATE orders SET what = 'tulips'"],
    ["DELETE FROM orders"],
    ["SELECT nextval('numbers')"],
    ["INSERT INTO archive.orders VALUES (1)"],
    ["SELECT * FROM archive.orders"],
  ])("may: %s", async (sql) => {
    expect(await answer(app, sql)).toBe("done");
  });

  test.each([
    ["CREATE TABLE mine (id int)", "permission denied for schema public"],
    ["CREATE TABLE archive.mine (id int)", "permission denied for schema archive"],
    [
      "CREATE TEMPORARY TABLE mine (id int)",
      'permission denied to create temporary tables in database "shop"',
    ],
    ["CREATE SCHEMA mine", "permission denied for database shop"],
    ["CREATE VIEW mine AS SELECT * FROM orders", "permission denied for schema public"],
    ["CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'", "permission denied for schema public"],
    ["CREATE EXTENSION pgcrypto", 'permission denied to create extension "pgcrypto"'],
    ["CREATE DATABASE mine", "permission denied to create database"],
    ["ALTER TABLE orders ADD COLUMN price int", "must be owner of table orders"],
    ["TRUNCATE orders", "permission denied for table orders"],
    ["DROP TABLE orders", "must be owner of table orders"],
    ["DROP DATABASE other", "must be owner of database other"],
    ["CREATE ROLE mine", "permission denied to create role"],
    ["ALTER ROLE shop_app_a SUPERUSER", "must be superuser"],
    ["ALTER ROLE shop_app_a CREATEROLE", "permission denied"],
    ["ALTER ROLE shop_owner PASSWORD 'known'", "permission denied"],
    ["DROP ROLE shop_app_b", "permission denied to drop role"],
    ["GRANT shop_owner TO shop_app_a", 'must have admin option on role "shop_owner"'],
    ["SET ROLE shop_owner", 'permission denied to set role "shop_owner"'],
    ["SET ROLE postgres", 'permission denied to set role "postgres"'],
    ["SET SESSION AUTHORIZATION shop_owner", "permission denied to set session authorization"],
    ["SELECT rolpassword FROM pg_authid", "permission denied for table pg_authid"],
    ["SELECT pg_read_file('PG_VERSION')", "permission denied for function pg_read_file"],
    ["COPY orders TO PROGRAM 'cat'", "must be superuser or have privileges of the pg_execute_server_program"],
  ])("may not: %s", async (sql, message) => {
    expect(await answer(app, sql)).toContain(message);
  });

  test.each(["other", "postgres", "template1"])("may not connect to database %s", async (database) => {
    expect(await answer({ ...app, database }, "SELECT 1")).toBe(
      `permission denied for database "${database}"`,
    );
  });

  test("holds no more connections than it may", async () => {
    const held = Array.from({ length: 5 }, () => answer(app, "SELECT pg_sleep(1)"));
    const answers = await Promise.all(held);
    expect(answers.filter((one) => one === "done")).toHaveLength(4);
    expect(answers).toContain('too many connections for role "shop_app_a"');
  });

  test("passes none of its rights on", async () => {
    await server.query(app, "GRANT SELECT ON orders TO other_app");
    const rights = "SELECT has_table_privilege('other_app', 'orders', 'SELECT') AS granted";
    expect(await server.query(owner, rights)).toEqual([{ granted: false }]);
  });

  test("the role that holds the rights logs in nowhere", async () => {
    expect(await answer({ ...app, user: "shop_app" }, "SELECT 1")).not.toBe("done");
  });

  test("the owner may change its schema, and no more than its database", async () => {
    expect(await answer(owner, "ALTER TABLE orders ADD COLUMN price int")).toBe("done");
    expect(await answer(owner, "CREATE DATABASE mine")).toBe("permission denied to create database");
    expect(await answer(owner, "CREATE ROLE mine")).toBe("permission denied to create role");
    expect(await answer({ ...owner, database: "other" }, "SELECT 1")).toBe(
      'permission denied for database "other"',
    );
  });

  test("statements of the application end by themselves, those of migrations do not", async () => {
    const shown = (who: Login) => server.query(who, "SELECT current_setting('statement_timeout') AS timeout");
    expect(await shown(app)).toEqual([{ timeout: "1min" }]);
    expect(await shown(owner)).toEqual([{ timeout: "0" }]);
  });
});

test("a second run changes nothing but the passwords, to the same", async () => {
  const one = await made("again");
  const catalog = () =>
    server.query(
      server.admin,
      `SELECT oid::text AS id, to_jsonb(r) AS it FROM pg_authid r WHERE rolname LIKE 'again%'
       UNION ALL SELECT oid::text, to_jsonb(d) FROM pg_database d WHERE datname = 'again' ORDER BY id`,
    );
  const before = await catalog();
  const { code, text } = await setUp(one);
  expect(code).toBe(0);
  expect(text.split("\n").filter((line) => /^[A-Z]+( [A-Z]+)*$/.test(line))).toEqual([
    "ALTER ROLE",
    "ALTER ROLE",
    "ALTER ROLE",
  ]);
  expect(await catalog()).toEqual(before);
  expect(await check(one)).toEqual({ code: 0, text: "" });
});

test("scripts of several applications at once do not disturb each other", async () => {
  const all = ["one", "two", "three", "four"].map((name) => spec(name));
  const runs = await Promise.all(all.map((one) => setUp(one)));
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(await Promise.all(all.map(async (one) => (await check(one)).code))).toEqual([0, 0, 0, 0]);
});

test("an interrupted run is completed by the next one", async () => {
  const one = spec("half");
  const script = setupScript(one);
  const [beginning] = script.split(/(?=\\connect)/);
  expect((await server.script(server.admin, beginning!, verifiers("half"))).code).toBe(0);
  expect((await check(one)).code).not.toBe(0);
  expect((await setUp(one)).code).toBe(0);
  expect(await check(one)).toEqual({ code: 0, text: "" });
});

describe("drift", () => {
  const one = spec("drifting");
  beforeAll(async () => {
    await made("drifting");
    await server.query(server.admin, "CREATE ROLE stranger; CREATE ROLE crowd");
  });

  /** Statements run in the application's database, and what the check says of each. */
  test.each([
    ["ALTER ROLE drifting_app_a SUPERUSER", "role drifting_app_a is a superuser"],
    ["ALTER ROLE drifting_owner CREATEDB", "role drifting_owner may create databases"],
    ["ALTER ROLE drifting_app_b CREATEROLE", "role drifting_app_b may create roles"],
    ["ALTER ROLE drifting_app_b REPLICATION", "role drifting_app_b may replicate the server"],
    ["ALTER ROLE drifting_app BYPASSRLS", "role drifting_app passes by row security"],
    ["ALTER ROLE drifting_app_a NOINHERIT", "role drifting_app_a does not inherit what its roles may do"],
    ["ALTER ROLE drifting_app_a VALID UNTIL '2001-01-01'", "role drifting_app_a has a password that ends"],
    ["ALTER ROLE drifting_app LOGIN", "role drifting_app may log in"],
    ["ALTER ROLE drifting_app_a NOLOGIN", "role drifting_app_a may not log in"],
    ["ALTER ROLE drifting_app_a CONNECTION LIMIT -1", "role drifting_app_a may hold -1 connections, not 4"],
    [
      "ALTER ROLE drifting_app_a RESET statement_timeout",
      "sessions of role drifting_app_a do not start with statement_timeout = 60s",
    ],
    ["GRANT drifting_owner TO drifting_app_a", "role drifting_app_a is a member of drifting_owner"],
    ["GRANT pg_read_all_data TO drifting_app", "role drifting_app is a member of pg_read_all_data"],
    ["GRANT drifting_app TO stranger", "role stranger is a member of drifting_app"],
    ["REVOKE drifting_app FROM drifting_app_b", "role drifting_app_b is not a member of drifting_app"],
    [
      "GRANT drifting_app TO drifting_app_b WITH ADMIN OPTION",
      "role drifting_app_b is a member of drifting_app that may take in others",
    ],
    ["GRANT CONNECT ON DATABASE drifting TO public", "public has CONNECT on database drifting"],
    [
      "GRANT TEMPORARY ON DATABASE drifting TO drifting_app",
      "drifting_app has TEMPORARY on database drifting",
    ],
    [
      "REVOKE CONNECT ON DATABASE drifting FROM drifting_app",
      "drifting_app lacks CONNECT on database drifting",
    ],
    [
      "GRANT CONNECT ON DATABASE template1 TO drifting_app_a",
      "drifting_app_a has CONNECT on database template1",
    ],
    ["GRANT CONNECT ON DATABASE postgres TO public", "public has CONNECT on database postgres"],
    ["GRANT CREATE ON SCHEMA public TO public", "public has CREATE on schema public of database drifting"],
    [
      "GRANT CREATE ON SCHEMA public TO drifting_app_a",
      "drifting_app_a has CREATE on schema public of database drifting",
    ],
    [
      "REVOKE USAGE ON SCHEMA public FROM drifting_app",
      "drifting_app lacks USAGE on schema public of database drifting",
    ],
    [
      "ALTER DEFAULT PRIVILEGES FOR ROLE drifting_owner REVOKE INSERT ON TABLES FROM drifting_app",
      "drifting_app will lack INSERT on new tables of drifting_owner",
    ],
    [
      "ALTER DEFAULT PRIVILEGES FOR ROLE drifting_owner GRANT TRUNCATE ON TABLES TO drifting_app",
      "drifting_app will have TRUNCATE on new tables of drifting_owner",
    ],
    [
      "ALTER DEFAULT PRIVILEGES FOR ROLE drifting_owner GRANT SELECT ON TABLES TO public",
      "public will have SELECT on new tables of drifting_owner",
    ],
    [
      "ALTER DEFAULT PRIVILEGES FOR ROLE drifting_owner REVOKE USAGE ON SEQUENCES FROM drifting_app",
      "drifting_app will lack USAGE on new sequences of drifting_owner",
    ],
    [
      "ALTER DEFAULT PRIVILEGES FOR ROLE drifting_owner GRANT CREATE ON SCHEMAS TO crowd",
      "crowd will have CREATE on new schemas of drifting_owner",
    ],
  ])("is found and put right: %s", async (statement, words) => {
    await server.query({ ...server.admin, database: "drifting" }, statement);
    const found = await check(one);
    expect(found.code).toBe(3);
    expect(found.text.split("\n").filter((line) => line.startsWith("  - "))).toEqual([`  - ${words}`]);
    expect(found.text).toContain("The roles and rights of database drifting are not as they were made.");
    expect((await setUp(one)).code).toBe(0);
    expect(await check(one)).toEqual({ code: 0, text: "" });
  });

  test("a role that is gone is found, and made again with its password", async () => {
    await server.query(server.admin, "DROP ROLE drifting_app_b");
    const { text } = await check(one);
    expect(text).toContain("  - role drifting_app_b does not exist\n");
    expect(text).toContain("  - role drifting_app_b is not a member of drifting_app\n");
    expect((await setUp(one)).code).toBe(0);
    expect(await answer(login("drifting_app_b", "drifting"), "SELECT 1")).toBe("done");
  });

  test("all of it is listed at once", async () => {
    await server.query(
      server.admin,
      "ALTER ROLE drifting_app LOGIN; GRANT CONNECT ON DATABASE drifting TO public",
    );
    const { text } = await check(one);
    expect(text).toContain("  - public has CONNECT on database drifting\n  - role drifting_app may log in\n");
  });
});

describe("what belongs to somebody else", () => {
  test("a database that exists is refused, and nothing of it is changed", async () => {
    await server.query(server.admin, "CREATE DATABASE legacy");
    const { code, text } = await setUp(spec("legacy"));
    expect(code).toBe(3);
    expect(text).toContain(
      "  - database legacy exists and belongs to postgres, not to legacy_owner: choose another name, or give it to legacy_owner",
    );
    expect(text).toContain("Nothing was changed.");
    const roles = await server.query(server.admin, "SELECT FROM pg_roles WHERE rolname LIKE 'legacy%'");
    expect(roles).toEqual([]);
  });

  test("a role that another stack made is refused, and its password stays", async () => {
    await made("claimed");
    const { code, text } = await setUp(spec("claimed", { mark: "cakestack/prod's" }));
    expect(code).toBe(3);
    expect(text).toContain(
      "role claimed_owner exists and its mark is 'cakestack/dev', not 'cakestack/prod''s'",
    );
    expect(await answer(login("claimed_app_a", "claimed"), "SELECT 1")).toBe("done");
  });

  test("a stack that was taken away and comes back has its database again", async () => {
    const one = await made("returning");
    await server.query(login("returning_owner", "returning"), "CREATE TABLE kept (id int)");
    const script = setupScript(one);
    expect((await server.script(server.admin, script, verifiers("returning", [1, 1, 1]))).code).toBe(0);
    expect(await answer(login("returning_app_a", "returning", 1), "SELECT * FROM kept")).toBe("done");
    expect(await answer(login("returning_app_a", "returning", 0), "SELECT 1")).toContain(
      "password authentication failed",
    );
  });
});

test("a rotation gives the next user its password, and leaves the one in use alone", async () => {
  const one = await made("rotated");
  const rotated = await server.script(server.admin, setupScript(one), verifiers("rotated", [0, 0, 1]));
  expect(rotated.code).toBe(0);
  expect(await answer(login("rotated_app_a", "rotated", 0), "SELECT 1")).toBe("done");
  expect(await answer(login("rotated_app_b", "rotated", 1), "SELECT 1")).toBe("done");
  expect(await answer(login("rotated_app_b", "rotated", 0), "SELECT 1")).toContain(
    "password authentication failed",
  );
});

test("neither passwords nor what the server keeps of them show in what a script prints", async () => {
  const one = spec("silent");
  const { text } = await setUp(one);
  const failed = await server.script(
    server.admin,
    setupScript(spec("silent", { mark: "other" })),
    verifiers("silent"),
  );
  for (const secret of [...Object.values(verifiers("silent")), passwordOf("silent_app_a")]) {
    expect(text + failed.text + setupScript(one)).not.toContain(secret);
  }
});

describe("an administrator that is no superuser", () => {
  const dba: Login = { user: "dba", password: "dba's password", database: "postgres" };
  const one = spec("managed", { wholeServer: false });

  beforeAll(async () => {
    await server.query(
      server.admin,
      `CREATE ROLE dba LOGIN CREATEDB CREATEROLE PASSWORD '${dba.password.replace("'", "''")}';
       GRANT CONNECT ON DATABASE postgres TO dba`,
    );
  });

  test("makes a database, and finds and repairs drift", async () => {
    expect(await setUp(one, dba)).toMatchObject({ code: 0 });
    expect(await answer(login("managed_owner", "managed"), "CREATE TABLE things (id int)")).toBe("done");
    expect(await answer(login("managed_app_a", "managed"), "INSERT INTO things VALUES (1)")).toBe("done");
    await server.query(server.admin, "GRANT CONNECT ON DATABASE managed TO public");
    expect((await check(one, dba)).text).toContain("public has CONNECT on database managed");
    expect((await setUp(one, dba)).code).toBe(0);
    expect(await check(one, dba)).toEqual({ code: 0, text: "" });
  });

  test("is told what it may not put right", async () => {
    await server.query(server.admin, "ALTER ROLE managed_app SUPERUSER");
    const { code, text } = await setUp(one, dba);
    expect(code).toBe(3);
    expect(text).toContain("must be superuser");
  });
});

describe("users that an API made, as administrators, on an emulated CockroachDB", () => {
  const one = spec("cloudy", { madeBy: "api" });
  const cloud: Login = { user: "cloud", password: "cloud password", database: "postgres" };
  /** Administrators act as the role that makes them one, which is no superuser. */
  const script = (text: string, database = cloud.database) =>
    server.script({ ...cloud, database }, text, { PGOPTIONS: "-c role=admin" });

  beforeAll(async () => {
    await server.query(
      server.admin,
      `CREATE ROLE admin CREATEDB CREATEROLE;
       CREATE ROLE cloud LOGIN PASSWORD '${cloud.password}';
       GRANT admin TO cloud WITH ADMIN OPTION;
       ALTER DATABASE postgres OWNER TO admin`,
    );
    await server.query(server.admin, "CREATE DATABASE defaultdb OWNER admin");
    await server.query(server.admin, "CREATE DATABASE cloudy OWNER admin");
    for (const role of ["cloudy_owner", "cloudy_app_a", "cloudy_app_b"]) {
      const password = passwordOf(role).replace("'", "''");
      await server.query(
        server.admin,
        `CREATE ROLE ${role} LOGIN PASSWORD '${password}'; GRANT admin TO ${role} WITH ADMIN OPTION`,
      );
    }
  });

  test("lose what they have too much, and the database gets its owner", async () => {
    expect(await script(setupScript(one))).toMatchObject({ code: 0 });
    expect(await script(checkScript(one), "cloudy")).toEqual({ code: 0, text: "" });
    expect(await script(setupScript(one))).toMatchObject({ code: 0 });
    expect(await answer(login("cloudy_app_a", "cloudy"), "SET ROLE admin")).toBe(
      'permission denied to set role "admin"',
    );
    expect(await answer(login("cloudy_app_a", "cloudy"), "CREATE TABLE mine (id int)")).toBe(
      "permission denied for schema public",
    );
    expect(await answer(login("cloudy_app_a", "defaultdb"), "SELECT 1")).toBe(
      'permission denied for database "defaultdb"',
    );
    expect(await answer(login("cloudy_owner", "cloudy"), "CREATE TABLE orders (id int)")).toBe("done");
    expect(await answer(login("cloudy_app_b", "cloudy"), "SELECT * FROM orders")).toBe("done");
  });

  test("one that becomes an administrator again is found", async () => {
    await server.query(server.admin, "GRANT admin TO cloudy_app_b");
    expect((await script(checkScript(one), "cloudy")).text).toContain(
      "  - role cloudy_app_b is a member of admin\n",
    );
  });

  test("are missed when they are not there", async () => {
    const { code, text } = await script(setupScript(spec("missing", { madeBy: "api" })));
    expect(code).toBe(3);
    expect(text).toContain("  - role missing_app_a does not exist\n  - role missing_app_b does not exist\n");
  });
});

test("any text is quoted so that it comes back as it went in", async () => {
  const texts = fc.array(
    fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0")),
    { minLength: 1 },
  );
  await fc.assert(
    fc.asyncProperty(texts, async (all) => {
      const columns = all.map(
        (text, index) => `${literal(text)} AS ${identifier(`c${index}${text}`.slice(0, 20))}`,
      );
      const [row] = await server.query<Record<string, string>>(server.admin, `SELECT ${columns.join(", ")}`);
      expect(Object.values(row!)).toEqual(all);
    }),
    { numRuns: 50 },
  );
});
