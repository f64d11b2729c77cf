import type { Database } from "../../../../components/contracts";
import { CockroachCluster, type CockroachClusterArgs } from "../../../../components/cockroach/cluster";
import { secretOf, valueOf } from "../../../support/outputs";
import { recordRegistrations, stopRecording, type Registrations } from "../../../support/registrations";

const types = {
  cluster: "cockroach:index/cluster:Cluster",
  entry: "cockroach:index/allowList:AllowList",
  user: "cockroach:index/sqlUser:SqlUser",
  password: "random:index/randomPassword:RandomPassword",
};

const asked: object[] = [];
let registrations: Registrations;

beforeAll(async () => {
  registrations = await recordRegistrations(
    (type) => (type === types.password ? { result: "a password" } : {}),
    (token, args) => {
      asked.push({ token, args });
      return { connectionParams: { host: "shop.test", port: "26257" } };
    },
  );
});
afterAll(() => stopRecording());
beforeEach(() => {
  registrations.clear();
  asked.length = 0;
});

type Args<P> = Extract<CockroachClusterArgs, { plan: P; wire?: "cockroach" }>;

const place: Omit<Args<"basic">, "plan" | "requestUnits" | "storage" | "vcpus"> = {
  name: "shop-prod",
  cloud: "GCP",
  regions: ["us-east1"],
  labels: { environment: "prod", owner: "shop", expiry: undefined },
};
const basic: Args<"basic"> = { ...place, plan: "basic" };

async function registered(name: string, args: CockroachClusterArgs): Promise<CockroachCluster> {
  const cluster = new CockroachCluster(name, args);
  await valueOf(cluster.host);
  return cluster;
}

test("a cluster is limited to what is free, closed, and has an administrator", async () => {
  await registered("database", basic);
  expect(registrations.names()).toEqual([
    "cakestack:cockroach:CockroachCluster database",
    `${types.cluster} database`,
    `${types.user} database-admin`,
    `${types.password} database-admin`,
  ]);
  expect(registrations.get("database", types.cluster)).toMatchObject({
    parent: "database",
    protect: false,
    inputs: {
      name: "shop-prod",
      cloudProvider: "GCP",
      plan: "BASIC",
      regions: [{ name: "us-east1" }],
      serverless: {
        usageLimits: { requestUnitLimit: 50_000_000, storageMibLimit: 10_240 },
        withEmptyIpAllowlist: true,
      },
      labels: { environment: "prod", owner: "shop" },
      parentId: "root",
      deleteProtection: false,
    },
  });
  expect(registrations.get("database-admin", types.password)).toMatchObject({
    parent: "database",
    inputs: { length: 32, special: false },
  });
  expect(registrations.get("database-admin", types.user)).toMatchObject({
    parent: "database",
    deletedWith: "database",
    inputs: { clusterId: "database-id", name: "cake_admin", password: secretOf("a password") },
  });
});

test("it is what other layers know of a database", async () => {
  const database: Database = await registered("contract", basic);
  const { admin, clusterId } = database;
  expect(database).toMatchObject({
    engine: "cockroach",
    plan: "basic",
    reach: { kind: "internet" },
    connections: 4,
  });
  expect(database.ca).toBeUndefined();
  expect(await Promise.all([database.host, clusterId, admin.user, admin.password].map(valueOf))).toEqual([
    "shop.test",
    "contract-id",
    "cake_admin",
    "a password",
  ]);
  expect(await valueOf(database.port)).toBe(26257);
  expect(admin.database).toBe("defaultdb");
  expect(asked).toEqual([
    {
      token: "cockroach:index/getConnectionString:getConnectionString",
      args: { id: "contract-id", os: "LINUX" },
    },
  ]);
});

test("its regions have one primary, the first", async () => {
  await registered("regions", { ...basic, regions: ["us-west2", "us-east1"] });
  expect(registrations.get("regions", types.cluster).inputs.regions).toEqual([
    { name: "us-west2", primary: true },
    { name: "us-east1", primary: false },
  ]);
});

test("those may connect who are asked for", async () => {
  await registered("open", { ...basic, allow: ["203.0.113.7/32", "198.51.100.0/24"] });
  expect(registrations.names().filter((name) => name.startsWith(types.entry))).toEqual([
    `${types.entry} open-allow-198.51.100.0-24`,
    `${types.entry} open-allow-203.0.113.7-32`,
  ]);
  expect(registrations.get("open-allow-198.51.100.0-24")).toMatchObject({
    parent: "open",
    deletedWith: "open",
    inputs: {
      clusterId: "open-id",
      name: "open",
      cidrIp: "198.51.100.0",
      cidrMask: 24,
      sql: true,
      ui: false,
    },
  });
});

test("delete protection is the service's and Pulumi's", async () => {
  await registered("protected", { ...basic, deleteProtection: true });
  expect(registrations.get("protected", types.cluster)).toMatchObject({
    protect: true,
    inputs: { deleteProtection: true },
  });
});

test("a Standard cluster is limited by its processors", async () => {
  const { plan, connections } = await registered("standard", { ...place, plan: "standard", vcpus: 4 });
  expect({ plan, connections }).toEqual({ plan: "standard", connections: 16 });
  expect(registrations.get("standard", types.cluster).inputs).toMatchObject({
    plan: "STANDARD",
    serverless: { usageLimits: { provisionedVirtualCpus: 4 } },
  });
});

test("it lies in the folder that is named", async () => {
  const folder = "11111111-2222-4333-8444-555555555555";
  await registered("filed", { ...basic, folder });
  expect(registrations.get("filed", types.cluster).inputs.parentId).toBe(folder);
});

test("an emulated one speaks as PostgreSQL, with an authority of its own", async () => {
  const cluster = await registered("emulated", { ...basic, wire: "postgres", ca: "a certificate" });
  expect(cluster.engine).toBe("postgres");
  expect(await valueOf(cluster.ca!)).toBe("a certificate");
});

test("every wrong argument is named at once, and nothing is made", () => {
  const make = () => new CockroachCluster("wrong", { ...basic, name: "x", allow: ["everywhere"] });
  expect(make).toThrow(
    [
      "CockroachDB wrong:",
      '  - name is "x" (1 characters). Allowed: 6 to 20 lower-case letters, digits and inner dashes. Choose well: it cannot change later.',
      '  - allow: "everywhere" is no range of IPv4 addresses. Allowed: such as 203.0.113.7/32.',
    ].join("\n"),
  );
  expect(registrations.names().filter((name) => !name.startsWith("cakestack:"))).toEqual([]);
});

test("combinations that make no sense do not compile", () => {
  const wrong: unknown[] = [
    // @ts-expect-error -- Basic has no processors.
    { ...place, plan: "basic", vcpus: 2 } satisfies CockroachClusterArgs,
    // @ts-expect-error -- Standard has no request units.
    { ...place, plan: "standard", requestUnits: 1 } satisfies CockroachClusterArgs,
    // @ts-expect-error -- A cluster lies somewhere.
    { ...basic, regions: [] } satisfies CockroachClusterArgs,
    // @ts-expect-error -- An emulated one has no public certificate.
    { ...basic, wire: "postgres" } satisfies CockroachClusterArgs,
  ];
  expect(wrong).toHaveLength(4);
});
