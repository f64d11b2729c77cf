import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { database } from "../../../../components/cockroach/application";
import { scramVerifier } from "../../../../components/cockroach/sql/verifier";
import type { Registration, Registrations } from "../../../support/registrations";
import { basic, contentOf, inCluster, make, passwordType as password, recordWithPasswords } from "./fixtures";

const kubernetes = (type: string) => `kubernetes:${type}`;

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordWithPasswords();
});
beforeEach(() => registrations.clear());

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "migrations-"));
fs.writeFileSync(path.join(folder, "V1__orders.sql"), "CREATE TABLE orders (id int);\n");
afterAll(() => fs.rmSync(folder, { recursive: true }));

interface Job {
  metadata: { name: string; namespace: string; annotations: object };
  spec: {
    backoffLimit: number;
    template: { spec: { containers: Container[]; volumes: object[] } };
  };
}

interface Container {
  image: string;
  command: string[];
  env: { name: string; value?: string; valueFrom?: object }[];
}

const jobOf = (one: Registration) => one.inputs as unknown as Job;
const containerOf = (one: Registration) => jobOf(one).spec.template.spec.containers[0]!;
const secretOf = (name: string) => contentOf(registrations, name);
const nameIn = (one: Registration) => (one.inputs.metadata as { name: string }).name;

test("on PostgreSQL: passwords, what SQL needs, a Job that makes it all, one that checks it, and nothing else", async () => {
  await make("order_history");
  expect(registrations.names()).toEqual([
    "cakestack:cockroach:ApplicationDatabase order_history",
    `${kubernetes("batch/v1:CronJob")} order-history-check`,
    `${kubernetes("batch/v1:Job")} order-history-setup`,
    `${kubernetes("core/v1:ConfigMap")} order-history-sql`,
    `${kubernetes("core/v1:Secret")} order-history-sql-login`,
    `${kubernetes("core/v1:Secret")} probe-order-history-database`,
    `${password} order-history-app-a`,
    `${password} order-history-app-b`,
    `${password} order-history-owner`,
  ]);
  const children = registrations.names().slice(1);
  expect(children.map((name) => registrations.get(name.split(" ")[1]!).parent)).toEqual(
    children.map(() => "order_history"),
  );
});

test("passwords are long, of letters and digits, and kept until a rotation is their turn", async () => {
  await make("fresh", { rotation: 3 });
  const inputs = (name: string) => registrations.get(name).inputs;
  const random = { length: 32, special: false };
  expect(inputs("fresh-owner")).toEqual({ ...random, keepers: { generation: "3" } });
  expect(inputs("fresh-app-a")).toEqual({ ...random, keepers: { generation: "1" } });
  expect(inputs("fresh-app-b")).toEqual({ ...random, keepers: { generation: "2" } });
});

test("SQL logs in as administrator, and is told no password of a user", async () => {
  await make("quiet");
  expect(secretOf("quiet-sql-login")).toEqual({
    PGHOST: "postgres.database.svc.cluster.local",
    PGPORT: "5432",
    PGUSER: "postgres",
    PGPASSWORD: "admin's password",
    PGDATABASE: "postgres",
    "ca.crt": "the authority",
    OWNER_VERIFIER: scramVerifier("quiet_owner", "password of quiet-owner"),
    USER_A_VERIFIER: scramVerifier("quiet_app_a", "password of quiet-app-a"),
    USER_B_VERIFIER: scramVerifier("quiet_app_b", "password of quiet-app-b"),
  });
});

test("what is named by its content goes before another takes its place: that may have been its predecessor's name", async () => {
  await make("named", { migrations: "examples/hello/migrations" });
  const digested = ["setup", "sql", "sql-login", "migrate", "migrations", "owner-login"].map((suffix) =>
    registrations.get(`named-${suffix}`),
  );
  const names = digested.map((one) => nameIn(one));
  expect(names.filter((name) => !/-[0-9a-f]{10}$/.test(name))).toEqual([]);
  expect(digested.filter(({ deleteBeforeReplace }) => !deleteBeforeReplace)).toEqual([]);
});

/** A shell that tries again while there is no connection. */
const patiently = ["sh", "-c", expect.stringContaining("[ $code = 2 ]") as string, "sh"];

test("the Job runs the script over TLS with a verified name, restricted, and shows what went wrong", async () => {
  await make("strict");
  const job = registrations.get("strict-setup");
  const { metadata, spec } = jobOf(job);
  const [login, scripts] = ["strict-sql-login", "strict-sql"].map((name) => nameIn(registrations.get(name)));
  const fromSecret = (name: string) => ({ name, valueFrom: { secretKeyRef: { name: login, key: name } } });
  expect(metadata).toMatchObject({
    namespace: "database",
    annotations: { "pulumi.com/replaceUnready": "true" },
  });
  expect(spec).toMatchObject({
    backoffLimit: 0,
    activeDeadlineSeconds: 120,
    template: {
      spec: {
        restartPolicy: "Never",
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
        volumes: [
          { name: "files", configMap: { name: scripts } },
          { name: "authority", secret: { secretName: login, items: [{ key: "ca.crt", path: "ca.crt" }] } },
          { name: "scratch", emptyDir: {} },
        ],
      },
    },
  });
  expect(containerOf(job)).toMatchObject({
    image: "docker.io/library/postgres:18.3-bookworm",
    command: [...patiently, "psql", "--no-psqlrc", "--file=/sql/setup.sql"],
    terminationMessagePolicy: "FallbackToLogsOnError",
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
    },
    env: [
      { name: "PGSSLMODE", value: "verify-full" },
      { name: "PGSSLROOTCERT", value: "/var/run/cakestack/database/ca.crt" },
      { name: "PGCONNECT_TIMEOUT", value: "10" },
      { name: "PGAPPNAME", value: "cakestack" },
      ...["PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE"].map(fromSecret),
      ...["OWNER_VERIFIER", "USER_A_VERIFIER", "USER_B_VERIFIER"].map(fromSecret),
    ],
  });
});

test("the check is there for whoever asks, and runs by itself when told so", async () => {
  await make("asked");
  await make("daily", { check: "30 3 * * *" });
  expect(registrations.get("asked-check").inputs.spec).toMatchObject({ suspend: true });
  expect(registrations.get("daily-check").inputs).toMatchObject({
    metadata: { name: "daily-check", namespace: "database" },
    spec: { suspend: false, schedule: "30 3 * * *", concurrencyPolicy: "Forbid" },
  });
  const { jobTemplate } = registrations.get("daily-check").inputs.spec as { jobTemplate: Job };
  expect(jobTemplate.spec.template.spec.containers[0]!.command).toEqual([
    ...patiently,
    "psql",
    "--no-psqlrc",
    "--quiet",
    "--dbname=daily",
    "--file=/sql/check.sql",
  ]);
});

test("a rotation makes other Jobs, and hands the other user over", async () => {
  await make("turned");
  const before = nameIn(registrations.get("turned-setup"));
  registrations.clear();
  await make("turned");
  expect(nameIn(registrations.get("turned-setup"))).toBe(before);
  expect(secretOf("probe-turned-database")).toMatchObject({ user: "turned_app_a" });
  registrations.clear();
  await make("turned", { rotation: 1 });
  expect(secretOf("probe-turned-database")).toMatchObject({ user: "turned_app_b" });
});

test("with another script, or another password, the Job is another one", async () => {
  await make("changed");
  const names = [nameIn(registrations.get("changed-setup"))];
  registrations.clear();
  await make("changed", { connections: 7 });
  names.push(nameIn(registrations.get("changed-setup")));
  registrations.clear();
  const admin = { ...inCluster.admin, password: pulumi.output("another one") };
  await make("changed", {}, { ...inCluster, admin });
  names.push(nameIn(registrations.get("changed-setup")));
  expect(new Set(names).size).toBe(3);
  expect(names.every((name) => /^changed-setup-[0-9a-f]{10}$/.test(name))).toBe(true);
});

test("migrations run as the owner, after the database is made, and before anybody connects", async () => {
  await make("migrated", { migrations: folder });
  const added = registrations
    .names()
    .filter((name) => /migra|owner-login/.test(name) && !name.startsWith("cake"));
  expect(added.filter((name) => /migrated-(migrat|owner-login)/.test(name))).toEqual([
    `${kubernetes("batch/v1:Job")} migrated-migrate`,
    `${kubernetes("core/v1:ConfigMap")} migrated-migrations`,
    `${kubernetes("core/v1:Secret")} migrated-owner-login`,
  ]);
  const job = registrations.get("migrated-migrate");
  expect(job.dependsOn).toEqual(expect.arrayContaining(["migrated-setup"]) as string[]);
  expect(containerOf(job).image).toBe("docker.io/flyway/flyway:12.4.0-alpine");
  expect(jobOf(job).spec).toMatchObject({ backoffLimit: 0 });
  expect(secretOf("migrated-owner-login")).toMatchObject({ user: "migrated_owner" });
  expect(registrations.get("migrated-migrations").inputs.data).toEqual({
    "V1__orders.sql": "CREATE TABLE orders (id int);\n",
    "beforeMigrate__history.sql":
      'REVOKE INSERT, UPDATE, DELETE ON public.flyway_schema_history FROM "migrated_app";\n',
  });
  expect(registrations.get("probe-migrated-database").dependsOn).toEqual(
    expect.arrayContaining(["migrated-migrate", "migrated-setup"]),
  );
});

test("in the cloud, the API makes database and users, and the database goes before its users", async () => {
  await make("clouded", {}, basic);
  const cloud = registrations.names().filter((name) => name.startsWith("cockroach:"));
  expect(cloud).toEqual([
    "cockroach:index/database:Database clouded",
    "cockroach:index/sqlUser:SqlUser clouded-app-a",
    "cockroach:index/sqlUser:SqlUser clouded-app-b",
    "cockroach:index/sqlUser:SqlUser clouded-owner",
  ]);
  const one = (name: string) =>
    registrations.get(name, cloud.find((line) => line.endsWith(` ${name}`))!.split(" ")[0]);
  expect(one("clouded")).toMatchObject({
    inputs: { clusterId: "a cluster's id", name: "clouded" },
    dependsOn: expect.arrayContaining(["clouded-app-a", "clouded-app-b", "clouded-owner"]) as string[],
  });
  expect(one("clouded-owner").inputs).toEqual({
    clusterId: "a cluster's id",
    name: "clouded_owner",
    password: expect.objectContaining({ value: "password of clouded-owner" }) as object,
  });
  const job = registrations.get("clouded-setup");
  expect(job.dependsOn).toEqual(expect.arrayContaining(["clouded", "clouded-owner"]) as string[]);
  expect(containerOf(job).env.map(({ name }) => name)).not.toContain("OWNER_VERIFIER");
});

test("in the cloud, the database is protected when that is asked for, and its users never are", async () => {
  await make("guarded", { deleteProtection: true }, basic);
  await make("free", {}, basic);
  const types = {
    guarded: "database:Database",
    "guarded-owner": "sqlUser:SqlUser",
    free: "database:Database",
  };
  const protects = Object.entries(types).map(
    ([name, type]) => registrations.get(name, `cockroach:index/${type}`).protect,
  );
  expect(protects).toEqual([true, false, false]);
});

test("a public authority is brought along for psql, and not for applications", async () => {
  await make("public_one", {}, basic);
  expect(Object.keys(secretOf("public-one-sql-login")).sort()).toEqual([
    "PGDATABASE",
    "PGHOST",
    "PGPASSWORD",
    "PGPORT",
    "PGUSER",
    "ca.crt",
  ]);
  expect(secretOf("public-one-sql-login")["ca.crt"]!.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  expect(secretOf("probe-public-one-database")).not.toHaveProperty("ca.crt");
});

test("everything that is wrong is named at once, and nothing is made", () => {
  const wrong = { namespace: "database", mark: " ", rotation: -1, connections: 41, migrations: "/nowhere" };
  expect(() => database(inCluster, "My-Shop", wrong)).toThrow(
    [
      "Database My-Shop:",
      '  - the name is "My-Shop". Allowed: up to 40 lower-case letters, digits and underscores, a letter first. Rename it.',
      "  - rotation is -1. Allowed: a whole number from 0, which each rotation raises by one.",
      "  - connections is 41. Allowed: a whole number from 1 to 40, which is what the database server takes of all applications.",
      "  - mark is empty. Give the name of what the database belongs to, such as shop/prod.",
      '  - migrations is "/nowhere", but /nowhere is no folder that can be read. Make it, or name another.',
    ].join("\n"),
  );
  expect(registrations.names().filter((name) => !name.startsWith("cakestack:"))).toEqual([]);
});
