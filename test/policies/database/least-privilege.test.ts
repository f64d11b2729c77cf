import { databaseLeastPrivilege as policy } from "../../../policies/database/least-privilege";
import { expectCompliance, expectViolation, judge, object, resource } from "../../../policies/harness";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";
import { configMap, deployment, givers, secret } from "./givers";

const url = (user: string) => `postgresql://${user}:hunter2@db.example.com/shop?sslmode=verify-full`;
const fix =
  "Fix: Make a user with the rights that the application needs, and connect as that one; a Job of an administrator's " +
  "takes PGUSER and PGPASSWORD.";
const why =
  "Why: A flaw in an application is a flaw of everything that its user may do: an administrator reads, changes and drops " +
  "all databases of the server. https://cheatsheetseries.owasp.org/cheatsheets/Database_Security_Cheat_Sheet.html";

const applications = givers.filter(([says]) => says !== "gcp:cloudrunv2/job:Job");

describe.each(applications)("what is given by %s", (_, at, giver) => {
  it("says where, and nothing of the address", () => {
    const words = `${at} connects to a database as postgres, who administers it.\n  ${fix}\n  ${why}`;
    expectViolation(policy, giver(url("postgres")), words);
    expect(judge(policy, giver(url("postgres")))[0]?.message).toBe(words);
  });

  it("passes as somebody else", () => {
    expectCompliance(policy, giver(url("shop_app_a")));
  });
});

describe("an address", () => {
  it.each([
    "postgres",
    "root",
    "admin",
    "administrator",
    "sa",
    "rdsadmin",
    "cloudsqladmin",
    "alloydbadmin",
    "cake_admin",
  ])("is not that of %s", (user) => {
    expectViolation(policy, secret({ url: url(user) }), `as ${user}, who`);
  });

  it.each([
    "postgres://postgres@db/shop",
    "postgres://p%6fstgres@db/shop",
    "jdbc:postgresql://db/shop?user=postgres&password=hunter2",
    "host=db user=postgres",
    "host=db user='postgres'",
    `first ${url("shop")} then ${url("postgres")}`,
    // An administrator is one in the pod, too.
    "postgres://postgres@localhost/shop",
    "postgres://postgres:p%zz@db/shop",
    "postgres://postgres:a@b@db/shop",
  ])("is read in all of its forms: %s", (text) => {
    expectViolation(policy, secret({ url: text }), "stringData[url] connects to a database as postgres");
  });

  it.each([
    "postgres://db/postgres",
    "postgres://postgres/shop",
    "postgres://shop:postgres@db/shop",
    "postgres://postgres_reader@db/shop",
    "postgres://%zz@db/shop",
    "host=db user=shop",
    "host=db dbname=postgres",
    "postgres",
    "postgres://db?user=",
  ])("passes: %s", (text) => {
    expectCompliance(policy, secret({ url: text }));
  });

  it("is told once for each user, and can be told who administers", () => {
    expectViolation(
      policy,
      secret({ url: `${url("root")} ${url("root")} ${url("sa")}` }),
      "as root",
      "as sa",
    );
    const setting = { options: { administrators: ["boss"] } };
    expectViolation(policy, secret({ url: url("boss") }), "as boss", setting);
    expectCompliance(policy, secret({ url: url("postgres") }), setting);
    expectViolation(policy, secret({ url: url("%zz") }), "as %zz", { options: { administrators: ["%zz"] } });
    expectViolation(policy, secret({ url: url("a@b") }), "as a@b", { options: { administrators: ["a@b"] } });
  });

  it("is found beside what is not known", () => {
    expectViolation(policy, secret({ later: UNKNOWN, url: url("root") }), "stringData[url]");
    expectCompliance(policy, secret(UNKNOWN));
    expectCompliance(policy, secret(undefined));
  });
});

describe("a variable with a user", () => {
  it.each([
    "PGUSER",
    "DB_USER",
    "DB_USERNAME",
    "KC_DB_USERNAME",
    "DATABASE_USER",
    "SPRING_DATASOURCE_USERNAME",
    "SQL_USER",
    "MY_PG_USER",
    "db_user",
  ])("is not for an administrator: %s", (name) => {
    const at = `spec.template.spec.containers[api].env[${name}]`;
    expectViolation(
      policy,
      deployment({ env: [{ name, value: "root" }] }),
      `${at} connects to a database as root, who administers it.\n  ${fix}`,
    );
    expectCompliance(policy, deployment({ env: [{ name, value: "shop" }] }));
    expectCompliance(policy, deployment({ env: [{ name, value: UNKNOWN }] }));
  });

  // The user that a server makes for itself, and what is no user of a database.
  it.each(["POSTGRES_USER", "MYSQL_USER", "USER", "PGUSERS", "DB_USER_ROLE", "XPGUSER", "GRAFANA_USER"])(
    "is not %s",
    (name) => {
      expectCompliance(policy, deployment({ env: [{ name, value: "postgres" }] }));
    },
  );

  it.each<[string, Properties]>([
    ["aws:lambda/function:Function", { environment: { variables: { DB_USER: "admin" } } }],
    ["gcp:cloudfunctions/function:Function", { environmentVariables: { DB_USER: "admin" } }],
    [
      "gcp:cloudfunctionsv2/function:Function",
      { serviceConfig: { environmentVariables: { DB_USER: "admin" } } },
    ],
    [
      "gcp:cloudrun/service:Service",
      { template: { spec: { containers: [{ envs: [{ name: "DB_USER", value: "admin" }] }] } } },
    ],
    [
      "gcp:cloudrunv2/service:Service",
      { template: { containers: [{ envs: [{ name: "DB_USER", value: "admin" }] }] } },
    ],
    [
      "gcp:cloudrunv2/workerPool:WorkerPool",
      { template: { containers: [{ envs: [{ name: "DB_USER", value: "admin" }] }] } },
    ],
    [
      "aws:ecs/taskDefinition:TaskDefinition",
      { containerDefinitions: '[{"environment":[{"name":"DB_USER","value":"admin"}]}]' },
    ],
  ])("is refused in a function: %s", (type, properties) => {
    expectViolation(policy, resource(type, properties), "DB_USER] connects to a database as admin");
  });

  it("may be an administrator's where nobody can see who takes it", () => {
    expectCompliance(policy, secret({ PGUSER: "postgres" }));
    expectCompliance(policy, configMap({ DB_USER: "postgres" }));
    expectCompliance(policy, resource("aws:ssm/parameter:Parameter", { value: "postgres" }));
  });

  it.each([
    object({
      apiVersion: "batch/v1",
      kind: "Job",
      metadata: { name: "setup" },
      spec: {
        template: {
          spec: { containers: [{ env: [{ name: "PGUSER", value: "postgres" }], args: [url("root")] }] },
        },
      },
    }),
    object({
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "check" },
      spec: {
        jobTemplate: {
          spec: { template: { spec: { containers: [{ env: [{ name: "PGUSER", value: "postgres" }] }] } } },
        },
      },
    }),
    resource("gcp:cloudrunv2/job:Job", {
      template: {
        template: {
          containers: [
            {
              envs: [
                { name: "PGUSER", value: "postgres" },
                { name: "URL", value: url("root") },
              ],
            },
          ],
        },
      },
    }),
  ])("is what a Job may have, which ends: $type", (task) => {
    expectCompliance(policy, task);
  });
});

describe("a user in Google Cloud", () => {
  const user = (properties: Properties) => resource("gcp:sql/user:User", { name: "shop", ...properties });
  const own = "Name a role of your own that has the rights that are needed";

  it.each([undefined, "BUILT_IN"])("is an administrator where it has no role (type %s)", (type) => {
    expectViolation(
      policy,
      user({ type }),
      `databaseRoles is missing, which makes the user a cloudsqlsuperuser.\n  Fix: ${own}, or make it a user of IAM.`,
    );
  });

  it.each(["gcp:sql/user:User", "gcp:alloydb/user:User"])("has no role of an administrator (%s)", (type) => {
    const having = (databaseRoles: Value) => resource(type, { name: "shop", databaseRoles });
    expectViolation(
      policy,
      having(["reader", "cloudsqlsuperuser", UNKNOWN]),
      `databaseRoles[1] is "cloudsqlsuperuser".\n  Fix: ${own}.`,
    );
    expectViolation(policy, having(["alloydbsuperuser"]), 'databaseRoles[0] is "alloydbsuperuser"');
    expectViolation(policy, having([5]), "databaseRoles[0] is 5");
    for (const roles of [["reader"], [], UNKNOWN, [UNKNOWN]] as Value[])
      expectCompliance(policy, having(roles));
  });

  it.each<Properties>([
    { type: "CLOUD_IAM_SERVICE_ACCOUNT" },
    { type: UNKNOWN },
    { name: "postgres" },
    { name: "root", type: "BUILT_IN" },
  ])("passes: %j", (properties) => {
    expectCompliance(policy, user(properties));
  });

  it("has no role by itself in AlloyDB", () => {
    expectCompliance(
      policy,
      resource("gcp:alloydb/user:User", { userId: "shop", userType: "ALLOYDB_BUILT_IN" }),
    );
  });

  it("is judged where its name is not known", () => {
    expectViolation(policy, user({ name: UNKNOWN }), "databaseRoles is missing");
  });
});
