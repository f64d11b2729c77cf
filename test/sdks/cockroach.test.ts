import * as cockroach from "@pulumi/cockroach";
import * as pulumi from "@pulumi/pulumi";
import { getResourceModule } from "@pulumi/pulumi/runtime/rpc";
import { cockroach as plugin } from "../../local/plugins/cockroach/provider";
import { secretOf, valueOf } from "../support/outputs";
import { recordRegistrations, stopRecording, type Registrations } from "../support/registrations";

const asked: object[] = [];
let registrations: Registrations;

beforeAll(async () => {
  registrations = await recordRegistrations(
    (type, name) => (name === "computed" ? { type, state: "CREATED", tableCount: 3, labels: {} } : {}),
    (token, args) => {
      asked.push({ token, args });
      return { connectionParams: { host: "shop.test", port: "26257" } };
    },
  );
});
afterAll(() => stopRecording());
beforeEach(() => registrations.clear());

const clusterId = "11111111-2222-4333-8444-555555555555";

const cluster: cockroach.ClusterArgs = {
  name: "shop-prod",
  cloudProvider: "GCP",
  regions: [{ name: "us-east1" }],
  serverless: { usageLimits: { requestUnitLimit: 1 } },
};
const database: cockroach.DatabaseArgs = { clusterId, name: "shop" };
const entry: cockroach.AllowListArgs = {
  clusterId,
  cidrIp: "203.0.113.7",
  cidrMask: 32,
  sql: true,
  ui: false,
};
const folder: cockroach.FolderArgs = { name: "shops", parentId: "root" };
const grant: cockroach.UserRoleGrantArgs = {
  userId: clusterId,
  role: { roleName: "ORG_MEMBER", resourceType: "ORGANIZATION" },
};

test.each([
  ["cluster:Cluster", cluster, () => new cockroach.Cluster("one", cluster)],
  ["database:Database", database, () => new cockroach.Database("one", database)],
  ["allowList:AllowList", entry, () => new cockroach.AllowList("one", entry)],
  ["folder:Folder", folder, () => new cockroach.Folder("one", folder)],
  ["userRoleGrant:UserRoleGrant", grant, () => new cockroach.UserRoleGrant("one", grant)],
] as [string, object, () => pulumi.Resource][])(
  "%s is registered with what the program says",
  async (name, args, make) => {
    await valueOf(make().urn);
    expect(registrations.get("one")).toMatchObject({
      type: `cockroach:index/${name}`,
      inputs: args,
      packageReference: "mock-uuid",
    });
    expect(Object.keys(registrations.get("one").inputs).sort()).toEqual(Object.keys(args).sort());
    expect(plugin.resources).toHaveProperty([`cockroach:index/${name}`]);
  },
);

test("a password is secret even when the program does not say so", async () => {
  const user = new cockroach.SqlUser("user", { clusterId, name: "shop", password: "hush" });
  await valueOf(user.urn);
  expect(await pulumi.isSecret(user.password)).toBe(true);
  expect(registrations.get("user")).toMatchObject({
    type: "cockroach:index/sqlUser:SqlUser",
    inputs: { clusterId, name: "shop", password: secretOf("hush") },
    additionalSecretOutputs: ["password"],
  });
});

test("a provider keeps its keys secret", async () => {
  const provider = new cockroach.Provider("provider", { apikey: "hush" });
  await valueOf(provider.urn);
  expect(registrations.get("provider")).toMatchObject({
    type: "pulumi:providers:cockroach",
    inputs: { apikey: secretOf("hush") },
    additionalSecretOutputs: ["apikey", "apijwt"],
    packageReference: "mock-uuid",
  });
});

test("what the provider adds can be read", async () => {
  const made = new cockroach.Cluster("computed", cluster);
  expect(await valueOf(made.state)).toBe("CREATED");
  expect(await valueOf(new cockroach.Database("computed", database).tableCount)).toBe(3);
  expect(await valueOf(new cockroach.Folder("computed", folder).labels)).toEqual({});
});

test("what exists is looked up by its id", async () => {
  const found = cockroach.Database.get("found", `${clusterId}:shop`, { name: "shop" });
  expect(await valueOf(found.id)).toBe(`${clusterId}:shop`);
  expect(await valueOf(found.clusterId)).toBeUndefined();
  expect(registrations.names()).toEqual([]);
});

test("functions are called with what the program says", async () => {
  const how = cockroach.getConnectionStringOutput({ id: pulumi.output(clusterId), database: "shop" });
  expect(await valueOf(how.connectionParams.host)).toBe("shop.test");
  await cockroach.getCluster({ id: clusterId });
  expect(asked).toEqual([
    {
      token: "cockroach:index/getConnectionString:getConnectionString",
      args: { id: clusterId, database: "shop" },
    },
    { token: "cockroach:index/getCluster:getCluster", args: { id: clusterId } },
  ]);
  for (const { token } of asked as { token: string }[]) expect(plugin.functions).toHaveProperty([token]);
});

test("objects tell what they are", () => {
  const made = new cockroach.Folder("kind", folder);
  expect(cockroach.Folder.isInstance(made)).toBe(true);
  expect(cockroach.Cluster.isInstance(made)).toBe(false);
  expect(cockroach.Provider.isInstance(undefined)).toBe(false);
});

test("what another program hands over becomes an object again", async () => {
  const type = "cockroach:index/folder:Folder";
  const urn = await valueOf(new cockroach.Folder("handed-over", folder).urn);
  const module = getResourceModule("cockroach", "index/folder", "1.22.0");
  const handed = module?.construct("handed-over", type, urn);
  expect(cockroach.Folder.isInstance(handed)).toBe(true);
  expect(await valueOf((handed as cockroach.Folder).parentId)).toBe("root");
  expect(() => module?.construct("x", "cockroach:index/cmek:Cmek", urn)).toThrow(
    "The package cockroach has no type cockroach:index/cmek:Cmek.",
  );
});

test("what is missing or misspelt does not compile", () => {
  const wrong: unknown[] = [
    // @ts-expect-error -- a cluster has regions
    { name: "shop-prod", cloudProvider: "GCP" } satisfies cockroach.ClusterArgs,
    // @ts-expect-error -- requestUnitLimit
    { ...cluster, serverless: { usageLimits: { requestUnits: 1 } } } satisfies cockroach.ClusterArgs,
    // @ts-expect-error -- a number
    { ...entry, cidrMask: "32" } satisfies cockroach.AllowListArgs,
    // @ts-expect-error -- in some folder
    { name: "shops" } satisfies cockroach.FolderArgs,
  ];
  expect(wrong).toHaveLength(4);
});
