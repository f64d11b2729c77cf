import { SpiceDb, type SpiceDbArgs } from "../../../../components/auth/spicedb";
import { versionOf } from "../../../../components/auth/spicedb/schema";
import { secretOf, valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registration, type Registrations } from "../../../support/registrations";
import { askedOf, environmentOf, fakeStore, type PodSpec } from "../fixtures";

const password = "random:index/randomPassword:RandomPassword";
const secret = "kubernetes:core/v1:Secret";
const job = "kubernetes:batch/v1:Job";
const deployment = "kubernetes:apps/v1:Deployment";
const policy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const schema = "definition user {}\n";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations((type, name) => ({
    ...(type === password && { result: `value-of-${name}` }),
    ...(type === secret && { metadata: { name, resourceVersion: `version of ${name}` } }),
    ...(type.startsWith("tls:") && { certPem: `certificate of ${name}`, privateKeyPem: `key of ${name}` }),
  }));
});
beforeEach(() => registrations.clear());

async function registered(name: string, args: Partial<SpiceDbArgs> = {}): Promise<SpiceDb> {
  const spicedb = new SpiceDb(name, { store: fakeStore(), schema, ...args });
  await Promise.all([valueOf(spicedb.endpoint), valueOf(spicedb.schemaVersion)]);
  return spicedb;
}

const podOf = (one: Registration) => (one.inputs.spec as { template: { spec: PodSpec } }).template.spec;
const specOf = (name: string) => registrations.get(name).inputs.spec as Record<string, unknown>;
const nameIn = (one: Registration) => (one.inputs.metadata as { name: string }).name;

test("is a namespace, keys, a certificate, a migration, a server, its schema, and nothing else", async () => {
  await registered("whole");
  expect(registrations.names()).toEqual([
    "cakestack:auth:SpiceDb whole",
    "cakestack:kubernetes:Namespace whole",
    `${deployment} whole-server`,
    `${job} whole-migrate`,
    `${job} whole-schema`,
    "kubernetes:core/v1:ConfigMap whole-schema",
    "kubernetes:core/v1:LimitRange whole-limits",
    "kubernetes:core/v1:Namespace whole",
    "kubernetes:core/v1:ResourceQuota whole-quota",
    "kubernetes:core/v1:Secret whole-keys",
    "kubernetes:core/v1:Secret whole-tls",
    "kubernetes:core/v1:Service whole-service",
    `${policy} whole-allow-callers`,
    `${policy} whole-allow-dns`,
    `${policy} whole-allow-egress`,
    `${policy} whole-default-deny`,
    `${password} whole-key-0`,
    `${password} whole-key-1`,
    `${password} whole-key-2`,
    "tls:index/certRequest:CertRequest whole-server",
    "tls:index/locallySignedCert:LocallySignedCert whole-server",
    "tls:index/privateKey:PrivateKey whole-server",
    "tls:index/privateKey:PrivateKey whole-server-ca",
    "tls:index/selfSignedCert:SelfSignedCert whole-server-ca",
  ]);
});

test("the tables come first, then the server, then its Service, and the schema last", async () => {
  await registered("ordered");
  expect(registrations.get("ordered-server", deployment).dependsOn).toContain("ordered-migrate");
  expect(registrations.get("ordered-service").dependsOn).toContain("ordered-server");
  expect(registrations.get("ordered-schema", job).dependsOn).toContain("ordered-service");
});

test("the owner makes the tables; what serves may only read and write, with room for one pod more", async () => {
  const store = fakeStore();
  await registered("stored", { store, replicas: 2 });
  expect(await askedOf(store)).toEqual(
    expect.arrayContaining([
      { namespace: "stored", pods: 3, as: "application" },
      { namespace: "stored", pods: 1, as: "owner" },
    ]),
  );
  const migrate = podOf(registrations.get("stored-migrate", job)).containers[0];
  expect(migrate.command).toEqual(["spicedb", "datastore", "migrate", "head", "--datastore-engine=postgres"]);
  expect(environmentOf(migrate)).toEqual({ SPICEDB_DATASTORE_CONN_URI: "owner-database/url" });
  const server = podOf(registrations.get("stored-server", deployment)).containers[0];
  expect(environmentOf(server)).toEqual({
    SPICEDB_GRPC_PRESHARED_KEY: "spicedb-keys/accepted",
    SPICEDB_DATASTORE_CONN_URI: "application-database/url",
  });
});

test("no key and no password is in a command", async () => {
  await registered("quiet");
  const commands = ["migrate", "schema"].map(
    (name) => podOf(registrations.get(`quiet-${name}`, job)).containers[0].command,
  );
  commands.push(podOf(registrations.get("quiet-server", deployment)).containers[0].command);
  expect(JSON.stringify(commands)).not.toMatch(/value-of|postgresql:/);
});

test("callers show the current key; the one before and the next one are accepted, too", async () => {
  const { presharedKey } = await registered("keyed", { rotation: 1 });
  expect(await valueOf(presharedKey)).toBe("value-of-keyed-key-1");
  expect(registrations.get("keyed-keys")).toMatchObject({
    secretOutputs: ["data", "stringData"],
    inputs: {
      stringData: secretOf({
        current: "value-of-keyed-key-1",
        accepted: "value-of-keyed-key-1,value-of-keyed-key-0,value-of-keyed-key-2",
      }),
    },
  });
  const generations = [0, 1, 2].map(
    (place) => (registrations.get(`keyed-key-${place}`).inputs.keepers as { generation: string }).generation,
  );
  expect(generations).toEqual(["0", "1", "2"]);
});

test("the certificate is for the names that clients and pods use, and pods start anew with another", async () => {
  const { ca } = await registered("named");
  expect(registrations.get("named-server", "tls:index/certRequest:CertRequest").inputs.dnsNames).toEqual([
    "spicedb",
    "spicedb-dispatch.named.svc.cluster.local",
    "spicedb.named.svc.cluster.local",
  ]);
  expect(await valueOf(ca)).toBe("certificate of named-server-ca");
  const { template } = registrations.get("named-server", deployment).inputs.spec as {
    template: { metadata: { annotations: object } };
  };
  expect(Object.keys(template.metadata.annotations)).toEqual([
    "cakestack.dev/database",
    "cakestack.dev/keys",
    "cakestack.dev/tls",
  ]);
});

test("the server is ready when a client that verifies its name gets through", async () => {
  await registered("served");
  const [container] = podOf(registrations.get("served-server", deployment)).containers;
  const exec = {
    command: [
      "grpc_health_probe",
      "-addr=localhost:50051",
      "-tls",
      "-tls-ca-cert=/etc/spicedb-tls/ca.crt",
      "-tls-server-name=spicedb.served.svc.cluster.local",
    ],
  };
  expect(container).toMatchObject({
    image: "docker.io/authzed/spicedb:v1.56.2",
    startupProbe: { exec, periodSeconds: 1, failureThreshold: 120 },
    readinessProbe: { exec },
  });
  expect(container).not.toHaveProperty("livenessProbe");
  expect(container).not.toHaveProperty("lifecycle");
});

test("several pods share the work, are spread out, and are drained one at a time", async () => {
  await registered("several", { replicas: 2 });
  expect(specOf("several-dispatch")).toMatchObject({
    clusterIP: "None",
    ports: [{ name: "dispatch", port: 50053 }],
  });
  expect(specOf("several-budget")).toMatchObject({ maxUnavailable: 1 });
  const server = registrations.get("several-server", deployment);
  expect(server.inputs.spec).toMatchObject({
    replicas: 2,
    strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
  });
  const pod = podOf(server);
  expect(pod.topologySpreadConstraints).toHaveLength(2);
  expect(pod.containers[0]).toMatchObject({ lifecycle: { preStop: { sleep: { seconds: 5 } } } });
});

test("every pod is restricted, and writes to nothing but its own scratch", async () => {
  await registered("restricted");
  const pods = [
    podOf(registrations.get("restricted-server", deployment)),
    podOf(registrations.get("restricted-migrate", job)),
    podOf(registrations.get("restricted-schema", job)),
  ];
  for (const pod of pods) {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
    });
    const [container] = pod.containers;
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
    });
    const writable = container.volumeMounts.filter(({ readOnly }) => !readOnly).map(({ name }) => name);
    expect(writable).toEqual(["tmp"]);
  }
});

test("only the server sees the certificate's key", async () => {
  await registered("hidden");
  const keys = (one: Registration) =>
    podOf(one).volumes.flatMap((volume) =>
      ((volume as { secret?: { items?: { key: string }[] } }).secret?.items ?? []).map(({ key }) => key),
    );
  expect(keys(registrations.get("hidden-server", deployment))).toContain("tls.key");
  expect(keys(registrations.get("hidden-schema", job))).toEqual(["ca.crt"]);
  expect(keys(registrations.get("hidden-migrate", job))).toEqual(["ca.crt"]);
});

test("the schema is written over TLS by a Job of its own, which shows why it was refused", async () => {
  const spicedb = await registered("written");
  const one = registrations.get("written-schema", job);
  const file = registrations.get("written-schema", "kubernetes:core/v1:ConfigMap");
  expect(one.inputs).toMatchObject({
    metadata: { annotations: { "pulumi.com/replaceUnready": "true" } },
    spec: { backoffLimit: 0, activeDeadlineSeconds: 120 },
  });
  expect(file.inputs).toMatchObject({
    metadata: { name: `spicedb-schema-${versionOf(schema)}`, namespace: "written" },
    data: { "schema.zed": schema },
  });
  const pod = podOf(one);
  expect(pod.containers[0]).toMatchObject({
    image: "docker.io/authzed/zed:v1.2.0",
    command: [
      "zed",
      "schema",
      "write",
      "/schema/schema.zed",
      "--endpoint=spicedb.written.svc.cluster.local:50051",
      "--certificate-path=/etc/spicedb-tls/ca.crt",
      "--skip-version-check",
    ],
    terminationMessagePolicy: "FallbackToLogsOnError",
  });
  expect(environmentOf(pod.containers[0])).toEqual({ ZED_TOKEN: "spicedb-keys/current", HOME: "/tmp" });
  expect(pod.volumes).toContainEqual({ name: "schema", configMap: { name: nameIn(file) } });
  expect(await valueOf(spicedb.schemaVersion)).toBe(versionOf(schema));
  expect(await valueOf(spicedb.endpoint)).toBe("spicedb.written.svc.cluster.local:50051");
});

test("another schema is another Job, the same one is not, and another image migrates anew", async () => {
  const namesWith = async (args: Partial<SpiceDbArgs>) => {
    registrations.clear();
    await registered("changed", args);
    return ["migrate", "schema"].map((name) => {
      const one = registrations.get(`changed-${name}`, job);
      expect(one.deleteBeforeReplace).toBe(true);
      return nameIn(one);
    });
  };
  const [migrate, write] = await namesWith({});
  expect(await namesWith({ rotation: 1 })).toEqual([migrate, write]);
  const [sameMigrate, otherWrite] = await namesWith({ schema: "definition person {}\n" });
  expect(sameMigrate).toBe(migrate);
  expect(otherWrite).not.toBe(write);
  const images = { spicedb: "dev.local/spicedb:2", zed: "dev.local/zed:1" };
  const [otherMigrate] = await namesWith({ images });
  expect(otherMigrate).not.toBe(migrate);
});

test("only callers and the schema's Job reach it, and its pods each other where there are several", async () => {
  const store = fakeStore();
  await registered("closed", { store, callers: ["functions"] });
  const from = (namespace: string, ...ports: number[]) => ({
    from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } }],
    ports: ports.map((port) => ({ port, protocol: "TCP" })),
  });
  expect(specOf("closed-allow-callers").ingress).toEqual([from("closed", 50051), from("functions", 50051)]);
  expect(specOf("closed-allow-egress").egress).toEqual([
    store.egress,
    {
      to: [{ podSelector: { matchLabels: { app: "spicedb" } } }],
      ports: [
        { port: 50051, protocol: "TCP" },
        { port: 50053, protocol: "TCP" },
      ],
    },
  ]);
  await registered("shared", { replicas: 2 });
  expect(specOf("shared-allow-callers").ingress).toEqual([from("shared", 50051, 50053)]);
});

test("the namespace has room for an update, and no more", async () => {
  await registered("sized", { replicas: 2, memory: "512 MB", cpu: 0.5 });
  expect(specOf("sized-quota")).toEqual({
    hard: { "requests.cpu": "1.6", "requests.memory": "1792Mi", pods: "5" },
  });
});

test("every wrong argument is named at once, of the schema by line and column, and nothing is made", () => {
  const wrong: SpiceDbArgs = {
    store: fakeStore(),
    schema: "definition user {\n  relation friend user\n}\n",
    replicas: 0,
    rotation: -1,
    cpu: 0,
    memory: "1 MB",
    callers: ["Functions"],
    images: { zed: "authzed/zed:latest" },
  };
  expect(() => new SpiceDb("wrong", wrong)).toThrow(
    [
      "SpiceDB wrong:",
      "  - replicas is 0. Allowed: a whole number from 1.",
      "  - rotation is -1. Allowed: a whole number from 0, which each rotation raises by one.",
      "  - cpu is 0. Allowed: a number of cores above 0.",
      '  - callers has "Functions". Allowed: names of namespaces.',
      '  - images.zed is "authzed/zed:latest". Allowed: a name with a version or a digest, and not "latest".',
      '  - memory: it is "1 MB". Allowed: "128 MB" or more.',
      '  - schema, line 2, column 19: "user". Allowed: :.',
    ].join("\n"),
  );
  expect(registrations.names().filter((name) => !name.startsWith("cakestack:"))).toEqual([]);
});

test("fewer connections than it holds for itself are too few", () => {
  const store = fakeStore();
  const connect: typeof store.connect = (consumer) => ({ ...store.connect(consumer), poolSize: 1 });
  expect(() => new SpiceDb("poor", { store: { ...store, connect }, schema })).toThrow(
    "SpiceDB poor:\n  - a pod may hold 1 of the connections to the database. Allowed: 4 or more.",
  );
});
