import type { Values } from "../../../../local/plugins/base";
import { encode, unknown, type Received } from "../../../../local/plugins/base/value";
import type { CallFailure } from "../../../support/plugin";
import { Bench, otherId, types } from "./fixtures";

/** Starting a plugin takes seconds on a busy machine. */
jest.setTimeout(60_000);

const type = types.cluster;
const bench = new Bench();
const { server } = bench;
const { cloud } = server;

beforeAll(() => bench.start());
afterAll(() => bench.stop());
beforeEach(() => server.reset());

const basic: Values = {
  name: "shop-dev",
  cloudProvider: "GCP",
  regions: [{ name: "us-east1" }],
  serverless: { usageLimits: { requestUnitLimit: 50_000_000, storageMibLimit: 10_240 } },
};

async function create(inputs: Values = basic) {
  const { id, state } = await bench.provider.create({ type }, encode(inputs));
  return { id, inputs, state };
}

type Created = Awaited<ReturnType<typeof create>>;

const update = (old: Created, inputs: Values, preview = false): Promise<Received> =>
  bench.provider.update({ type, id: old.id }, old, encode(inputs), preview);

/** How a call failed. */
const failureOf = (call: Promise<unknown>): Promise<CallFailure> =>
  call.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: CallFailure) => error,
  );

const failedCreation = (inputs: Values = basic) => failureOf(create(inputs));

describe("creation", () => {
  it("sends what the program says, and whether it is protected", async () => {
    await create({
      ...basic,
      plan: "BASIC",
      regions: [{ name: "us-east1" }, { name: "us-west2", primary: true }],
      serverless: { usageLimits: { requestUnitLimit: 50_000_000 }, withEmptyIpAllowlist: true },
      labels: { owner: "shop" },
      parentId: otherId,
      deleteProtection: true,
    });
    expect(server.lastBody("POST")).toEqual({
      name: "shop-dev",
      provider: "GCP",
      spec: {
        plan: "BASIC",
        serverless: {
          regions: ["us-east1", "us-west2"],
          primary_region: "us-west2",
          usage_limits: { request_unit_limit: "50000000" },
          with_empty_ip_allowlist: true,
        },
        parent_id: otherId,
        labels: { owner: "shop" },
        delete_protection: "ENABLED",
      },
    });
  });

  it("sends no more than what the program says", async () => {
    await create({
      name: "shop-dev",
      cloudProvider: "AWS",
      regions: [{ name: "us-east-1" }],
      serverless: {},
    });
    expect(server.lastBody("POST")).toEqual({
      name: "shop-dev",
      provider: "AWS",
      spec: { serverless: { regions: ["us-east-1"] }, delete_protection: "DISABLED" },
    });
  });

  it("turns a spend limit into what it bought", async () => {
    const { state } = await create({ ...basic, serverless: { spendLimit: 1000 } });
    expect(server.lastBody("POST")).toMatchObject({
      spec: { serverless: { usage_limits: { request_unit_limit: "40000000", storage_mib_limit: "4096" } } },
    });
    expect(state.values.serverless).toEqual({
      spendLimit: 1000,
      upgradeType: "AUTOMATIC",
      routingId: "shop-dev-1",
    });
  });

  it("tells all that the service tells", async () => {
    const { state } = await create();
    expect(state.values).toEqual({
      ...basic,
      accountId: "",
      backupConfig: { enabled: true, frequencyMinutes: 1440, retentionDays: 30 },
      cockroachVersion: "v25.4",
      creatorId: expect.any(String) as string,
      deleteProtection: false,
      fullVersion: "v25.4.2",
      labels: {},
      operationStatus: "UNSPECIFIED",
      parentId: "root",
      plan: "BASIC",
      regions: [
        {
          name: "us-east1",
          primary: false,
          sqlDns: "shop-dev.us-east1.test",
          uiDns: "ui.shop-dev.us-east1.test",
          internalDns: "internal.shop-dev.us-east1.test",
          privateEndpointDns: "",
          nodeCount: 0,
          s3VpcEndpointId: "",
        },
      ],
      serverless: { ...(basic.serverless as object), routingId: "shop-dev-1", upgradeType: "AUTOMATIC" },
      state: "CREATED",
      upgradeStatus: "FINALIZED",
    });
  });

  it("waits until the cluster is ready, also through a fault of the service", async () => {
    cloud.states = ["CREATING", "LOCKED", "CREATED"];
    const fault = { status: 503, headers: { "Retry-After": "0" } };
    server.script("GET /api/v1/clusters", fault, fault, fault, fault, fault);
    const { state } = await create();
    expect(state.values.state).toBe("CREATED");
  });

  it("of a cluster that fails leaves nothing, protected or not", async () => {
    cloud.states = ["CREATING", "CREATION_FAILED"];
    const { message, partial } = await failedCreation({ ...basic, deleteProtection: true });
    expect(message).toBe(
      'The cluster "shop-dev" could not be made by CockroachDB Cloud: it is CREATION_FAILED. It was deleted again. ' +
        "Run the same command again; if it fails again, try another region.",
    );
    expect(partial).toBeUndefined();
    expect(cloud.clusters.size).toBe(0);
  });

  it("keeps a failed cluster in the state when it cannot be deleted, and makes it anew the next time", async () => {
    cloud.states = ["CREATION_FAILED"];
    server.script("DELETE", { status: 500, body: { message: "no" } });
    const { partial } = await failedCreation({ ...basic, deleteProtection: true });
    const { id } = cloud.only().cluster;
    expect(partial).toMatchObject({ id, state: { values: { state: "CREATION_FAILED", name: "shop-dev" } } });
    const old = { inputs: { ...basic, deleteProtection: true }, state: partial!.state };
    expect(await bench.provider.diff({ type, id }, old, old.inputs)).toMatchObject({
      changed: ["state"],
      replacing: ["state"],
    });
    const found = await bench.provider.read({ type, id }, old.state, old.inputs);
    await bench.provider.delete({ type, id }, found.state);
    expect(cloud.clusters.size).toBe(0);
  });

  it("of a failed cluster that the service keeps says so, and keeps no state of it", async () => {
    cloud.states = ["CREATION_FAILED"];
    server.script("DELETE", { status: 400, body: { message: "not now" } });
    const { message, partial } = await failedCreation();
    expect(message).toContain(
      'It stays there, holding nothing: CockroachDB Cloud did not delete the cluster "shop-dev": not now. (HTTP 400)',
    );
    expect(partial).toBeUndefined();
  });

  it("that takes too long keeps the cluster in the state, and the next update goes on waiting", async () => {
    cloud.states = Array.from({ length: 1000 }, () => "CREATING" as const);
    const { message, partial } = await failureOf(bench.provider.create({ type }, encode(basic), false, 1));
    expect(message).toBe(
      'The cluster "shop-dev" was not waited for: it is CREATING. The next update goes on waiting.',
    );
    const { id } = cloud.only().cluster;
    expect(partial).toMatchObject({ id, state: { values: { state: "CREATING" } } });
    cloud.only().states = ["CREATING", "CREATED"];
    const state = await update({ id, inputs: basic, state: partial!.state }, basic);
    expect(state.values).toMatchObject({ state: "CREATED", backupConfig: { enabled: true } });
  });

  it("keeps the cluster in the state when only its backups cannot be told", async () => {
    server.script("backups-config", { status: 403, body: { message: "not yours" } });
    const { message, partial } = await failedCreation();
    expect(message).toContain('did not tell how the cluster "shop-dev" is backed up: not yours.');
    expect(partial?.state.values).toMatchObject({ state: "CREATED", plan: "BASIC" });
  });

  it("refuses a version: a new cluster has the newest", async () => {
    const { message } = await failedCreation({ ...basic, plan: "STANDARD", cockroachVersion: "v25.2" });
    expect(message).toContain('"cockroachVersion" is "v25.2" for a cluster that is to be made');
    expect(server.requests).toEqual([]);
  });
});

describe("a cluster's name", () => {
  it("is the resource's with random characters where the program gives none, and stays", async () => {
    const { name, ...unnamed } = basic;
    const check = (olds?: Values, seed?: string) =>
      bench.provider.check({ type }, encode(unnamed), olds, seed).then(({ inputs }) => inputs.values.name);
    expect(await check(undefined, "seed")).toMatch(/^it-[0-9a-f]{7}$/);
    expect(await check(undefined, "seed")).toBe(await check(undefined, "seed"));
    expect(await check(undefined, "other")).not.toBe(await check(undefined, "seed"));
    expect(await check()).not.toBe(await check());
    expect(await check({ name: name! })).toBe("shop-dev");
  });
});

describe("an update", () => {
  it("sends what the program says, and leaves alone what it does not say", async () => {
    const old = await create();
    await update(old, { ...basic, serverless: { usageLimits: { storageMibLimit: 20_480 } } });
    expect(server.lastBody("PATCH")).toEqual({
      serverless: { primary_region: "", regions: ["us-east1"], usage_limits: { storage_mib_limit: "20480" } },
    });
  });

  it("ends the limits when the program has none any more", async () => {
    const old = await create();
    const state = await update(old, { ...basic, serverless: {} });
    expect(server.lastBody("PATCH")).toMatchObject({ serverless: { usage_limits: {} } });
    expect(state.values.serverless).not.toHaveProperty("usageLimits");
  });

  it("turns Basic into Standard in place, and back", async () => {
    const old = await create();
    const standard = {
      ...basic,
      plan: "STANDARD",
      serverless: { usageLimits: { provisionedVirtualCpus: 2 } },
    };
    expect(await bench.provider.diff({ type, id: old.id }, old, standard)).toMatchObject({
      changed: ["plan", "serverless"],
      replacing: [],
    });
    const state = await update(old, standard);
    expect(state.values).toMatchObject({ plan: "STANDARD", serverless: standard.serverless });
    expect(
      (await update({ ...old, inputs: standard, state }, { ...basic, plan: "BASIC" })).values,
    ).toMatchObject({
      plan: "BASIC",
      serverless: basic.serverless,
    });
  });

  it("turns labels and protection off when told so, and not when they are left out", async () => {
    const inputs = { ...basic, labels: { a: "1" }, deleteProtection: true };
    const old = await create(inputs);
    expect((await bench.provider.diff({ type, id: old.id }, old, basic)).any).toBe(false);
    const cleared = { ...basic, labels: {}, deleteProtection: false };
    expect((await bench.provider.diff({ type, id: old.id }, old, cleared)).changed).toEqual([
      "deleteProtection",
      "labels",
    ]);
    expect((await update(old, cleared)).values).toMatchObject({ labels: {}, deleteProtection: false });
  });

  it("sends of the backups what differs", async () => {
    const standard = { ...basic, plan: "STANDARD", serverless: {} };
    const old = await create({ ...standard, backupConfig: { retentionDays: 7 } });
    await update(old, { ...standard, backupConfig: { retentionDays: 7, frequencyMinutes: 60 } });
    expect(server.lastBody("PATCH")).toEqual({ frequency_minutes: 60 });
  });

  it("is previewed with what stays, found by the region's name, and without what may change", async () => {
    const old = await create();
    const regions: Values[] = [{ name: "us-central1" }, { name: "us-east1", primary: true }];
    const { values } = await update(old, { ...basic, regions }, true);
    expect(values).toMatchObject({
      plan: "BASIC",
      labels: unknown,
      fullVersion: unknown,
      creatorId: expect.any(String) as string,
    });
    expect(values.regions).toEqual([
      expect.objectContaining({ name: "us-central1", sqlDns: unknown, primary: unknown }),
      expect.objectContaining({ sqlDns: "shop-dev.us-east1.test", uiDns: unknown, primary: true }),
    ]);
    expect(server.changes()).toEqual(["POST /api/v1/clusters"]);
  });

  it.each([
    [{ cockroachVersion: "v26.1" }, {}, "while upgrades are AUTOMATIC"],
    [
      { cockroachVersion: "v26.1", serverless: { upgradeType: "MANUAL" } },
      {},
      `"cockroachVersion" and "serverless.upgradeType" cannot change in one update`,
    ],
    [
      { cockroachVersion: "v26.1", plan: "BASIC", serverless: { upgradeType: "MANUAL" } },
      { serverless: { upgradeType: "MANUAL" } },
      `"cockroachVersion" and "plan" cannot change in one update`,
    ],
  ])("refuses %j after %j", async (wanted: Values, had: Values, reason) => {
    const standard = { ...basic, plan: "STANDARD", serverless: {} };
    const old = await create({ ...standard, ...had });
    const diff = bench.provider.diff({ type, id: old.id }, old, { ...standard, ...wanted });
    await expect(diff).rejects.toThrow(reason);
  });

  it("upgrades by a request of its own", async () => {
    const manual = { ...basic, plan: "STANDARD", serverless: { upgradeType: "MANUAL" } };
    const old = await create(manual);
    const upgraded = { ...manual, cockroachVersion: "v26.1" };
    expect((await bench.provider.diff({ type, id: old.id }, old, upgraded)).changed).toEqual([
      "cockroachVersion",
    ]);
    const state = await update(old, upgraded);
    expect(state.values).toMatchObject({ cockroachVersion: "v26.1", fullVersion: "v26.1.0" });
    expect(server.requests.filter(({ method }) => method === "PATCH")[0]?.body).toEqual({
      cockroach_version: "v26.1",
    });
  });

  it("refuses an empty allow list for a cluster that was made without", async () => {
    const old = await create();
    const wanted = { ...basic, serverless: { withEmptyIpAllowlist: true } };
    await expect(bench.provider.diff({ type, id: old.id }, old, wanted)).rejects.toThrow(
      '"serverless.withEmptyIpAllowlist" of the cluster "shop-dev" is for its creation. Leave it out, and delete the entry 0.0.0.0/0',
    );
  });
});

it("is not asked for in fewer regions on Basic, which has no way to do so", async () => {
  const regions: Values[] = [{ name: "us-east1", primary: true }, { name: "us-west2" }];
  const old = await create({ ...basic, regions });
  const diff = bench.provider.diff({ type, id: old.id }, old, basic);
  await expect(diff).rejects.toThrow(
    '"regions" of the cluster "shop-dev" lacks us-west2, and Basic has no way',
  );
});

describe("a refresh", () => {
  it("has the regions in the program's order, and none that it does not name", async () => {
    const regions: Values[] = [{ name: "us-west2", primary: true }, { name: "us-east1" }];
    const old = await create({ ...basic, regions });
    const held = cloud.only();
    const extra = { ...held.cluster.regions[0]!, name: "eu-west1" };
    held.cluster = { ...held.cluster, regions: [extra, ...held.cluster.regions] };
    const found = await bench.provider.read({ type, id: old.id }, old.state, old.inputs);
    expect(found).toEqual({ id: old.id, state: old.state, inputs: old.inputs });
  });

  it("does not take for a change what the program leaves to the service", async () => {
    const old = await create();
    const held = cloud.only();
    held.cluster = { ...held.cluster, labels: { owner: "x" }, parent_id: otherId };
    const found = await bench.provider.read({ type, id: old.id }, old.state, old.inputs);
    expect(found.inputs).toEqual(basic);
    expect(found.state.values).toMatchObject({ labels: { owner: "x" }, parentId: otherId });
  });

  it("finds a cluster gone that the service still knows as deleted", async () => {
    const old = await create();
    cloud.only().states = ["DELETED"];
    expect(await bench.provider.read({ type, id: old.id }, old.state, old.inputs)).toMatchObject({ id: "" });
  });
});

describe("an import", () => {
  it("takes what the service tells for the program's", async () => {
    const { id } = await create();
    const imported = await bench.provider.read({ type, id });
    expect(imported.inputs).toMatchObject({ ...basic, plan: "BASIC", deleteProtection: false });
    const old = { inputs: imported.inputs, state: imported.state };
    expect((await bench.provider.diff({ type, id }, old, basic)).any).toBe(false);
  });

  it("refuses what is no id", async () => {
    await expect(bench.provider.read({ type, id: "shop-dev" })).rejects.toThrow(
      '"shop-dev" cannot be imported. Allowed: the id of a cluster.',
    );
  });
});

describe("a protected cluster", () => {
  it("is not deleted, and nothing is asked for", async () => {
    const { id, state } = await create({ ...basic, deleteProtection: true });
    await expect(bench.provider.delete({ type, id }, state)).rejects.toThrow(
      'The cluster "shop-dev" is protected from deletion. Set deleteProtection to false and update, then delete it.',
    );
    expect(server.changes()).toEqual(["POST /api/v1/clusters"]);
  });
});

describe("a refusal of the service", () => {
  it.each([
    [400, "region x is unknown", "Change what it complains about"],
    [401, "token expired", "set COCKROACH_API_KEY"],
    [403, "missing role", "lacks a role"],
    [409, "cluster name exists", "`pulumi import` takes it over or another name avoids it"],
    [500, "internal", "a little later"],
  ])("%i is shown with its reason and what to do, and asked for once", async (status, reason, advice) => {
    server.script("POST", { status, body: { code: 1, message: reason, details: [] } });
    const { message, partial } = await failedCreation();
    expect(message).toContain(
      `CockroachDB Cloud did not create the cluster "shop-dev": ${reason}. (HTTP ${status})`,
    );
    expect(message).toContain(advice);
    expect(message).not.toContain("secret-key");
    expect(partial).toBeUndefined();
    expect(server.changes()).toEqual(["POST /api/v1/clusters"]);
  });
});

test("every call was as the API's document has it", () => {
  expect(server.problems).toEqual([]);
});
