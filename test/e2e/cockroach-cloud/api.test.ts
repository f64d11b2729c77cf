import { basic, TestCloud } from "../../support/emulator";

jest.setTimeout(5 * 60_000);

let cloud: TestCloud;
let cluster: string;
beforeAll(async () => {
  cloud = await TestCloud.start();
  cluster = await cloud.cluster("every-call");
});
afterAll(() => cloud.clear());

const on = (rest: string): string => `/api/v1/clusters/${cluster}${rest}`;
const call = async (method: string, path: string, body?: unknown) =>
  (await cloud.call(method, path, body)).body as object;

/** What the official Terraform provider calls. */
const called = [
  ...[
    "CreateCluster",
    "GetCluster",
    "ListClusters",
    "UpdateCluster",
    "DeleteCluster",
    "ListAvailableRegions",
  ],
  ...["GetBackupConfiguration", "UpdateBackupConfiguration", "GetConnectionString", "GetOrganizationInfo"],
  ...["CreateSQLUser", "ListSQLUsers", "UpdateSQLUserPassword", "DeleteSQLUser"],
  ...["CreateDatabase", "ListDatabases", "EditDatabase", "EditDatabase2", "DeleteDatabase"],
  ...[
    "AddAllowlistEntry",
    "AddAllowlistEntry2",
    "ListAllowlistEntries",
    "UpdateAllowlistEntry",
    "DeleteAllowlistEntry",
  ],
  ...["CreateFolder", "ListFolders", "GetFolder", "UpdateFolder", "DeleteFolder", "ListFolderContents"],
  ...["GetClusterVersionDeferral", "SetClusterVersionDeferral", "ListMajorClusterVersions"],
];

test("every call of the official provider is answered as the API's document has it", async () => {
  const entry = { cidr_ip: "192.0.2.0", cidr_mask: 24, sql: true, ui: false, name: "office" };
  const standard = {
    plan: "STANDARD",
    serverless: { regions: ["us-east1"], usage_limits: { provisioned_virtual_cpus: "2" } },
  };
  const other = await cloud.cluster("a-standard-one", standard);
  expect(await call("GET", "/api/v1/clusters")).toMatchObject({
    clusters: [{ name: "a-standard-one" }, { name: "every-call" }],
  });
  expect(
    await call("PATCH", on(""), {
      labels: { team: "blue" },
      serverless: { primary_region: "", regions: ["us-east1"], usage_limits: {} },
    }),
  ).toMatchObject({ labels: { team: "blue" } });
  expect(await call("GET", on("/backups-config"))).toEqual({
    enabled: true,
    retention_days: 30,
    frequency_minutes: 1440,
  });
  expect(
    await call("PATCH", `/api/v1/clusters/${other}/backups-config`, { retention_days: 7 }),
  ).toMatchObject({ retention_days: 7 });
  expect(await call("POST", on("/sql-users"), { name: "ann", password: "first-password" })).toEqual({
    name: "ann",
  });
  expect(await call("GET", on("/sql-users?pagination.page=&pagination.limit=500"))).toEqual({
    users: [{ name: "ann" }],
    pagination: {},
  });
  expect(await call("PUT", on("/sql-users/ann/password"), { password: "second-password" })).toEqual({
    name: "ann",
  });
  expect(await call("POST", on("/databases"), { name: "shop" })).toEqual({ name: "shop", table_count: "0" });
  expect(await call("PATCH", on("/databases/shop"), { new_name: "store" })).toEqual({
    name: "store",
    table_count: "0",
  });
  expect(await call("PATCH", on("/databases"), { name: "store", new_name: "shop" })).toEqual({
    name: "shop",
    table_count: "0",
  });
  expect(await call("GET", on("/databases?pagination.page=&pagination.limit=500"))).toMatchObject({
    databases: [{ name: "defaultdb" }, { name: "postgres" }, { name: "shop" }],
  });
  expect(await call("DELETE", on("/databases/shop"))).toEqual({ name: "shop", table_count: "0" });
  expect(await call("DELETE", on("/sql-users/ann"))).toEqual({ name: "ann" });
  expect(await call("POST", on("/networking/allowlist"), entry)).toEqual(entry);
  expect(await call("PATCH", on("/networking/allowlist/192.0.2.0/24"), { sql: false, ui: true })).toEqual({
    ...entry,
    sql: false,
    ui: true,
  });
  expect(await call("DELETE", on("/networking/allowlist/192.0.2.0/24"))).toMatchObject({
    cidr_ip: "192.0.2.0",
  });
  expect(await call("PUT", on("/networking/allowlist/192.0.2.0/24"), { sql: true, ui: false })).toMatchObject(
    { cidr_mask: 24 },
  );
  expect(await call("GET", on("/networking/allowlist"))).toMatchObject({
    allowlist: [{ cidr_ip: "0.0.0.0" }, { cidr_ip: "192.0.2.0" }],
    propagating: false,
  });
  expect(await call("GET", on("/connection-string?database=shop&sql_user=ann&os=LINUX"))).toMatchObject({
    params: { Database: "shop", Username: "ann" },
  });
  expect(await call("GET", on("/version-deferral"))).toEqual({ deferral_policy: "NOT_DEFERRED" });
  expect(await call("PUT", on("/version-deferral"), { deferral_policy: "NOT_DEFERRED" })).toEqual({
    deferral_policy: "NOT_DEFERRED",
  });
  const folder = (await call("POST", "/api/v1/folders", { name: "team", parent_id: "root" })) as {
    resource_id: string;
  };
  const path = `/api/v1/folders/${folder.resource_id}`;
  expect(await call("GET", "/api/v1/folders?path=/team")).toMatchObject({
    folders: [{ name: "team", path: [] }],
  });
  expect(await call("GET", path)).toMatchObject({ name: "team", resource_type: "FOLDER" });
  expect(await call("PATCH", path, { name: "squad" })).toMatchObject({ name: "squad" });
  expect(await call("GET", "/api/v1/folders/root/contents")).toMatchObject({
    resources: [{ name: "squad" }, { name: "a-standard-one" }, { name: "every-call" }],
  });
  expect(await call("DELETE", path)).toEqual({});
  expect(await call("GET", "/api/v1/organization")).toMatchObject({ name: "Emulated organization" });
  expect(await call("GET", "/api/v1/clusters/available-regions?provider=GCP&serverless=true")).toMatchObject({
    regions: [{ name: "asia-southeast1" }, ...Array<object>(6).fill({ provider: "GCP" })],
  });
  expect(await call("GET", "/api/v1/cluster-versions")).toMatchObject({ versions: [{ version: "v25.4" }] });
  expect(await call("DELETE", `/api/v1/clusters/${other}`)).toMatchObject({ state: "DELETED" });
  const wanted = called.map((name) => `CockroachCloud_${name}`).sort();
  expect(cloud.conformance.isPossible ? [...cloud.conformance.seen].sort() : wanted).toEqual(wanted);
});

test("a call without a good key is answered 401", async () => {
  const withKey = (key: string) =>
    cloud.call("GET", "/api/v1/organization", undefined, { Authorization: key });
  expect(await withKey("")).toMatchObject({
    status: 401,
    body: { code: 16, message: "missing or malformed bearer token", details: [] },
  });
  expect(await withKey("Bearer wrong")).toMatchObject({ status: 401, body: { message: "invalid API key" } });
  const { body } = await cloud.call("POST", "/emulator/keys", { expires_in_seconds: -1 });
  expect(await withKey(`Bearer ${(body as { secret: string }).secret}`)).toMatchObject({
    status: 401,
    body: { message: "API key has expired" },
  });
});

test("a key can be made and taken back", async () => {
  const { body } = await cloud.call("POST", "/emulator/keys", {});
  const { id, secret } = body as { id: string; secret: string };
  const status = async () =>
    (await cloud.call("GET", "/api/v1/organization", undefined, { Authorization: `Bearer ${secret}` }))
      .status;
  expect(secret).toMatch(/^CCDB1_\w{22}_\w{40}$/);
  expect(await status()).toBe(200);
  await cloud.call("DELETE", `/emulator/keys/${id}`);
  expect(await status()).toBe(401);
});

test("answers are JSON and say their version", async () => {
  const { headers } = await cloud.call("GET", "/api/v1/organization", undefined, {
    "Cc-Version": "2024-09-16",
  });
  expect(headers.get("Content-Type")).toMatch(/^application\/json/);
  expect(headers.get("Cc-Version")).toBe("2024-09-16");
  const old = await cloud.call("GET", "/api/v1/organization", undefined, { "Cc-Version": "2022-03-31" });
  expect(old).toMatchObject({
    status: 501,
    body: { message: expect.stringContaining("2022-03-31") as string },
  });
});

test("what is not emulated says so", async () => {
  expect(await cloud.call("GET", on("/cmek"))).toMatchObject({
    status: 501,
    body: { code: 12, message: `not emulated: GET ${on("/cmek")}`, details: [] },
  });
  const advanced = { name: "an-advanced", provider: "GCP", spec: { ...basic, plan: "ADVANCED" } };
  expect(await cloud.call("POST", "/api/v1/clusters", advanced)).toMatchObject({ status: 501 });
});

test("more calls in a second than are allowed are answered 429", async () => {
  const limited = await TestCloud.start({ requestsPerSecond: 0.001 });
  const [first, second] = [
    await limited.call("GET", "/api/v1/organization"),
    await limited.call("GET", "/api/v1/organization"),
  ];
  await limited.clear();
  expect(first.status).toBe(200);
  expect(second).toMatchObject({
    status: 429,
    body: { code: 8, message: "rate limit exceeded", details: [] },
  });
  expect(second.headers.get("Retry-After")).toBe("1");
});

test("what the emulator is can be asked without a key", async () => {
  const anonymous = (path: string) => fetch(`${cloud.emulator.url}${path}`);
  expect(await (await anonymous("/emulator")).json()).toMatchObject({
    emulated: true,
    service: "CockroachDB Cloud",
  });
  expect(await (await anonymous("/emulator/ca")).text()).toBe(cloud.emulator.ca);
  expect((await anonymous("/emulator/faults")).status).toBe(401);
});
