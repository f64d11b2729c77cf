import * as fs from "node:fs/promises";
import * as path from "node:path";
import { homeOf, instanceOf } from "../../local/home";
import { importImages } from "../../local/platform/embedded/images";
import { postgresImage, referenceOf } from "../../local/platform/embedded/postgres-image";
import { ensureTools } from "../../local/toolchain";
import { selfSigned } from "../support/certificate";
import { engine, type Engine } from "../support/engine";
import { startPlatform, type Run, type TestPlatform } from "../support/platform";

/*
 * PostgreSQL of the component on a platform of its own, from nothing to nothing. The tests are steps of one story and run
 * in order: the first one pays for the tools and the platform.
 */

const instance = "database";
jest.setTimeout(45 * 60_000);

const root = path.resolve(__dirname, "../..");
const quiet = () => undefined;

let platform: TestPlatform;
let pulumi: Engine;
let outputs: { host: string; ca: string; password: string };

const program = (image: string, memory = "256 MB") => `
import * as fs from "node:fs";
import { kubernetesProvider } from "${root}/components/kubernetes/provider";
import { PostgresDatabase } from "${root}/components/cockroach/postgres";
import * as pulumi from "@pulumi/pulumi";
const kubeconfig = pulumi.secret(fs.readFileSync("${platform.state.kubeconfig}", "utf8"));
const provider = kubernetesProvider("cluster", { kubeconfig } as never);
const database = new PostgresDatabase(
  "database",
  { cluster: { storageClass: "${platform.state.storageClass}" }, image: "${image}", memory: "${memory}", storage: "1 GB", callers: ["apps"] },
  { provider },
);
export const { host, ca } = database;
export const password = database.admin.password;
`;

/** A pod that can do what a restricted pod may, and waits. */
const client = (namespace: string) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "client", namespace },
  spec: {
    terminationGracePeriodSeconds: 0,
    containers: [
      {
        name: "client",
        image: platform.state.postgresImage,
        imagePullPolicy: "IfNotPresent",
        command: ["sleep", "infinity"],
        volumeMounts: [{ name: "authorities", mountPath: "/authorities" }],
      },
    ],
    volumes: [{ name: "authorities", configMap: { name: "authorities" } }],
  },
});

const clientNamespace = (name: string) => [
  { apiVersion: "v1", kind: "Namespace", metadata: { name } },
  {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "authorities", namespace: name },
    data: { "right.crt": outputs.ca, "wrong.crt": selfSigned().cert },
  },
  client(name),
];

interface Connection {
  readonly namespace?: string;
  readonly host?: string;
  readonly mode?: string;
  readonly authority?: "right" | "wrong";
  readonly password?: string;
}

/** Runs SQL with psql in a client's pod, over the network. */
function psql(sql: string, connection: Connection = {}): Promise<Run> {
  const { namespace = "apps", host = outputs.host, mode = "verify-full", authority = "right" } = connection;
  const target = `host=${host} user=postgres dbname=postgres sslmode=${mode} sslrootcert=/authorities/${authority}.crt connect_timeout=3`;
  const environment = `PGPASSWORD=${connection.password ?? outputs.password}`;
  const command = ["env", environment, "psql", target, "-v", "ON_ERROR_STOP=1", "-XAtc", sql];
  return platform.kubectl("-n", namespace, "exec", "client", "--", ...command);
}

/** More than a server takes that starts again, at a tenth of a second each. */
const attempts = 300;

/** Asks again and again. @returns what was answered when it was right */
async function until(sql: string, isRight: (run: Run) => boolean): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const run = await psql(sql);
    if (isRight(run)) return run.text;
    if (attempt === attempts) throw new Error(`${sql} was answered ${attempts} times, at last: ${run.text}`);
  }
}

/** As `psql`, once the server answers again. */
const answered = (sql: string): Promise<string> => until(sql, ({ code }) => code === 0);

beforeAll(async () => {
  platform = await startPlatform(instance, { postgres: true });
  await ensureTools(homeOf(), ["provider-kubernetes", "provider-tls"], quiet);
  pulumi = await engine();
});

afterAll(async () => {
  await pulumi?.remove();
  await platform?.wipe();
});

test("up ends when it answers, and a second up has nothing to do", async () => {
  await pulumi.write(program(platform.state.postgresImage!));
  await pulumi.succeed("up", "--yes", "--skip-preview");
  const { stdout } = await pulumi.succeed("stack", "output", "--json", "--show-secrets");
  outputs = JSON.parse(stdout) as typeof outputs;
  expect(outputs.host).toBe("postgres.database.svc.cluster.local");
  await platform.create(...clientNamespace("apps"), ...clientNamespace("others"));
  for (const namespace of ["apps", "others"])
    await platform.succeed("-n", namespace, "wait", "pod/client", "--for=condition=Ready", "--timeout=60s");
  expect(await answered("SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()")).toBe(
    "t|TLSv1.3",
  );
  expect(await pulumi.succeed("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
});

test("no secret stands in the state", async () => {
  const state = await pulumi.stateFiles();
  expect(state).toContain("postgres.database.svc");
  for (const secret of [outputs.password, "PRIVATE KEY"]) expect(state).not.toContain(secret);
});

test.each<[string, Connection, string | RegExp]>([
  ["a wrong authority", { authority: "wrong" }, "certificate verify failed"],
  [
    "a name that its certificate does not have",
    { host: "postgres-pods.database.svc" },
    "does not match host name",
  ],
  ["plain text", { mode: "disable" }, "no encryption"],
  ["a wrong password", { password: "wrong" }, "password authentication failed"],
  ["pods of other namespaces", { namespace: "others" }, /Connection refused|timeout expired/],
])("a connection is refused with %s", async (_, connection, reason) => {
  const { code, text } = await psql("SELECT 1", connection);
  expect({ code, text }).toEqual({
    code: expect.any(Number) as number,
    text: expect.stringMatching(reason) as string,
  });
  expect(code).not.toBe(0);
});

test.each(["postgres.database", "postgres.database.svc"])("it is known as %s, too", async (host) => {
  expect(await psql("SELECT 1", { host })).toEqual({ code: 0, text: "1" });
});

/** Commits numbers one by one until the connection breaks. @returns those that the server said were committed */
async function commitUntilBroken(table: string): Promise<number[]> {
  const insert = `DO $$ BEGIN FOR i IN 1..1000000 LOOP INSERT INTO ${table} VALUES (i); COMMIT; RAISE NOTICE 'committed %', i; END LOOP; END $$`;
  const { code, text } = await psql(insert);
  expect(code).not.toBe(0);
  return [...text.matchAll(/committed (\d+)$/gm)].map(([, number]) => Number(number));
}

const podDeletion = (...how: string[]) =>
  platform.succeed("-n", "database", "delete", "pod", "postgres-0", ...how);

test.each<[string, string, () => Promise<unknown>]>([
  ["its pod is deleted by force", "forced", () => podDeletion("--force", "--grace-period=0")],
  ["one of its processes is killed", "killed", killBackend],
  ["its pod is deleted", "deleted", () => podDeletion()],
])("nothing that was committed is lost when %s", async (_, table, strike) => {
  await answered(`CREATE TABLE ${table} (number bigint PRIMARY KEY)`);
  const committing = commitUntilBroken(table);
  await until(`SELECT count(*) FROM ${table}`, ({ text }) => Number(text) > 10);
  await strike();
  const committed = await committing;
  expect(committed.length).toBeGreaterThan(0);
  const kept = new Set((await answered(`SELECT number FROM ${table}`)).split("\n").map(Number));
  expect(committed.filter((number) => !kept.has(number))).toEqual([]);
});

async function killBackend(): Promise<void> {
  const { text } = await psql(
    "SELECT pid FROM pg_stat_activity WHERE query LIKE 'DO %' AND pid <> pg_backend_pid()",
  );
  await platform.succeed(
    "-n",
    "database",
    "exec",
    "postgres-0",
    "-c",
    "postgres",
    "--",
    "sh",
    "-c",
    `kill -9 ${text}`,
  );
}

test("another build of the image and more memory keep the data", async () => {
  const home = homeOf();
  const { postgres, debian } = await ensureTools(home, ["postgres", "debian"], quiet);
  const original = postgresImage(postgres);
  const other = {
    ...original,
    name: `${original.name}-again`,
    content: async (folder: string) => {
      const content = await original.content(folder);
      return { ...content, files: [...content.files, { path: "/etc/another-build", content: "yes" }] };
    },
  };
  const socket = path.join(instanceOf(home, { CAKE_INSTANCE: instance }).run, "containerd.sock");
  await importImages(instanceOf(home, { CAKE_INSTANCE: instance }), debian, socket, [other], quiet);
  await answered("CREATE TABLE kept AS SELECT 42 AS number");
  await pulumi.write(program(referenceOf(other), "512 MB"));
  await pulumi.succeed("up", "--yes", "--skip-preview");
  // The provider takes a StatefulSet that its controller has not seen yet for one that is ready.
  await platform.succeed("-n", "database", "rollout", "status", "statefulset/postgres", "--timeout=120s");
  expect(await answered("SELECT number FROM kept")).toBe("42");
  expect(await answered("SHOW shared_buffers")).toBe("128MB");
  const built = await platform.succeed(
    "-n",
    "database",
    "exec",
    "postgres-0",
    "-c",
    "postgres",
    "--",
    "cat",
    "/etc/another-build",
  );
  expect(built).toContain("yes");
});

test("the password of the Secret is the administrator's, also where another one was set", async () => {
  await answered("ALTER ROLE postgres PASSWORD 'changed behind its back'");
  await podDeletion();
  expect(await answered("SELECT 1")).toBe("1");
});

test("its pods are restricted: the namespace takes no other", async () => {
  const { code, text } = await platform.kubectl(
    "-n",
    "database",
    "run",
    "root",
    `--image=${platform.state.postgresImage}`,
  );
  expect(code).not.toBe(0);
  expect(text).toContain('violates PodSecurity "restricted');
});

test("destroy leaves nothing, not even the volume", async () => {
  await pulumi.succeed("destroy", "--yes", "--skip-preview");
  expect(await platform.kubectl("get", "namespace", "database")).toMatchObject({ code: 1 });
  await platform.succeed("wait", "--for=delete", "persistentvolume", "--all", "--timeout=60s");
  const volumes = path.join(instanceOf(homeOf(), { CAKE_INSTANCE: instance }).directory, "volumes");
  expect(await fs.readdir(volumes)).toEqual([]);
});
