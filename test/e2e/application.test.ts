import * as fs from "node:fs/promises";
import * as path from "node:path";
import { homeOf } from "../../local/home";
import { ensureTools } from "../../local/toolchain";
import { engine, type Engine } from "../support/engine";
import { startPlatform, type Run, type TestPlatform } from "../support/platform";
import { adoption } from "./application/adoption";

/*
 * Databases of applications on a platform of their own, from nothing to nothing. The tests are steps of one story and
 * run in order: the first one pays for the tools and the platform.
 */

jest.setTimeout(45 * 60_000);

const root = path.resolve(__dirname, "../..");

let platform: TestPlatform;
let pulumi: Engine;

/** Databases are named by the configuration, the migrations of `shop` are in a folder beside the program. */
const program = () => `
import * as fs from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { database } from "${root}/components/cockroach/application";
import { egressTo } from "${root}/components/kubernetes/egress";
import { PostgresDatabase } from "${root}/components/cockroach/postgres";
import { Namespace } from "${root}/components/kubernetes/namespace";
import { kubernetesProvider } from "${root}/components/kubernetes/provider";
const config = new pulumi.Config();
const kubeconfig = pulumi.secret(fs.readFileSync("${platform.state.kubeconfig}", "utf8"));
const opts = { provider: kubernetesProvider("cluster", { kubeconfig } as never) };
const images = { postgres: "${platform.state.postgresImage}", flyway: "${platform.state.flywayImage}" };
const server = new PostgresDatabase(
  "database",
  { cluster: { storageClass: "standard" }, image: images.postgres, storage: "1 GB", callers: ["apps"] },
  opts,
);
const apps = new Namespace("apps", { egress: [egressTo(server)] }, opts);
for (const name of config.require("databases").split(",")) {
  const args = {
    namespace: server.reach.namespace,
    mark: config.get("mark") ?? "scratch/dev",
    migrations: name === "shop" ? "migrations" : undefined,
    rotation: config.getNumber("rotation"),
    connections: 8,
    images,
  };
  database(server, name, args, opts).connection(name, { namespace: apps.name, pods: 4 });
}
`;

const migration = (file: string, sql: string) =>
  fs.writeFile(path.join(pulumi.directory, "migrations", file), sql);

const up = (...args: string[]) => pulumi.run("up", "--yes", "--skip-preview", ...args);

const expectUp = async (...args: string[]) => {
  const { code, text } = await up(...args);
  expect({ code, text }).toEqual({ code: 0, text });
  return text;
};

/** A pod of an application: it has the Secret as functions have it, and waits. */
const application = (name: string) => {
  const secret = `${name}-${name}-database`;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name, namespace: "apps" },
    spec: {
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 999, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          name: "application",
          image: platform.state.postgresImage,
          imagePullPolicy: "IfNotPresent",
          command: ["sleep", "infinity"],
          env: [{ name: "DATABASE_URL", valueFrom: { secretKeyRef: { name: secret, key: "url" } } }],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
          volumeMounts: [{ name: "database", mountPath: "/var/run/cakestack/database" }],
        },
      ],
      volumes: [{ name: "database", secret: { secretName: secret } }],
    },
  };
};

async function startApplication(name: string): Promise<void> {
  await platform.kubectl("-n", "apps", "delete", "pod", name, "--ignore-not-found");
  await platform.create(application(name));
  await platform.succeed("-n", "apps", "wait", `pod/${name}`, "--for=condition=Ready", "--timeout=60s");
}

/** Runs SQL as an application, over the network. */
const asApplication = (sql: string, name = "shop"): Promise<Run> =>
  platform.kubectl("-n", "apps", "exec", name, "--", "sh", "-c", `psql "$DATABASE_URL" -XAtc "${sql}"`);

/** Runs SQL as the server's administrator, who is there for whoever may enter the server's pod. */
async function asAdministrator(sql: string, database = "postgres"): Promise<string> {
  const path = "jsonpath={.data.password}";
  const encoded = await platform.succeed("-n", "database", "get", "secret", "postgres-admin", "-o", path);
  const password = Buffer.from(encoded, "base64").toString();
  const psql = ["env", `PGPASSWORD=${password}`, "psql", "-h", "127.0.0.1", "-U", "postgres", "-d", database];
  return platform.succeed(
    "-n",
    "database",
    "exec",
    "postgres-0",
    "-c",
    "postgres",
    "--",
    ...psql,
    "-XAtc",
    sql,
  );
}

/** More than a short Job takes, at a tenth of a second each. */
const attempts = 600;

/** Asks for a check of a database. @returns how the Job ended, and what it said */
async function check(name: string, run: string): Promise<{ ended: string; text: string }> {
  const inDatabase = (...args: string[]) => platform.succeed("-n", "database", ...args);
  await inDatabase("create", "job", run, `--from=cronjob/${name}-check`);
  const conditions = "jsonpath={.status.conditions[?(@.status=='True')].type}";
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const ended = await inDatabase("get", "job", run, "-o", conditions);
    if (/Complete|Failed/.test(ended)) return { ended, text: await inDatabase("logs", `job/${run}`) };
  }
  throw new Error(`job ${run} was looked at ${attempts} times, and has not ended`);
}

const jobs = (): Promise<string> => platform.succeed("-n", "database", "get", "jobs", "-o", "name");

beforeAll(async () => {
  platform = await startPlatform("application", { postgres: true, flyway: true });
  await ensureTools(homeOf(), ["provider-kubernetes", "provider-tls"], () => undefined);
  pulumi = await engine();
  await fs.mkdir(path.join(pulumi.directory, "migrations"));
  await migration("V1__orders.sql", "CREATE TABLE orders (id int PRIMARY KEY);\n");
  await pulumi.write(program());
  await pulumi.succeed("config", "set", "databases", "shop");
});

afterAll(async () => {
  await pulumi?.remove();
  await platform?.wipe();
});

test("up makes the database, runs its migrations, and gives its application what it needs and no more", async () => {
  await expectUp();
  await startApplication("shop");
  expect(await asApplication("INSERT INTO orders VALUES (1) RETURNING current_user, id")).toMatchObject({
    text: expect.stringContaining("shop_app_a|1") as string,
  });
  expect(await asApplication("CREATE TABLE mine (id int)")).toMatchObject({
    code: 1,
    text: expect.stringContaining("permission denied for schema public") as string,
  });
  expect((await asApplication("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")).text).toBe("t");
});

test("a second up has nothing to do, also after a refresh", async () => {
  expect(await pulumi.succeed("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
  expect(await pulumi.succeed("preview", "--refresh", "--expect-no-changes")).toMatchObject({ code: 0 });
});

test("neither passwords nor what the server keeps of them stand in the state or in a log", async () => {
  const secrets = JSON.parse(await platform.succeed("get", "secrets", "-A", "-o", "json")) as {
    items: { metadata: { namespace: string }; data: Record<string, string> }[];
  };
  const hidden = secrets.items
    .filter(({ metadata }) => ["database", "apps"].includes(metadata.namespace))
    .flatMap(({ data }) => Object.entries(data))
    .filter(([key]) => /password|VERIFIER/i.test(key))
    .map(([, value]) => Buffer.from(value, "base64").toString());
  expect(hidden.length).toBeGreaterThan(6);
  const state = await pulumi.stateFiles();
  const names = (await jobs()).split("\n");
  const logs = await Promise.all(names.map((name) => platform.succeed("-n", "database", "logs", name)));
  for (const secret of hidden) expect(state + logs.join()).not.toContain(secret);
});

test("drift is found by whoever asks, and put right by the next update that looks", async () => {
  expect(await check("shop", "first")).toMatchObject({
    ended: expect.stringContaining("Complete") as string,
  });
  await asAdministrator("GRANT shop_owner TO shop_app_a; ALTER ROLE shop_app_b SUPERUSER");
  const found = await check("shop", "second");
  expect(found.ended).toContain("Failed");
  expect(found.text).toContain(
    "  - role shop_app_a is a member of shop_owner\n  - role shop_app_b is a superuser\n",
  );
  const setup = (await jobs()).split("\n").find((name) => name.includes("shop-setup"))!;
  await platform.succeed("-n", "database", "delete", setup);
  await expectUp("--refresh");
  expect((await check("shop", "third")).ended).toContain("Complete");
});

test("a migration that fails stops the update with its statement, and what runs goes on", async () => {
  await migration("V2__rows.sql", "CREATE TABLE rows (id int);\nINSERT INTO nowhere VALUES (2);\n");
  const { code, text } = await up();
  expect(code).not.toBe(0);
  expect(text).toContain('ERROR: relation "nowhere" does not exist');
  expect(text).toContain("Statement  : INSERT INTO nowhere VALUES (2)");
  expect(text).toContain("V2__rows.sql");
  expect(await asApplication("SELECT count(*) FROM orders")).toEqual({ code: 0, text: "1" });
});

test("the same one is run again by the next update, and the repaired one goes on from where it was", async () => {
  expect((await up()).text).toContain("Statement  : INSERT INTO nowhere VALUES (2)");
  await migration("V2__rows.sql", "CREATE TABLE rows (id int);\n");
  await expectUp();
  expect(await asApplication("SELECT count(*) FROM rows")).toEqual({ code: 0, text: "0" });
});

test("a migration that was edited after it ran is refused, and taken when it is as it was", async () => {
  await migration("V1__orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY);\n");
  const { code, text } = await up();
  expect(code).not.toBe(0);
  expect(text).toContain("Migration checksum mismatch for migration version 1");
  await migration("V1__orders.sql", "CREATE TABLE orders (id int PRIMARY KEY);\n");
  await expectUp();
  expect(await pulumi.succeed("preview", "--refresh", "--expect-no-changes")).toMatchObject({ code: 0 });
});

test("a migration with a wrong name is refused before anything is touched", async () => {
  await migration("V3_prices.sql", "SELECT 1;\n");
  const { code, text } = await up();
  await fs.rm(path.join(pulumi.directory, "migrations", "V3_prices.sql"));
  expect(code).not.toBe(0);
  expect(text).toContain("migration migrations/V3_prices.sql has a name of another form.");
  expect(text).not.toMatch(/\bat .*\.ts:\d+/);
});

test("a rotation hands over to the other user, while pods that run keep theirs", async () => {
  await pulumi.succeed("config", "set", "rotation", "1");
  await expectUp();
  expect((await asApplication("SELECT current_user")).text).toBe("shop_app_a");
  await startApplication("shop");
  expect((await asApplication("SELECT current_user")).text).toBe("shop_app_b");
  expect(await pulumi.succeed("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
});

test("a second database is added, and its application reaches no other", async () => {
  await pulumi.succeed("config", "set", "databases", "shop,library");
  await expectUp();
  await startApplication("library");
  expect((await asApplication("SELECT current_database()", "library")).text).toBe("library");
  const other = await platform.kubectl(
    "-n",
    "apps",
    "exec",
    "library",
    "--",
    "sh",
    "-c",
    `psql "$(echo "$DATABASE_URL" | { read -r url; echo "\${url%/library*}/shop?\${url#*[?]}"; })" -XAtc "SELECT 1"`,
  );
  expect(other.text).toContain('permission denied for database "shop"');
});

test("one that is taken out stays with its data, and comes back", async () => {
  await pulumi.succeed("config", "set", "databases", "library");
  await expectUp();
  expect(await asAdministrator("SELECT count(*) FROM orders", "shop")).toBe("1");
  await pulumi.succeed("config", "set", "databases", "shop,library");
  await expectUp();
  await startApplication("shop");
  expect(await asApplication("SELECT count(*) FROM orders")).toEqual({ code: 0, text: "1" });
});

test("a database that exists, or that another stack made, is refused and stays as it is", async () => {
  await asAdministrator("CREATE DATABASE legacy");
  await pulumi.succeed("config", "set", "databases", "shop,library,legacy");
  const { code, text } = await up();
  expect(code).not.toBe(0);
  expect(text).toContain("database legacy exists and belongs to postgres, not to legacy_owner");
  await pulumi.succeed("config", "set", "databases", "shop,library");
  await pulumi.succeed("config", "set", "mark", "scratch/other");
  expect((await up()).text).toContain("its mark is 'scratch/dev', not 'scratch/other'");
  expect(await asApplication("SELECT count(*) FROM orders")).toEqual({ code: 0, text: "1" });
});

describe("an existing server", () => {
  adoption(() => platform, asAdministrator);
});

test("destroy leaves nothing", async () => {
  await pulumi.succeed("destroy", "--yes", "--skip-preview");
  const left = await platform.succeed("get", "namespaces", "-o", "name");
  expect(left.split("\n").filter((name) => /database|apps/.test(name))).toEqual([]);
});
