import type { Values } from "../../../../local/plugins/base";
import { itConforms, type Exercise } from "../../../support/conformance";
import { CloudServer } from "../../../support/cloud/server";
import { clusterId, environment, main, otherId, parameter, types } from "./fixtures";

/** Starting a plugin takes seconds on a busy machine. */
jest.setTimeout(60_000);

const server = new CloudServer();
let address: Promise<string> | undefined;

afterAll(() => server.stop());

/** What all types have in common. */
const common = {
  main,
  parameter,
  environment: async () => environment(await (address ??= server.start())),
  secretOutputs: [],
  outputs: [],
};

function reset(): void {
  server.reset();
  const { cloud } = server;
  const held = cloud.create("other-cluster", "GCP", { serverless: { regions: ["us-east1"] } }, clusterId);
  held.cluster = { ...held.cluster, state: "CREATED" };
  held.states.length = held.entries.length = 0;
}

const held = () => {
  const found = server.cloud.clusters.get(clusterId);
  if (!found) throw new Error("the cluster is gone");
  return found;
};

/** Name of a thing in a cluster: what follows the cluster's id. */
const nameIn = (id: string) => id.slice(clusterId.length + 1);

function remove<Thing>(things: Thing[], fits: (thing: Thing) => boolean): Promise<void> {
  const kept = things.filter((thing) => !fits(thing));
  things.splice(0, things.length, ...kept);
  return Promise.resolve();
}

const limited = (requestUnitLimit: number) => ({
  usageLimits: { requestUnitLimit, storageMibLimit: 10240 },
  withEmptyIpAllowlist: true,
});

const basic: Values = {
  name: "shop-dev",
  cloudProvider: "GCP",
  plan: "BASIC",
  regions: [{ name: "us-east1" }],
  serverless: limited(50_000_000),
  labels: { owner: "shop" },
  deleteProtection: false,
};

const cluster: Exercise = {
  ...common,
  type: types.cluster,
  inputs: basic,
  update: { ...basic, serverless: limited(60_000_000), labels: { owner: "team" } },
  refused: [
    {
      inputs: { ...basic, name: "shop-prod" },
      reason: `"name" of the cluster "shop-dev" is "shop-dev" and cannot become "shop-prod"`,
    },
    {
      inputs: { ...basic, cloudProvider: "AWS" },
      reason: `"cloudProvider" of the cluster "shop-dev" is "GCP"`,
    },
  ],
  dependent: "labels",
  outputs: [
    ...["accountId", "creatorId", "fullVersion", "operationStatus", "state", "upgradeStatus"],
    ...["backupConfig", "cockroachVersion", "parentId"],
  ],
  invalid: [
    { inputs: { ...basic, name: "shop" }, property: "name" },
    { inputs: { ...basic, name: "a-name-of-21-letters-x" }, property: "name" },
    { inputs: { ...basic, name: "-shop-dev" }, property: "name" },
    { inputs: { ...basic, cloudProvider: "gcp" }, property: "cloudProvider" },
    { inputs: { ...basic, plan: "FREE" }, property: "plan" },
    { inputs: { ...basic, plan: "ADVANCED" }, property: "plan" },
    { inputs: { ...basic, dedicated: { storageGib: 1 } }, property: "dedicated" },
    { inputs: { ...basic, regions: [] }, property: "regions" },
    { inputs: { ...basic, regions: ["us-east1"] }, property: "regions" },
    { inputs: { ...basic, regions: [{ primary: true }] }, property: "regions[0].name" },
    { inputs: { ...basic, regions: [{ name: "a", sqlDns: "x" }] }, property: "regions[0].sqlDns" },
    { inputs: { ...basic, regions: [{ name: "a" }, { name: "b" }] }, property: "regions" },
    { inputs: { ...basic, regions: [{ name: "a" }, { name: "a", primary: true }] }, property: "regions" },
    {
      inputs: { ...basic, regions: ["a", "b"].map((name) => ({ name, primary: true })) },
      property: "regions",
    },
    { inputs: { name: "shop-dev", cloudProvider: "GCP", regions: [{ name: "a" }] }, property: "serverless" },
    { inputs: { ...basic, serverless: { limit: 1 } }, property: "serverless.limit" },
    {
      inputs: { ...basic, serverless: { spendLimit: 1, usageLimits: {} } },
      property: "serverless.spendLimit",
    },
    {
      inputs: { ...basic, serverless: { usageLimits: { requestUnitLimit: 0 } } },
      property: "serverless.usageLimits.requestUnitLimit",
    },
    {
      inputs: { ...basic, serverless: { usageLimits: { provisionedVirtualCpus: 2 } } },
      property: "serverless.usageLimits",
    },
    {
      inputs: {
        ...basic,
        plan: "STANDARD",
        serverless: { usageLimits: { provisionedVirtualCpus: 2, storageMibLimit: 1 } },
      },
      property: "serverless.usageLimits",
    },
    { inputs: { ...basic, serverless: { upgradeType: "MANUAL" } }, property: "serverless.upgradeType" },
    { inputs: { ...basic, cockroachVersion: "v25.4" }, property: "cockroachVersion" },
    { inputs: { ...basic, backupConfig: { enabled: false } }, property: "backupConfig" },
    {
      inputs: { ...basic, plan: "STANDARD", backupConfig: { frequencyMinutes: 7 } },
      property: "backupConfig.frequencyMinutes",
    },
    { inputs: { ...basic, labels: { Owner: "a" } }, property: "labels.Owner" },
    { inputs: { ...basic, labels: { owner: "a@example.com" } }, property: "labels.owner" },
    { inputs: { ...basic, parentId: "team" }, property: "parentId" },
  ],
  world: {
    reset,
    exists: (id) => Promise.resolve(server.cloud.clusters.has(id)),
    drift(id) {
      const found = server.cloud.clusters.get(id)!;
      const serverless = { ...found.cluster.config.serverless!, usage_limits: { request_unit_limit: "1" } };
      found.cluster = { ...found.cluster, config: { serverless } };
      return Promise.resolve("serverless");
    },
    lose: (id) => Promise.resolve(void server.cloud.clusters.delete(id)),
  },
};

const database: Exercise = {
  ...common,
  type: types.database,
  inputs: { clusterId, name: "shop" },
  update: { clusterId, name: "store" },
  replace: { clusterId: otherId, name: "shop" },
  dependent: "clusterId",
  outputs: ["tableCount"],
  invalid: [
    { inputs: { name: "shop" }, property: "clusterId" },
    { inputs: { clusterId, name: "-shop" }, property: "name" },
    { inputs: { clusterId, name: "x".repeat(64) }, property: "name" },
  ],
  world: {
    reset,
    exists: (id) => Promise.resolve(held().databases.some(({ name }) => name === nameIn(id))),
    lose: (id) => remove(held().databases, ({ name }) => name === nameIn(id)),
  },
};

const sqlUser: Exercise = {
  ...common,
  type: types.sqlUser,
  inputs: { clusterId, name: "shop_app", password: "first-password" },
  update: { clusterId, name: "shop_app", password: "second-password" },
  replace: { clusterId, name: "shop_other", password: "first-password" },
  dependent: "clusterId",
  secretOutputs: ["password"],
  invalid: [
    { inputs: { clusterId, name: "" }, property: "name" },
    { inputs: { clusterId, name: "a", password: 1 }, property: "password" },
  ],
  world: {
    reset,
    exists: (id) => Promise.resolve(held().users.some(({ name }) => name === nameIn(id))),
    lose: (id) => remove(held().users, ({ name }) => name === nameIn(id)),
  },
};

const entry = { clusterId, cidrIp: "203.0.113.0", cidrMask: 24, name: "office", sql: true, ui: false };
const rangeOf = (one: { cidr_ip: string; cidr_mask: number }) => `${one.cidr_ip}/${one.cidr_mask}`;

const allowList: Exercise = {
  ...common,
  type: types.allowList,
  inputs: entry,
  update: { ...entry, name: "offices", ui: true },
  replace: { ...entry, cidrMask: 25 },
  dependent: "clusterId",
  invalid: [
    { inputs: { ...entry, cidrIp: "2001:db8::" }, property: "cidrIp" },
    { inputs: { ...entry, cidrMask: 33 }, property: "cidrMask" },
    { inputs: { ...entry, cidrMask: -1 }, property: "cidrMask" },
    { inputs: { clusterId, cidrIp: "203.0.113.0", cidrMask: 24, ui: true, name: "a" }, property: "sql" },
  ],
  world: {
    reset,
    exists: (id) => Promise.resolve(held().entries.some((one) => rangeOf(one) === nameIn(id))),
    drift(id) {
      Object.assign(
        held().entries.find((one) => rangeOf(one) === nameIn(id))!,
        { sql: false },
      );
      return Promise.resolve("sql");
    },
    lose: (id) => remove(held().entries, (one) => rangeOf(one) === nameIn(id)),
  },
};

const folder: Exercise = {
  ...common,
  type: types.folder,
  inputs: { name: "shops", parentId: "root", labels: { owner: "shop" } },
  update: { name: "stores", parentId: otherId, labels: {} },
  dependent: "labels",
  invalid: [
    { inputs: { name: "shops" }, property: "parentId" },
    { inputs: { name: "shops", parentId: "top" }, property: "parentId" },
    { inputs: { name: "shops", parentId: "root", labels: { "1a": "" } }, property: "labels.1a" },
  ],
  world: {
    reset,
    exists: (id) => Promise.resolve(server.cloud.folders.has(id)),
    drift(id) {
      server.cloud.folders.set(id, { ...server.cloud.folders.get(id)!, name: "renamed" });
      return Promise.resolve("name");
    },
    lose: (id) => Promise.resolve(void server.cloud.folders.delete(id)),
  },
};

const role = { roleName: "CLUSTER_ADMIN", resourceType: "CLUSTER", resourceId: clusterId };

const userRoleGrant: Exercise = {
  ...common,
  type: types.userRoleGrant,
  inputs: { userId: otherId, role },
  replace: { userId: otherId, role: { roleName: "ORG_MEMBER", resourceType: "ORGANIZATION" } },
  dependent: "userId",
  invalid: [
    { inputs: { userId: "me", role }, property: "userId" },
    { inputs: { userId: otherId }, property: "role" },
    { inputs: { userId: otherId, role: { ...role, roleName: "KING" } }, property: "role.roleName" },
    {
      inputs: { userId: otherId, role: { ...role, resourceType: "ORGANIZATION" } },
      property: "role.resourceId",
    },
    {
      inputs: { userId: otherId, role: { roleName: "CLUSTER_ADMIN", resourceType: "CLUSTER" } },
      property: "role.resourceId",
    },
  ],
  world: {
    reset,
    exists: (id) => Promise.resolve((server.cloud.roles.get(id.split(",")[0]!) ?? []).length > 0),
    lose: (id) => Promise.resolve(void server.cloud.roles.delete(id.split(",")[0]!)),
  },
};

describe.each([cluster, database, sqlUser, allowList, folder, userRoleGrant])("$type", (exercise) => {
  itConforms(exercise);
});

test("every call was as the API's document has it", () => {
  expect(server.problems).toEqual([]);
});
