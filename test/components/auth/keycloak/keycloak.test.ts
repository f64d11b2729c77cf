import { Keycloak, type KeycloakArgs } from "../../../../components/auth/keycloak";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";
import { serve, stopServers } from "../../../stacks/cluster/server";
import { askedOf, environmentOf, fakeStore, type PodSpec } from "../fixtures";

const password = "random:index/randomPassword:RandomPassword";
const statefulSet = "kubernetes:apps/v1:StatefulSet";
const policy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

let registrations: Registrations;
let port: number;
/** What the service account logged in with. */
const logins: string[] = [];
beforeAll(async () => {
  registrations = await recordRegistrations((type, name) =>
    type === password ? { result: `password-of-${name}` } : {},
  );
  const url = await serve((request, response) => {
    request.on("data", (chunk) => logins.push(String(chunk)));
    request.on("end", () => response.end("{}"));
  });
  port = Number(new URL(url).port);
});
beforeEach(() => registrations.clear());
afterAll(stopServers);

function argsOf(args: Partial<KeycloakArgs> = {}): KeycloakArgs {
  return {
    cluster: { ingress: { domain: "shop.example.com", scheme: "http", port } },
    store: fakeStore(),
    realms: ["shop"],
    ingress: { className: "traefik", namespace: "traefik-system" },
    // Where the test's own server answers.
    adminHost: "127.0.0.1",
    ...args,
  };
}

async function registered(name: string, args: Partial<KeycloakArgs> = {}): Promise<Keycloak> {
  const keycloak = new Keycloak(name, argsOf(args));
  await valueOf(keycloak.admin.url);
  return keycloak;
}

interface StatefulSet {
  readonly minReadySeconds?: number;
  readonly podManagementPolicy: string;
  readonly replicas: number;
  readonly serviceName: string;
  readonly template: { readonly metadata: object; readonly spec: PodSpec };
}

const specOf = <T = Record<string, unknown>>(name: string, type?: string) =>
  registrations.get(name, type).inputs.spec as T;
const setOf = (name: string) => specOf<StatefulSet>(`${name}-server`);
const podOf = (name: string) => setOf(name).template.spec;
const containerOf = (name: string) => podOf(name).containers[0];

test("is a namespace, a service account, a server, what leads to it, and nothing else", async () => {
  await registered("whole");
  expect(registrations.names()).toEqual([
    "cakestack:auth:Keycloak whole",
    "cakestack:kubernetes:Namespace whole",
    `${statefulSet} whole-server`,
    "kubernetes:core/v1:LimitRange whole-limits",
    "kubernetes:core/v1:Namespace whole",
    "kubernetes:core/v1:ResourceQuota whole-quota",
    "kubernetes:core/v1:Secret whole-admin",
    "kubernetes:core/v1:Service whole-pods",
    "kubernetes:core/v1:Service whole-service",
    "kubernetes:networking.k8s.io/v1:Ingress whole-private",
    "kubernetes:networking.k8s.io/v1:Ingress whole-public",
    `${policy} whole-allow-callers`,
    `${policy} whole-allow-dns`,
    `${policy} whole-allow-egress`,
    `${policy} whole-default-deny`,
    `${password} whole-admin`,
  ]);
  for (const suffix of ["server", "pods", "service", "private", "public"]) {
    expect(registrations.get(`whole-${suffix}`).parent).toBe("whole");
  }
});

test("a second pod brings a budget: nodes are drained one at a time", async () => {
  await registered("several", { replicas: 2 });
  expect(specOf("several-budget")).toEqual({
    maxUnavailable: 1,
    unhealthyPodEvictionPolicy: "AlwaysAllow",
    selector: { matchLabels: { app: "keycloak" } },
  });
});

test("it is in its database as the owner of the schema, with room for every pod", async () => {
  const store = fakeStore();
  await registered("stored", { store, replicas: 3 });
  expect(await askedOf(store)).toEqual([{ namespace: "stored", pods: 3, as: "owner" }]);
  expect(setOf("stored").template.metadata).toMatchObject({
    annotations: { "cakestack.dev/database": "version of owner" },
  });
});

test("one pod on PostgreSQL: its options, and no cluster", async () => {
  await registered("postgres", { store: fakeStore("postgres", "an authority"), memory: "900 MB" });
  expect(environmentOf(containerOf("postgres"))).toEqual({
    POD_IP: '{"fieldRef":{"fieldPath":"status.podIP"}}',
    KC_DB: "postgres",
    KC_HEALTH_ENABLED: "true",
    KC_METRICS_ENABLED: "true",
    KC_DB_URL: "owner-database/jdbcUrl",
    KC_DB_USERNAME: "owner-database/user",
    KC_DB_PASSWORD: "owner-database/password",
    KC_DB_POOL_INITIAL_SIZE: "4",
    KC_DB_POOL_MIN_SIZE: "4",
    KC_DB_POOL_MAX_SIZE: "4",
    KC_HOSTNAME: `http://keycloak.postgres.shop.example.com:${port}`,
    KC_HOSTNAME_ADMIN: `http://127.0.0.1:${port}`,
    KC_HTTP_ENABLED: "true",
    KC_PROXY_HEADERS: "xforwarded",
    KC_HTTP_ACCEPT_NON_NORMALIZED_PATHS: "false",
    KC_BOOTSTRAP_ADMIN_CLIENT_ID: "keycloak-admin/clientId",
    KC_BOOTSTRAP_ADMIN_CLIENT_SECRET: "keycloak-admin/clientSecret",
    KC_CACHE: "local",
    KC_SHUTDOWN_DELAY: "0s",
    KC_SHUTDOWN_TIMEOUT: "5s",
    JAVA_OPTS_KC_HEAP: "-XX:MaxRAMPercentage=66",
  });
});

test("several pods on CockroachDB: Phase Two's image with what it asks for, and its own cluster", async () => {
  await registered("cockroach", { store: fakeStore("cockroach"), replicas: 2 });
  const container = containerOf("cockroach");
  expect(container.image).toBe("quay.io/phasetwo/keycloak-crdb:26.6.4");
  const environment = environmentOf(container);
  expect(environment).toMatchObject({
    KC_DB: "cockroach",
    KC_DB_URL_HOST: "owner-database/host",
    KC_DB_URL_PORT: "owner-database/port",
    KC_DB_URL_DATABASE: "owner-database/database",
    KC_DB_URL_PROPERTIES:
      "?sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory&useCockroachMetadata=true",
    KC_DB_SCHEMA: "public",
    KC_TRANSACTION_XA_ENABLED: "false",
    KC_TRANSACTION_JTA_ENABLED: "false",
    KC_FEATURES_DISABLED: "organization",
    KC_CACHE: "ispn",
    KC_CACHE_CONFIG_FILE: "cache-ispn-jdbc-ping.xml",
    KC_ISPN_DB_VENDOR: "cockroachdb",
    KC_CACHE_EMBEDDED_NETWORK_BIND_ADDRESS: "$(POD_IP)",
    KC_SHUTDOWN_DELAY: "10s",
  });
  expect(environment).not.toHaveProperty("KC_DB_URL");
  expect(environment).not.toHaveProperty("JAVA_OPTS_KC_HEAP");
});

test("an authority of CockroachDB's own is a file", async () => {
  await registered("own-authority", { store: fakeStore("cockroach", "an authority") });
  expect(environmentOf(containerOf("own-authority")).KC_DB_URL_PROPERTIES).toBe(
    "?sslmode=verify-full&sslrootcert=/var/run/cakestack/database/ca.crt&useCockroachMetadata=true",
  );
});

test("several pods on PostgreSQL find one another in the database, spread out, and end one after the other", async () => {
  await registered("clustered", { replicas: 2 });
  expect(environmentOf(containerOf("clustered"))).toMatchObject({
    KC_CACHE: "ispn",
    KC_CACHE_EMBEDDED_NETWORK_BIND_ADDRESS: "$(POD_IP)",
  });
  expect(environmentOf(containerOf("clustered"))).not.toHaveProperty("KC_CACHE_CONFIG_FILE");
  expect(setOf("clustered")).toMatchObject({
    replicas: 2,
    minReadySeconds: 10,
    podManagementPolicy: "Parallel",
    serviceName: "keycloak-pods",
  });
  const { topologySpreadConstraints, terminationGracePeriodSeconds } = podOf("clustered");
  expect(terminationGracePeriodSeconds).toBe(25);
  expect(topologySpreadConstraints).toEqual(
    ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
      topologyKey,
      maxSkew: 1,
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: { app: "keycloak" } },
    })),
  );
});

test("health and metrics are on a port of their own, that no Service and no rule leads to", async () => {
  await registered("healthy", { replicas: 2, callers: ["functions"] });
  const probe = (path: string) => ({ httpGet: { path: `/health/${path}`, port: "management" } });
  expect(containerOf("healthy")).toMatchObject({
    ports: [
      { name: "http", containerPort: 8080 },
      { name: "management", containerPort: 9000 },
    ],
    startupProbe: { ...probe("started"), periodSeconds: 1, failureThreshold: 600 },
    readinessProbe: { ...probe("ready"), periodSeconds: 2, failureThreshold: 30 },
    livenessProbe: probe("live"),
  });
  expect(specOf("healthy-service").ports).toEqual([{ name: "http", port: 8080, targetPort: "http" }]);
  expect(specOf("healthy-pods")).toMatchObject({
    clusterIP: "None",
    publishNotReadyAddresses: true,
    ports: [{ name: "cluster", port: 7800 }],
  });
  const from = (namespace: string, ...ports: number[]) => ({
    from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } } }],
    ports: ports.map((one) => ({ port: one, protocol: "TCP" })),
  });
  expect(specOf("healthy-allow-callers").ingress).toEqual([
    from("traefik-system", 8080),
    from("functions", 8080),
    from("healthy", 7800, 57800),
  ]);
});

test("it calls its database, what is asked for, and its own pods where there are several", async () => {
  const mail = { to: [{ ipBlock: { cidr: "192.0.2.25/32" } }] };
  const store = fakeStore();
  await registered("calling", { store, replicas: 2, egress: [mail] });
  await registered("alone", { store });
  const itself = {
    to: [{ podSelector: { matchLabels: { app: "keycloak" } } }],
    ports: [
      { port: 7800, protocol: "TCP" },
      { port: 57800, protocol: "TCP" },
    ],
  };
  expect(specOf("calling-allow-egress").egress).toEqual([store.egress, mail, itself]);
  expect(specOf("alone-allow-egress").egress).toEqual([store.egress]);
});

test("pods are restricted, and an optimized image writes to nothing but volumes", async () => {
  const image = { name: "dev.local/keycloak:26.7.3", engine: "postgres", build: "optimized" } as const;
  await registered("optimized", { image });
  const { securityContext, automountServiceAccountToken, enableServiceLinks, volumes } = podOf("optimized");
  expect({ automountServiceAccountToken, enableServiceLinks }).toEqual({
    automountServiceAccountToken: false,
    enableServiceLinks: false,
  });
  expect(securityContext).toEqual({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
  const container = containerOf("optimized");
  expect(container).toMatchObject({ image: image.name, args: ["start", "--optimized"] });
  expect(container.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    readOnlyRootFilesystem: true,
  });
  expect(volumes).toEqual([
    {
      name: "database",
      secret: {
        secretName: "owner-database",
        items: [{ key: "ca.crt", path: "ca.crt" }],
        optional: true,
      },
    },
    { name: "data", emptyDir: {} },
    { name: "tmp", emptyDir: {} },
  ]);
});

test("the official image sets its build options when it starts, in its own folder", async () => {
  await registered("plain");
  expect(containerOf("plain")).toMatchObject({
    image: "quay.io/keycloak/keycloak:26.7.3",
    args: ["start"],
    securityContext: { readOnlyRootFilesystem: false },
  });
});

test("its processor is that for the load, its memory that of Keycloak's rule, and the namespace has no more", async () => {
  await registered("sized", { load: { loginsPerSecond: 30 }, replicas: 2 });
  expect(containerOf("sized").resources).toEqual({
    requests: { cpu: "1000m", memory: "1250Mi" },
    limits: { memory: "1360Mi" },
  });
  expect(specOf("sized-quota")).toEqual({
    hard: { "requests.cpu": "2", "requests.memory": "2500Mi", pods: "2" },
  });
});

test("each host has its paths, in a rule of the ingress's class", async () => {
  await registered("routed", {
    ingress: { className: "nginx", namespace: "nginx", tlsSecret: "certificate" },
  });
  const backend = { service: { name: "keycloak", port: { name: "http" } } };
  expect(registrations.get("routed-public")).toMatchObject({
    dependsOn: expect.arrayContaining(["routed-service"]) as string[],
    inputs: { metadata: { namespace: "routed", annotations: { "pulumi.com/skipAwait": "true" } } },
  });
  expect(specOf("routed-public")).toMatchObject({
    ingressClassName: "nginx",
    tls: [{ hosts: ["keycloak.routed.shop.example.com"], secretName: "certificate" }],
    rules: [{ host: "keycloak.routed.shop.example.com" }],
  });
  expect(
    specOf<{ rules: { http: { paths: object[] } }[] }>("routed-private").rules[0]!.http.paths[0],
  ).toEqual({
    path: "/realms/master/protocol/openid-connect/token",
    pathType: "Exact",
    backend,
  });
});

test("the service account is random, is seen by the pods only, and has logged in when its address is known", async () => {
  logins.length = 0;
  const { admin, url, innerUrl } = await registered("ready");
  expect(registrations.get("ready-admin", password).inputs).toEqual({ length: 32, special: false });
  expect(registrations.get("ready-admin", "kubernetes:core/v1:Secret").secretOutputs).toEqual([
    "data",
    "stringData",
  ]);
  expect(await valueOf(admin.url)).toBe(`http://127.0.0.1:${port}`);
  expect(logins).toEqual([
    "grant_type=client_credentials&client_id=cakestack&client_secret=password-of-ready-admin",
  ]);
  expect(await valueOf(url)).toBe(`http://keycloak.ready.shop.example.com:${port}`);
  expect(await valueOf(innerUrl)).toBe("http://keycloak.ready.svc.cluster.local:8080");
  expect(await valueOf(admin.clientId)).toBe("cakestack");
});

test("every wrong argument is named at once, and nothing is made", () => {
  const wrong = argsOf({
    store: fakeStore("cockroach"),
    image: { name: "quay.io/keycloak/keycloak:26.7.3", engine: "cockroach", build: "plain" },
    replicas: 0,
    realms: ["Shop", "master"],
    adminHost: "keycloak.wrong.shop.example.com",
    load: { loginsPerSecond: 0, refreshesPerSecond: -1 },
    memory: "256 MB",
  });
  const names = "up to 63 lower-case letters, digits, inner dashes and underscores";
  expect(() => new Keycloak("wrong", wrong)).toThrow(
    [
      "Keycloak wrong:",
      "  - image is quay.io/keycloak/keycloak:26.7.3, which is for PostgreSQL, and the database is CockroachDB. Allowed: " +
        "quay.io/phasetwo/keycloak-crdb:26.6.4, or an image made for CockroachDB. Leave image out, or choose another database.",
      "  - replicas is 0. Allowed: a whole number from 1.",
      "  - adminHost is keycloak.wrong.shop.example.com, which everyone reaches. Allowed: another name. Leave it out.",
      `  - realms has "Shop". Allowed: ${names}, and not master, which administers the others.`,
      `  - realms has "master". Allowed: ${names}, and not master, which administers the others.`,
      "  - load.loginsPerSecond is 0. Allowed: a number above 0.",
      "  - load.refreshesPerSecond is -1. Allowed: a number from 0.",
      '  - memory: it is "256 MB". Allowed: "600 MB" or more.',
    ].join("\n"),
  );
  expect(registrations.names().filter((name) => !name.startsWith("cakestack:"))).toEqual([]);
});

test("without realms nobody could sign in", () => {
  expect(() => new Keycloak("empty", argsOf({ realms: [] }))).toThrow(
    "realms is empty. Name those whose users sign in.",
  );
});
