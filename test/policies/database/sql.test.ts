import { prepareScript } from "../../../components/cockroach/postgres/prepare";
import { checkScript, setupScript } from "../../../components/cockroach/sql/script";
import { databaseLeastPrivilege as policy } from "../../../policies/database/least-privilege";
import { expectCompliance, expectViolation, object } from "../../../policies/harness";
import { configMap, deployment, secret } from "./givers";

const url = (user: string) => `postgresql://${user}:hunter2@db.example.com/shop?sslmode=verify-full`;

describe("SQL", () => {
  const file = (sql: string) => configMap({ "V1__setup.sql": sql });
  const everything = "grants everything (GRANT ALL)";
  const attribute = "makes a role with SUPERUSER, CREATEROLE or BYPASSRLS";
  const member = "makes a role a member of an administrator's";
  const passed = "lets a role pass on what it has (WITH ADMIN OPTION, WITH GRANT OPTION)";
  const everybody = "grants something to everybody (TO PUBLIC)";

  it.each([
    [
      "GRANT ALL ON DATABASE shop TO app;",
      everything,
      "Name the rights that are needed, such as GRANT SELECT, INSERT",
    ],
    ["grant all privileges\n  on all tables in schema public\n  to app", everything, ""],
    ["ALTER ROLE app WITH LOGIN SUPERUSER;", attribute, "Leave the attribute out"],
    ["CREATE USER app CREATEROLE PASSWORD 'x';", attribute, ""],
    ["create role app bypassrls", attribute, ""],
    ["GRANT admin TO app;", member, "Grant the rights that are needed, and no role of an administrator"],
    ['GRANT "root" TO app', member, ""],
    ["GRANT postgres TO app", member, ""],
    ["GRANT  writer ,\n reader ,  root\n TO app", member, ""],
    ["SELECT 1; GRANT root TO app", member, ""],
    ["GRANT/**/ALL ON t TO app", everything, ""],
    ["GRANT''ALL ON t TO app", everything, ""],
    ["GRANT rds_superuser TO app", member, ""],
    ["GRANT cloudsqlsuperuser, reader TO app", member, ""],
    ['GRANT reader, "admin", writer TO app', member, ""],
    ["GRANT pg_write_server_files, reader TO app", member, ""],
    ["GRANT pg_read_server_files TO app", member, ""],
    ["GRANT reader TO app WITH ADMIN OPTION", passed, "Leave the option out"],
    ["GRANT SELECT ON t TO app WITH GRANT OPTION", passed, ""],
    ["GRANT reader TO app WITH ADMIN TRUE", passed, ""],
    ["GRANT SELECT ON t TO PUBLIC", everybody, "Name the roles that need it"],
  ])("is refused: %s", (sql, problem, howTo) => {
    expectViolation(policy, file(sql), `data[V1__setup.sql] ${problem}.\n  Fix: ${howTo}`);
  });

  it("is told of each excess, once", () => {
    const sql = "GRANT ALL ON t TO public WITH GRANT OPTION; GRANT ALL ON u TO app;";
    expectViolation(policy, file(sql), everything, passed, everybody);
  });

  it.each([
    "GRANT SELECT, INSERT ON t TO app;",
    "REVOKE ALL ON DATABASE shop FROM public;",
    "REVOKE ADMIN OPTION FOR reader FROM app;",
    "ALTER ROLE app NOSUPERUSER NOCREATEROLE NOBYPASSRLS;",
    "CREATE ROLE app; SELECT rolname AS superuser FROM pg_roles;",
    "GRANT ALL; SELECT 1 FROM a JOIN b ON x TO y",
    "-- GRANT ALL ON t TO app\nSELECT 1",
    "/* GRANT ALL\n ON t TO app */ SELECT 1",
    "SELECT 'GRANT ALL ON t TO app'",
    "SELECT format('ALTER ROLE %I SUPERUSER', 'app')",
    "GRANT admin_reader TO app",
    "GRANT SELECT, INSERT ON admin TO app",
    "GRANT SELECT ON superuser TO app",
    "REVOKE SELECT ON t FROM public; SELECT x TO public",
    "CREATE TABLE role (superuser boolean)",
    "REGRANT ALL ON t TO app",
    "GRANT allowance ON t TO app",
    "GRANT ALL ON t FOR app",
    "RECREATE ROLE app SUPERUSER",
    "CREATE USERS app SUPERUSER",
    "CREATE ROLE app_superuser",
    "CREATE ROLE app superusers",
    "REGRANT admin TO app",
    "GRANT admin OR app",
    "SELECT forthwith admin option",
    "GRANT reader TO app WITH ADMIN OPTIONAL",
    "REGRANT SELECT ON t TO public",
    "GRANT SELECT ON t TO public_reader",
    "GRANT SELECT ON t INTO public",
    "",
  ])("passes: %s", (sql) => {
    expectCompliance(policy, file(sql));
  });

  it.each([
    ["a command", deployment({ command: ["psql", "-c", "GRANT ALL ON t TO app"] }), "command[2]"],
    ["an argument", deployment({ args: ["-c", "ALTER USER app SUPERUSER"] }), "args[1]"],
    ["a script", configMap({ "init.sh": "psql -c 'GRANT ALL ON t TO app'" }), "data[init.sh]"],
    ["a Secret", secret({ "init.sql": "GRANT ALL ON t TO app" }), "stringData[init.sql]"],
    [
      "a Job",
      object({
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: { name: "setup" },
        spec: { template: { spec: { containers: [{ name: "sql", args: ["GRANT ALL ON t TO app"] }] } } },
      }),
      "spec.template.spec.containers[sql].args[0]",
    ],
  ])("is read in %s", (_, given, at) => {
    expectViolation(policy, given, at);
  });

  it.each(["README.md", "setup.sql.md", "sql", "setup.shx"])("is not read in %s", (name) => {
    expectCompliance(policy, configMap({ [name]: "GRANT ALL ON t TO app" }));
  });
});

it("has nothing against what this project makes", () => {
  for (const engine of ["postgres", "cockroach"] as const) {
    const spec = {
      name: "shop",
      engine,
      madeBy: "sql",
      wholeServer: true,
      mark: "shop/prod",
      connections: 10,
    } as const;
    expectCompliance(policy, configMap({ "setup.sql": setupScript(spec), "check.sql": checkScript(spec) }));
  }
  expectCompliance(policy, deployment({ command: ["sh", "-c", prepareScript] }, "initContainers"));
  expectCompliance(policy, secret({ PGUSER: "postgres", user: "shop_app_a", url: url("shop_owner") }));
});
