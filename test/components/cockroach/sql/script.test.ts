import type { ApplicationDatabaseSpec } from "../../../../components/cockroach/sql/dialect";
import { checkScript, setupScript } from "../../../../components/cockroach/sql/script";

const spec = (more: Partial<ApplicationDatabaseSpec> = {}): ApplicationDatabaseSpec => ({
  name: "shop",
  engine: "postgres",
  madeBy: "sql",
  wholeServer: true,
  mark: "cakestack/dev",
  connections: 4,
  ...more,
});

const cloud = spec({ engine: "cockroach", madeBy: "api" });

/*
 * What PostgreSQL makes of its scripts is tested on a real one (test/e2e/sql.test.ts). CockroachDB does not run here:
 * its statements are compared with what its documentation says.
 */

test.each([
  ["the group of users is made", `'CREATE ROLE "shop_app"' WHERE NOT EXISTS`],
  ["users are taken out of every role but theirs", `format('REVOKE %I FROM %I%s', r.rolname, u.rolname, '')`],
  ["users are put into theirs", `'GRANT "shop_app" TO "shop_app_a"'`],
  ["the database gets its owner", `'ALTER DATABASE "shop" OWNER TO "shop_owner"'`],
  ["its rights are read from SHOW", 'FROM [SHOW GRANTS ON DATABASE "shop"]'],
  ["those on its schema, too", "FROM [SHOW GRANTS ON SCHEMA public]"],
  ["those on new objects, too", 'FROM [SHOW DEFAULT PRIVILEGES FOR ROLE "shop_owner"]'],
  ["administrators keep theirs", "WHERE grantee NOT IN ('admin', 'root', 'shop_owner')"],
  [
    "nobody but the application connects",
    `format('REVOKE %s ON %s FROM %I', privilege, 'DATABASE "shop"', grantee)`,
  ],
  [
    "databases that are there from the start are closed",
    "format('REVOKE CONNECT ON DATABASE %I FROM public', datname)",
  ],
  [
    "tables of migrations are for the application",
    `format('ALTER DEFAULT PRIVILEGES FOR ROLE "shop_owner" GRANT %s ON %s TO "shop_app"', wanted_privilege, kind)`,
  ],
  ["statements end by themselves", `'ALTER ROLE "shop_app_a" SET "statement_timeout" = ''60s'''`],
  ["no user makes databases", `'ALTER ROLE "shop_owner" NOCREATEDB'`],
])("on CockroachDB: %s", (_what, sql) => {
  expect(setupScript(cloud)).toContain(sql);
});

test.each([
  "CREATE DATABASE",
  "PASSWORD",
  "COMMENT ON ROLE",
  "CONNECTION LIMIT",
  "aclexplode",
  "pg_default_acl",
  "pg_advisory_lock",
  "NOSUPERUSER",
])("on CockroachDB, %s has no place: it lacks that, or the Cloud API does it", (sql) => {
  expect(setupScript(cloud) + checkScript(cloud)).not.toContain(sql);
});

test("on a CockroachDB without the Cloud API, the marked database comes first, then its roles with passwords", () => {
  const script = setupScript({ ...cloud, madeBy: "sql", wholeServer: false });
  const parts = [
    "FROM [SHOW DATABASES WITH COMMENT] WHERE database_name = 'shop' AND comment IS DISTINCT FROM 'cakestack/dev'",
    "role shop_owner exists without database shop",
    `CREATE DATABASE "shop"; COMMENT ON DATABASE "shop" IS ''cakestack/dev''`,
    `'CREATE ROLE "shop_owner" LOGIN'`,
    `ALTER ROLE "shop_owner" PASSWORD :'owner_verifier'`,
    `'ALTER DATABASE "shop" OWNER TO "shop_owner"'`,
  ];
  const places = parts.map((part) => script.indexOf(part));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual([...places].sort((one, other) => one - other));
  expect(script).not.toMatch(/COMMENT ON ROLE|TEMPLATE/);
});

test("what the catalog of CockroachDB does not show is put right, and not checked", () => {
  expect(checkScript(cloud)).not.toContain("statement_timeout");
  expect(checkScript(cloud)).toContain("role shop_app_a may create roles");
});

test("an emulated CockroachDB gets PostgreSQL's statements, and the API's databases and users", () => {
  const script = setupScript(spec({ madeBy: "api" }));
  expect(script).toContain("aclexplode");
  expect(script).toContain(`'ALTER DATABASE "shop" OWNER TO "shop_owner"'`);
  expect(script).not.toMatch(/CREATE DATABASE|PASSWORD|COMMENT ON ROLE/);
});

test("on a server that is for others too, their databases are left alone", () => {
  const others = "datname IN ('postgres', 'template1', 'defaultdb')";
  expect(setupScript(spec())).toContain(others);
  expect(setupScript(spec({ wholeServer: false }))).not.toContain(others);
  expect(setupScript({ ...cloud, wholeServer: false })).not.toContain("defaultdb");
});

test("passwords come from the environment, as what a server keeps of them", () => {
  expect(
    setupScript(spec())
      .split("\n")
      .filter((line) => /VERIFIER|PASSWORD/.test(line)),
  ).toEqual([
    "\\getenv owner_verifier OWNER_VERIFIER",
    `ALTER ROLE "shop_owner" PASSWORD :'owner_verifier';`,
    "\\getenv user_a_verifier USER_A_VERIFIER",
    `ALTER ROLE "shop_app_a" PASSWORD :'user_a_verifier';`,
    "\\getenv user_b_verifier USER_B_VERIFIER",
    `ALTER ROLE "shop_app_b" PASSWORD :'user_b_verifier';`,
  ]);
});

test("the check changes nothing", () => {
  for (const one of [spec(), cloud]) {
    const statements = checkScript(one).match(/^(?!SELECT|UNION|FROM|WHERE|DO|\\|\)|\s).+$/gm) ?? [];
    expect(statements).toEqual([]);
    expect(checkScript(one)).not.toContain("\\gexec");
  }
});
