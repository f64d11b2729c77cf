import * as https from "node:https";
import * as path from "node:path";
import { homeOf } from "../../../local/home";
import { ensureTools } from "../../../local/toolchain";
import { restricted } from "../../../components/kubernetes/pod-security";
import { selfSigned } from "../../support/certificate";
import { engine, type Engine } from "../../support/engine";
import { startPlatform, type TestPlatform } from "../../support/platform";
import { podOf, type PodSpec } from "./pod";

/*
 * The images of Keycloak and SpiceDB that are built here, as pods that a restricted namespace takes, on PostgreSQL of the
 * component. The tests are steps of one story and run in order: the first one pays for the tools and the platform.
 */

jest.setTimeout(45 * 60_000);

const root = path.resolve(__dirname, "../../..");
const namespace = "auth";
const key = "a-preshared-key";
const { cert, key: privateKey } = selfSigned("localhost", "spicedb");

let platform: TestPlatform;
let pulumi: Engine;
let database: { host: string; ca: string; password: string };

const program = () => `
import * as fs from "node:fs";
import { kubernetesProvider } from "${root}/components/kubernetes/provider";
import { PostgresDatabase } from "${root}/components/cockroach/postgres";
import * as pulumi from "@pulumi/pulumi";
const kubeconfig = pulumi.secret(fs.readFileSync("${platform.state.kubeconfig}", "utf8"));
const provider = kubernetesProvider("cluster", { kubeconfig } as never);
const database = new PostgresDatabase(
  "database",
  { cluster: { storageClass: "${platform.state.storageClass}" }, image: "${platform.state.postgresImage}", callers: ["${namespace}"] },
  { provider },
);
export const { host, ca } = database;
export const password = database.admin.password;
`;

const pod = (name: string, spec: PodSpec) => podOf(namespace, name, spec);
const becomes = (name: string, condition: string) =>
  platform.succeed("-n", namespace, "wait", `pod/${name}`, `--for=${condition}`, "--timeout=180s");
const logOf = (name: string) => platform.succeed("-n", namespace, "logs", name);

beforeAll(async () => {
  platform = await startPlatform("auth-images", { postgres: true, keycloak: true, spicedb: true, zed: true });
  await ensureTools(homeOf(), ["provider-kubernetes", "provider-tls"], () => undefined);
  pulumi = await engine();
  await pulumi.write(program());
  await pulumi.succeed("up", "--yes", "--skip-preview");
  const { stdout } = await pulumi.succeed("stack", "output", "--json", "--show-secrets");
  database = JSON.parse(stdout) as typeof database;
  const within = ["-n", "database", "exec", "postgres-0", "-c", "postgres", "--"];
  const psql = ["env", `PGPASSWORD=${database.password}`, "psql", "-h", "127.0.0.1", "-U", "postgres", "-c"];
  for (const name of ["keycloak", "spicedb"]) {
    await platform.succeed(...within, ...psql, `CREATE DATABASE ${name}`);
  }
  await platform.create(
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels: restricted } },
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "authority", namespace },
      data: { "ca.crt": database.ca },
    },
    {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "tls", namespace },
      stringData: { "tls.crt": cert, "tls.key": privateKey },
    },
  );
});

afterAll(async () => {
  await pulumi?.remove();
  await platform?.wipe();
});

const keycloak = (args: readonly string[], more: Partial<PodSpec> = {}): PodSpec => ({
  image: platform.state.keycloakImage,
  args,
  user: 1000,
  memory: "900Mi",
  ready: { httpGet: { path: "/health/ready", port: 9000 } },
  writable: ["/tmp", "/opt/keycloak/data"],
  ...more,
  env: {
    KC_DB_URL: `jdbc:postgresql://${database.host}:5432/keycloak?sslmode=verify-full&sslrootcert=/authority/ca.crt`,
    KC_DB_USERNAME: "postgres",
    KC_DB_PASSWORD: database.password,
    KC_CACHE: "local",
    KC_HTTP_ENABLED: "true",
    KC_HOSTNAME_STRICT: "false",
    ...more.env,
  },
});

interface PodStatus {
  readonly podIP: string;
  readonly conditions: readonly { readonly type: string; readonly lastTransitionTime: string }[];
  readonly containerStatuses: readonly {
    readonly state: { readonly running?: { readonly startedAt: string } };
  }[];
}

const statusOf = async (name: string) => {
  const text = await platform.succeed("-n", namespace, "get", "pod", name, "-o", "json");
  return (JSON.parse(text) as { status: PodStatus }).status;
};

/** Starts a pod and lets it end again. @returns its log, and the seconds from its program's start to its being ready */
async function started(name: string, spec: PodSpec): Promise<{ log: string; seconds: number }> {
  await platform.create(pod(name, spec));
  await becomes(name, "condition=Ready");
  const { conditions, containerStatuses } = await statusOf(name);
  const ready = conditions.find(({ type }) => type === "Ready")?.lastTransitionTime ?? "";
  const start = containerStatuses[0]?.state.running?.startedAt ?? "";
  const log = await logOf(name);
  await platform.succeed("-n", namespace, "delete", "pod", name);
  return { log, seconds: (Date.parse(ready) - Date.parse(start)) / 1000 };
}

test("Keycloak starts as it was built, with 900 MB and nothing of its own to write to", async () => {
  await platform.create(pod("keycloak", keycloak(["start", "--optimized"])));
  await becomes("keycloak", "condition=Ready");
  const address = await platform.forward(`${namespace}/keycloak`, 8080);
  const place = "realms/master/.well-known/openid-configuration";
  const document = await fetch(`http://127.0.0.1:${address.port}/${place}`);
  await address.close();
  expect(await document.json()).toMatchObject({
    grant_types_supported: expect.arrayContaining(["authorization_code"]) as string[],
  });
  // The server is a child of its script.
  const all = ["sh", "-c", "cat /proc/[0-9]*/status"];
  const processes = await platform.succeed("-n", namespace, "exec", "keycloak", "--", ...all);
  const resident = [...processes.matchAll(/^VmRSS:\s+(\d+) kB/gm)].map(([, size]) => Number(size) / 1024);
  process.stderr.write(`Keycloak has ${Math.round(Math.max(...resident))} MiB of memory\n`);
  expect(Math.max(...resident)).toBeGreaterThan(100);
  expect(Math.max(...resident)).toBeLessThanOrEqual(900);
  await platform.succeed("-n", namespace, "delete", "pod", "keycloak");
});

test("it starts as it was built, and with another option of build time it is built first", async () => {
  const optimized = await started("optimized", keycloak(["start", "--optimized"]));
  // With another option of build time than the image was built with, it has to be built again.
  const options = { KC_DB: "postgres", KC_HEALTH_ENABLED: "true", KC_METRICS_ENABLED: "false" };
  const plain = await started("plain", keycloak(["start"], { env: options, readOnly: false }));
  process.stderr.write(
    `Keycloak is ready after ${optimized.seconds} s as it was built, ${plain.seconds} s when it builds first\n`,
  );
  expect(optimized.log).not.toContain("Quarkus augmentation completed");
  expect(plain.log).toContain("Quarkus augmentation completed");
});

const spicedb = (args: readonly string[], more: Partial<PodSpec> = {}): PodSpec => ({
  image: platform.state.spicedbImage,
  args,
  user: 65532,
  memory: "256Mi",
  ...more,
  env: {
    SPICEDB_DATASTORE_ENGINE: "postgres",
    SPICEDB_DATASTORE_CONN_URI: `postgresql://postgres:${database.password}@${database.host}:5432/spicedb?sslmode=verify-full&sslrootcert=/authority/ca.crt`,
    SPICEDB_TELEMETRY_ENDPOINT: "",
    ...more.env,
  },
});

test("SpiceDB makes its tables", async () => {
  await platform.create(pod("migrate", spicedb(["datastore", "migrate", "head"])));
  expect(await becomes("migrate", "jsonpath={.status.phase}=Succeeded")).toContain("condition met");
});

test("SpiceDB serves over TLS, and the image's probe sees that", async () => {
  const tls = { SPICEDB_GRPC_TLS_CERT_PATH: "/tls/tls.crt", SPICEDB_GRPC_TLS_KEY_PATH: "/tls/tls.key" };
  const http = {
    SPICEDB_HTTP_ENABLED: "true",
    SPICEDB_HTTP_TLS_CERT_PATH: "/tls/tls.crt",
    SPICEDB_HTTP_TLS_KEY_PATH: "/tls/tls.key",
  };
  const probe = ["grpc_health_probe", "-addr=localhost:50051", "-tls", "-tls-ca-cert=/tls/tls.crt"];
  const env = { SPICEDB_GRPC_PRESHARED_KEY: key, ...tls, ...http };
  await platform.create(pod("spicedb", spicedb(["serve"], { env, ready: { exec: { command: probe } } })));
  expect(await becomes("spicedb", "condition=Ready")).toContain("condition met");
});

/** Asks SpiceDB's HTTP gateway. */
async function ask(place: string, body: object, bearer = key): Promise<{ status?: number; body: unknown }> {
  const address = await platform.forward(`${namespace}/spicedb`, 8443);
  try {
    return await new Promise((resolve, reject) => {
      const request = https.request(`https://127.0.0.1:${address.port}${place}`, {
        method: "POST",
        ca: cert,
        headers: { authorization: `Bearer ${bearer}` },
      });
      request.on("error", reject);
      request.on("response", (response) => {
        let text = "";
        response.on("data", (data: Buffer) => (text += data.toString()));
        response.on("end", () => resolve({ status: response.statusCode, body: JSON.parse(text) as unknown }));
      });
      request.end(JSON.stringify(body));
    });
  } finally {
    await address.close();
  }
}

const schema = `definition user {}
definition shop {
  relation florist: user
  permission arrange = florist
}`;
const orphaning = "definition user {}\ndefinition shop {}";
const broken = "definition user {\n  relation\n}";
const rose = {
  resource: { objectType: "shop", objectId: "main" },
  subject: { object: { objectType: "user", objectId: "rose" } },
};

test("a schema is written once and again, and answers with it", async () => {
  expect(await ask("/v1/schema/write", { schema })).toMatchObject({ status: 200 });
  expect(await ask("/v1/schema/write", { schema })).toMatchObject({ status: 200 });
  const updates = [{ operation: "OPERATION_TOUCH", relationship: { ...rose, relation: "florist" } }];
  expect(await ask("/v1/relationships/write", { updates })).toMatchObject({ status: 200 });
  expect(
    await ask("/v1/permissions/check", {
      ...rose,
      permission: "arrange",
      consistency: { fullyConsistent: true },
    }),
  ).toMatchObject({ status: 200, body: { permissionship: "PERMISSIONSHIP_HAS_PERMISSION" } });
});

test("a schema that would orphan relationships is refused, and so is one that does not parse, with its place", async () => {
  expect(await ask("/v1/schema/write", { schema: orphaning })).toMatchObject({
    status: 400,
    body: {
      message: expect.stringContaining(
        "cannot delete relation `florist` in object definition `shop`, as at least one relationship exists under it",
      ) as string,
    },
  });
  expect(await ask("/v1/schema/write", { schema: broken })).toMatchObject({
    status: 400,
    body: { message: expect.stringMatching(/parse error in .*line 2, column 11/) as string },
  });
});

/** Runs the command line client to its end. @returns what it said */
async function zed(
  name: string,
  text: string,
  end: "Succeeded" | "Failed",
  more: Partial<PodSpec> = {},
): Promise<string> {
  const { podIP } = await statusOf("spicedb");
  const data = { "schema.zed": text };
  await platform.create({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data });
  const options = ["--endpoint=spicedb:50051", "--certificate-path=/tls/tls.crt", "--skip-version-check"];
  const spec: PodSpec = {
    image: platform.state.zedImage,
    args: ["schema", "write", "/schema/schema.zed", ...options],
    env: { ZED_TOKEN: key },
    user: 65532,
    memory: "64Mi",
    schema: name,
    hosts: { spicedb: podIP },
    ...more,
  };
  await platform.create(pod(name, spec));
  await becomes(name, `jsonpath={.status.phase}=${end}`);
  return logOf(name);
}

test("the command line client writes a schema", async () => {
  expect(await zed("write", `${schema}\ndefinition bouquet {}`, "Succeeded")).toBe("");
  expect(await ask("/v1/schema/read", {})).toMatchObject({
    body: { schemaText: expect.stringContaining("definition bouquet {}") as string },
  });
});

test.each<[string, string, string, Partial<PodSpec>, string]>([
  [
    "a schema that would orphan relationships",
    "orphaning",
    orphaning,
    {},
    "cannot delete relation `florist`",
  ],
  ["a schema that does not parse", "broken", broken, {}, "line 2, column 11"],
  ["a wrong key", "wrong-key", schema, { env: { ZED_TOKEN: "wrong" } }, "PermissionDenied"],
])("it fails on %s, and says why", async (_, name, text, more, reason) => {
  expect(await zed(name, text, "Failed", more)).toContain(reason);
});

test("a wrong key is refused", async () => {
  expect(await ask("/v1/schema/read", {}, "wrong")).toMatchObject({ status: 403 });
});
