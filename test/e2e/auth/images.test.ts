import * as https from "node:https";
import * as path from "node:path";
import { homeOf } from "../../../local/home";
import { ensureTools } from "../../../local/toolchain";
import { restricted } from "../../../components/kubernetes/pod-security";
import { selfSigned } from "../../support/certificate";
import { engine, type Engine } from "../../support/engine";
import { startPlatform, type TestPlatform } from "../../support/platform";

/*
 * The images of Keycloak and SpiceDB that are built here, as pods that a restricted namespace takes, on PostgreSQL of the
 * component. The tests are steps of one story and run in order: the first one pays for the tools and the platform.
 */

jest.setTimeout(45 * 60_000);

const root = path.resolve(__dirname, "../../..");
const namespace = "auth";
const key = "a-preshared-key";
const { cert, key: privateKey } = selfSigned();

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

interface PodSpec {
  readonly image?: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly user: number;
  readonly memory: string;
  readonly ready?: object;
  /** Folders that it may write to. */
  readonly writable?: readonly string[];
  readonly readOnly?: boolean;
}

/** A pod that can do what a restricted pod may. */
const pod = (
  name: string,
  { image, args, env, user, memory, ready, writable = [], readOnly = true }: PodSpec,
) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace },
  spec: {
    restartPolicy: "Never",
    securityContext: { runAsNonRoot: true, runAsUser: user, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name,
        image,
        imagePullPolicy: "IfNotPresent",
        args,
        env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
        resources: { requests: { cpu: "100m", memory }, limits: { memory } },
        readinessProbe: ready && { ...ready, periodSeconds: 1, failureThreshold: 120 },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          readOnlyRootFilesystem: readOnly,
        },
        volumeMounts: [
          { name: "authority", mountPath: "/authority" },
          { name: "tls", mountPath: "/tls" },
          ...writable.map((mountPath, index) => ({ name: `writable-${index}`, mountPath })),
        ],
      },
    ],
    volumes: [
      { name: "authority", configMap: { name: "authority" } },
      { name: "tls", secret: { secretName: "tls" } },
      ...writable.map((_, index) => ({ name: `writable-${index}`, emptyDir: {} })),
    ],
  },
});

const becomes = (name: string, condition: string) =>
  platform.succeed("-n", namespace, "wait", `pod/${name}`, `--for=${condition}`, "--timeout=180s");
const logOf = (name: string) => platform.succeed("-n", namespace, "logs", name);

beforeAll(async () => {
  platform = await startPlatform("auth-images", { postgres: true, keycloak: true, spicedb: true });
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

/** Seconds that it says it has started in. */
async function startOf(name: string): Promise<number> {
  const [, seconds] = / started in ([\d.]+)s/.exec(await logOf(name)) ?? [];
  return Number(seconds);
}

test("Keycloak starts as it was built, with nothing of its own to write to", async () => {
  await platform.create(pod("first", keycloak(["start", "--optimized"])));
  await becomes("first", "condition=Ready");
  await platform.succeed("-n", namespace, "delete", "pod", "first");
});

test("on a database that is its own already it is ready within 25 seconds, and sooner than one that builds first", async () => {
  await platform.create(pod("optimized", keycloak(["start", "--optimized"])));
  await becomes("optimized", "condition=Ready");
  const optimized = await startOf("optimized");
  const address = await platform.forward(`${namespace}/optimized`, 8080);
  const document = await fetch(
    `http://127.0.0.1:${address.port}/realms/master/.well-known/openid-configuration`,
  );
  await address.close();
  expect(await document.json()).toMatchObject({
    grant_types_supported: expect.arrayContaining(["authorization_code"]) as string[],
  });
  await platform.succeed("-n", namespace, "delete", "pod", "optimized");
  expect(optimized).toBeLessThan(25);
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
  await becomes("migrate", "jsonpath={.status.phase}=Succeeded");
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
  await becomes("spicedb", "condition=Ready");
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
  const orphaning = "definition user {}\ndefinition shop {}";
  expect(await ask("/v1/schema/write", { schema: orphaning })).toMatchObject({
    status: 400,
    body: {
      message: expect.stringContaining(
        "cannot delete relation `florist` in object definition `shop`, as at least one relationship exists under it",
      ) as string,
    },
  });
  const broken = "definition user {\n  relation\n}";
  expect(await ask("/v1/schema/write", { schema: broken })).toMatchObject({
    status: 400,
    body: { message: expect.stringMatching(/parse error in .*line 3, column 1/) as string },
  });
});

test("a wrong key is refused", async () => {
  expect(await ask("/v1/schema/read", {}, "wrong")).toMatchObject({ status: 403 });
});
