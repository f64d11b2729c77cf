import type { Values } from "../../../local/plugins/base";
import { encode } from "../../../local/plugins/base/value";
import { environment, main, parameter, types } from "../../local/plugins/cockroach/fixtures";
import { TestCloud } from "../../support/emulator";
import { ProviderClient, startPlugin, type PluginProcess } from "../../support/plugin";

jest.setTimeout(5 * 60_000);

let cloud: TestCloud;
let plugin: PluginProcess;
let provider: ProviderClient;
let clusterId: string;

beforeAll(async () => {
  cloud = await TestCloud.start();
  clusterId = await cloud.cluster("shared-one");
  ({ plugin, provider } = await start(cloud.emulator.apiKey));
});
afterAll(async () => {
  provider.close();
  await plugin.stop();
  await cloud.clear();
});
afterEach(() => cloud.call("DELETE", "/emulator/faults"));

async function start(key: string) {
  const started = await startPlugin(main, [], environment(cloud.emulator.url, key));
  const client = new ProviderClient(started.port);
  await client.parameterize({ value: parameter });
  await client.configure();
  return { plugin: started, provider: client };
}

const fault = (wanted: object) => cloud.call("POST", "/emulator/faults", wanted);

const basic = (name: string, requestUnitLimit = 50_000_000): Values => ({
  name,
  cloudProvider: "GCP",
  plan: "BASIC",
  regions: [{ name: "us-east1" }],
  serverless: { usageLimits: { requestUnitLimit, storageMibLimit: 10_240 }, withEmptyIpAllowlist: true },
  labels: { environment: "dev" },
  parentId: "root",
  deleteProtection: false,
});

interface Life {
  readonly type: string;
  readonly inputs: () => Values;
  readonly update: () => Values;
}

const lives: Life[] = [
  {
    type: types.cluster,
    inputs: () => basic("whole-life"),
    update: () => basic("whole-life", 60_000_000),
  },
  {
    type: types.database,
    inputs: () => ({ clusterId, name: "shop" }),
    update: () => ({ clusterId, name: "store" }),
  },
  {
    type: types.sqlUser,
    inputs: () => ({ clusterId, name: "shop_app", password: "the-first-password" }),
    update: () => ({ clusterId, name: "shop_app", password: "the-second-password" }),
  },
  {
    type: types.allowList,
    inputs: () => ({ clusterId, cidrIp: "192.0.2.0", cidrMask: 24, name: "a", sql: true, ui: false }),
    update: () => ({ clusterId, cidrIp: "192.0.2.0", cidrMask: 24, name: "b", sql: true, ui: true }),
  },
  {
    type: types.folder,
    inputs: () => ({ name: "shops", parentId: "root", labels: { owner: "shop" } }),
    update: () => ({ name: "stores", parentId: "root", labels: {} }),
  },
];

describe("the emulated service", () => {
  it.each(lives)("bears, changes and ends a $type of the provider", async ({ type, inputs, update }) => {
    const first = inputs();
    const { id, state } = await provider.create({ type }, encode(first));
    const target = { type, id };
    expect((await provider.diff(target, { inputs: first, state }, first)).any).toBe(false);
    expect(await provider.read(target, state, first)).toEqual({ id, state, inputs: first });

    const second = update();
    expect((await provider.diff(target, { inputs: first, state }, second)).replacing).toEqual([]);
    const changed = await provider.update(target, { inputs: first, state }, encode(second));
    expect(changed.values).toMatchObject(second);
    expect(await provider.read(target, changed, second)).toEqual({ id, state: changed, inputs: second });

    await provider.delete(target, changed);
    await expect(provider.delete(target, changed)).resolves.toBeUndefined();
    expect((await provider.read(target, changed, second)).id).toBe("");
  });

  it("turns Basic into Standard and back", async () => {
    const type = types.cluster;
    const inputs = basic("both-plans");
    const { id, state } = await provider.create({ type }, encode(inputs));
    const standard = {
      ...inputs,
      plan: "STANDARD",
      serverless: { usageLimits: { provisionedVirtualCpus: 2 } },
    };
    const upgraded = await provider.update({ type, id }, { inputs, state }, encode(standard));
    expect(upgraded.values).toMatchObject({ plan: "STANDARD", serverless: standard.serverless });
    const back = await provider.update({ type, id }, { inputs: standard, state: upgraded }, encode(inputs));
    expect(back.values).toMatchObject({ plan: "BASIC" });
    await provider.delete({ type, id }, back);
  });

  it("tells where its databases are, and a user of the provider logs in there", async () => {
    const type = types.sqlUser;
    const login = { clusterId, name: "somebody", password: "a-long-password" };
    await provider.create({ type }, encode(login));
    const allowed = { clusterId, cidrIp: "127.0.0.1", cidrMask: 32, name: "here", sql: true, ui: false };
    await provider.create({ type: types.allowList }, encode(allowed));
    const { answer } = await provider.invoke(
      "cockroach:index/getConnectionString:getConnectionString",
      encode({ id: clusterId }),
    );
    const { host, port } = answer.values.connectionParams as { host: string; port: string };
    expect(port).toBe(`${cloud.emulator.sqlPort}`);
    const rows = await cloud.query(
      { host, user: "somebody", password: "a-long-password" },
      "SELECT session_user",
    );
    expect(rows).toEqual([{ session_user: "somebody" }]);
  });

  it("refuses what exists, an unknown region and limits below use, and is quoted", async () => {
    const create = (inputs: Values) => provider.create({ type: types.cluster }, encode(inputs));
    await expect(create(basic("shared-one"))).rejects.toThrow(
      /"shared-one": .*\(HTTP 409\)\n.*`pulumi import`/,
    );
    await expect(create({ ...basic("somewhere"), regions: [{ name: "mars-north1" }] })).rejects.toThrow(
      /invalid region name 'mars-north1'.*\(HTTP 400\)\nChange what it complains about/,
    );
    const type = types.cluster;
    const inputs = basic("much-used");
    const { id, state } = await provider.create({ type }, encode(inputs));
    await cloud.call("PATCH", `/emulator/clusters/${id}`, { request_units: 7_000_000 });
    const less = provider.update({ type, id }, { inputs, state }, encode(basic("much-used", 1_000_000)));
    await expect(less).rejects.toThrow(/less than current usage 7000000/);
    await provider.delete({ type, id }, state);
  });

  it("that fails to make a cluster makes it at the next attempt, protected or not", async () => {
    await fault({ effect: "fail creation" });
    const type = types.cluster;
    const create = (deleteProtection: boolean) =>
      provider.create({ type }, encode({ ...basic("second-try"), deleteProtection }));
    await expect(create(false)).rejects.toThrow("It was deleted again. Run the same command again");
    await fault({ effect: "fail creation" });
    await expect(create(true)).rejects.toThrow("It was deleted again. Run the same command again");
    const { id, state } = await create(true);
    await expect(provider.delete({ type, id }, state)).rejects.toThrow("is protected from deletion");
    const open = basic("second-try");
    const opened = await provider.update({ type, id }, { inputs: open, state }, encode(open));
    await provider.delete({ type, id }, opened);
  });

  it("that has no time is asked again; an expired key is not", async () => {
    await fault({
      on: "POST /api/v1/clusters/*/databases",
      effect: "error",
      status: 429,
      retry_after: 0,
      times: 2,
    });
    const type = types.database;
    const { id, state } = await provider.create({ type }, encode({ clusterId, name: "patient" }));
    await provider.delete({ type, id }, state);

    const { body } = await cloud.call("POST", "/emulator/keys", { name: "old", expires_in_seconds: 0 });
    const expired = await start((body as { secret: string }).secret);
    await expect(expired.provider.create({ type }, encode({ clusterId, name: "late" }))).rejects.toThrow(
      /key has expired.*\(HTTP 401\)\n.*set COCKROACH_API_KEY/,
    );
    expired.provider.close();
    await expired.plugin.stop();
  });
});
