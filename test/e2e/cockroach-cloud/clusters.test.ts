import { basic, TestCloud, type Answer } from "../../support/emulator";

jest.setTimeout(5 * 60_000);

let cloud: TestCloud;
let cluster: string;
beforeAll(async () => {
  cloud = await TestCloud.start();
  cluster = await cloud.cluster("first-one");
});
afterAll(() => cloud.clear());

const create = (name: string, provider: string, spec: object): Promise<Answer> =>
  cloud.call("POST", "/api/v1/clusters", { name, provider, spec });
const update = (spec: object, id = cluster): Promise<Answer> =>
  cloud.call("PATCH", `/api/v1/clusters/${id}`, spec);
const serverless = (more: object) => ({ ...basic, serverless: { regions: ["us-east1"], ...more } });
const limits = (usage_limits: object) => serverless({ usage_limits });
const refused = (status: number, message: string) => ({ status, body: { message } });

test.each([
  ["short", "GCP", basic, "cluster name must be 6-20 characters in length"],
  ["a-name-of-21-letters-", "GCP", basic, "cluster name must be 6-20"],
  ["-leading", "GCP", basic, "cluster name must be 6-20"],
  ["trailing-", "GCP", basic, "cluster name must be 6-20"],
  ["Capitals", "GCP", basic, "cluster name must be 6-20"],
  ["no-cloud", "HAHA", basic, 'proto: invalid value for enum type: "HAHA"'],
  [
    "wrong-region",
    "GCP",
    serverless({ regions: ["us-east-1"] }),
    "invalid region name 'us-east-1' for GCP. Did you mean to use 'us-east1'",
  ],
  ["on-azure", "AZURE", serverless({ regions: ["eastus2"] }), "invalid region name 'eastus2' for AZURE"],
  ["no-region", "GCP", serverless({ regions: [] }), "at least one region must be specified"],
  ["twice-the-region", "GCP", serverless({ regions: ["us-east1", "us-east1"] }), "regions must be unique"],
  ["no-primary", "GCP", serverless({ regions: ["us-east1", "us-west2"] }), "primary_region is required"],
  [
    "other-primary",
    "GCP",
    serverless({ primary_region: "us-west2" }),
    "primary_region 'us-west2' is not one of",
  ],
  ["zero-limit", "GCP", limits({ request_unit_limit: "0" }), "request_unit_limit must be greater than zero"],
  [
    "basic-cpus",
    "GCP",
    limits({ provisioned_virtual_cpus: "2" }),
    "provisioned_virtual_cpus is not supported for BASIC",
  ],
  [
    "standard-units",
    "GCP",
    { ...limits({ request_unit_limit: "5" }), plan: "STANDARD" },
    "request_unit_limit is not supported for STANDARD",
  ],
  [
    "standard-without",
    "GCP",
    { ...basic, plan: "STANDARD" },
    "provisioned_virtual_cpus is required for STANDARD",
  ],
  [
    "manual-basic",
    "GCP",
    serverless({ upgrade_type: "MANUAL" }),
    "plan type BASIC does not allow upgrade_type MANUAL",
  ],
  [
    "wrong-parent",
    "GCP",
    { ...basic, parent_id: "11111111-2222-4333-8444-555555555555" },
    "the parent must exist",
  ],
  ["wrong-label", "GCP", { ...basic, labels: { Team: "blue" } }, "label 'Team: blue'"],
  [
    "many-labels",
    "GCP",
    { ...basic, labels: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`l${i}`, ""])) },
    "at most 50 key-value pairs",
  ],
  ["no-kind", "GCP", { plan: "BASIC" }, "one of serverless or dedicated must be specified"],
])("a cluster %s on %s is refused when it breaks a rule", async (name, provider, spec, message) => {
  const { status, body } = await create(name, provider, spec);
  expect(status).toBe(400);
  expect(body).toMatchObject({ code: 3, message: expect.stringContaining(message) as string, details: [] });
});

test("a body that is no JSON, or lacks a field, is refused", async () => {
  const headers = { Authorization: `Bearer ${cloud.emulator.apiKey}` };
  const answer = await fetch(`${cloud.emulator.url}/api/v1/clusters`, { method: "POST", headers, body: "{" });
  expect(answer.status).toBe(400);
  expect(await cloud.call("POST", "/api/v1/clusters", { name: "lacks-all" })).toMatchObject({ status: 400 });
});

test("a name that is there is refused, and free again once its cluster is deleted", async () => {
  expect(await create("first-one", "AWS", serverless({ regions: ["eu-west-1"] }))).toMatchObject(
    refused(409, "a cluster named 'first-one' already exists"),
  );
  const id = await cloud.cluster("comes-back");
  await cloud.call("DELETE", `/api/v1/clusters/${id}`);
  const again = await cloud.cluster("comes-back");
  expect(again).not.toBe(id);
  await cloud.call("DELETE", `/api/v1/clusters/${again}`);
});

test("a cluster is CREATING for a while, and has no databases until then", async () => {
  const slow = await TestCloud.start({ creationDelay: 1500 });
  const { body } = await slow.call("POST", "/api/v1/clusters", {
    name: "slow-one",
    provider: "GCP",
    spec: basic,
  });
  const { id, state } = body as { id: string; state: string };
  expect(state).toBe("CREATING");
  const path = `/api/v1/clusters/${id}`;
  expect(await slow.call("GET", `${path}/databases`)).toMatchObject(
    refused(404, `cluster '${id}' not found`),
  );
  expect(await slow.call("GET", path)).toMatchObject({ body: { state: "CREATING" } });
  await slow.until(id, "CREATED");
  expect((await slow.call("GET", `${path}/databases`)).status).toBe(200);
  await slow.clear();
});

test("a creation that is to fail fails, and the cluster can be deleted", async () => {
  await cloud.call("POST", "/emulator/faults", { effect: "fail creation" });
  const { body } = await create("fails-to-be", "GCP", basic);
  const { id } = body as { id: string };
  await cloud.until(id, "CREATION_FAILED");
  expect(await cloud.call("DELETE", `/api/v1/clusters/${id}`)).toMatchObject({ body: { state: "DELETED" } });
});

test("one that is protected and could not be made is deleted once its protection is off, and not before", async () => {
  await cloud.call("POST", "/emulator/faults", { effect: "fail creation" });
  const { body } = await create("fails-guarded", "GCP", { ...basic, delete_protection: "ENABLED" });
  const { id } = body as { id: string };
  await cloud.until(id, "CREATION_FAILED");
  const path = `/api/v1/clusters/${id}`;
  expect(await cloud.call("DELETE", path)).toMatchObject({
    status: 400,
    body: { code: 9, message: "cluster 'fails-guarded' has delete protection enabled" },
  });
  expect(await cloud.call("PATCH", path, { delete_protection: "DISABLED" })).toMatchObject({
    status: 200,
    body: { state: "CREATION_FAILED", delete_protection: "DISABLED" },
  });
  expect(await cloud.call("DELETE", path)).toMatchObject({ body: { state: "DELETED" } });
});

test("a deleted cluster can be looked at, and no more", async () => {
  const id = await cloud.cluster("goes-away");
  const path = `/api/v1/clusters/${id}`;
  await cloud.call("DELETE", path);
  expect(await cloud.call("GET", path)).toMatchObject({
    status: 200,
    body: { state: "DELETED", deleted_at: expect.any(String) as string },
  });
  const gone = refused(404, `cluster '${id}' not found`);
  expect(await cloud.call("DELETE", path)).toMatchObject(gone);
  expect(await cloud.call("PATCH", path, {})).toMatchObject(gone);
  expect(await cloud.call("GET", `${path}/backups-config`)).toMatchObject(gone);
  const names = async (query: string) =>
    (
      (await cloud.call("GET", `/api/v1/clusters${query}`)).body as { clusters: { name: string }[] }
    ).clusters.map(({ name }) => name);
  expect(await names("")).not.toContain("goes-away");
  expect(await names("?show_inactive=true")).toContain("goes-away");
});

test("an id that is none, or nobody's, is refused", async () => {
  expect(await cloud.call("GET", "/api/v1/clusters/abc")).toMatchObject({ status: 400 });
  const id = "11111111-2222-4333-8444-555555555555";
  expect(await cloud.call("GET", `/api/v1/clusters/${id}`)).toMatchObject(
    refused(404, `cluster '${id}' not found`),
  );
});

test("a protected cluster is not deleted", async () => {
  await update({ delete_protection: "ENABLED" });
  const path = `/api/v1/clusters/${cluster}`;
  expect(await cloud.call("DELETE", path)).toMatchObject({
    status: 400,
    body: { code: 9, message: "cluster 'first-one' has delete protection enabled" },
  });
  expect(await update({ delete_protection: "DISABLED" })).toMatchObject({
    body: { state: "CREATED", delete_protection: "DISABLED" },
  });
});

test("limits are raised, lowered to what is in use, and cleared", async () => {
  const shown = async (usage_limits: object) =>
    (await update({ serverless: { usage_limits } })).body as object;
  expect(await shown({ request_unit_limit: "50000000", storage_mib_limit: "10240" })).toMatchObject({
    config: { serverless: { usage_limits: { request_unit_limit: "50000000", storage_mib_limit: "10240" } } },
  });
  await cloud.call("PATCH", `/emulator/clusters/${cluster}`, { request_units: 1000 });
  expect(await shown({ request_unit_limit: "999" })).toMatchObject({
    code: 9,
    message: "request_unit_limit 999 is less than current usage 1000",
  });
  expect(await shown({ request_unit_limit: "1001" })).toMatchObject({ state: "CREATED" });
  const { body } = await cloud.call("GET", `/api/v1/clusters/${cluster}`);
  expect(body).toMatchObject({ config: { serverless: { usage_limits: { request_unit_limit: "1001" } } } });
  await shown({});
  const cleared = (await cloud.call("GET", `/api/v1/clusters/${cluster}`)).body as {
    config: { serverless: object };
  };
  expect(cleared.config.serverless).not.toHaveProperty("usage_limits");
});

test("a limit of storage below what is stored is refused", async () => {
  const login = await cloud.user(cluster, "filler");
  await cloud.query(
    login,
    "CREATE TABLE much AS SELECT repeat(md5(i::text), 32) FROM generate_series(1, 5000) i",
  );
  expect(await update({ serverless: { usage_limits: { storage_mib_limit: "2" } } })).toMatchObject({
    status: 400,
    body: {
      message: expect.stringMatching(/^storage_mib_limit 2 is less than current usage \d+$/) as string,
    },
  });
});

test("a plan changes in place, with the limits that it has", async () => {
  const id = await cloud.cluster("changes-plan");
  const cpus = { usage_limits: { provisioned_virtual_cpus: "2" } };
  expect(await update({ plan: "STANDARD" }, id)).toMatchObject({ status: 400 });
  expect(await update({ plan: "STANDARD", serverless: cpus }, id)).toMatchObject({
    body: { id, plan: "STANDARD" },
  });
  expect(await update({ plan: "BASIC", serverless: { usage_limits: {} } }, id)).toMatchObject({
    body: { plan: "BASIC" },
  });
  await cloud.call("DELETE", `/api/v1/clusters/${id}`);
});

test("regions are added, never removed", async () => {
  const id = await cloud.cluster(
    "many-regions",
    serverless({ regions: ["us-east1", "us-west2"], primary_region: "us-west2" }),
  );
  const shown = (await cloud.call("GET", `/api/v1/clusters/${id}`)).body as { regions: object[] };
  expect(shown.regions).toEqual([
    expect.not.objectContaining({ primary: true }),
    expect.objectContaining({ name: "us-west2", primary: true }),
  ]);
  const regions = (names: string[]) =>
    update({ serverless: { regions: names, primary_region: "us-west2", usage_limits: {} } }, id);
  expect(await regions(["us-west2", "europe-west1", "us-east1"])).toMatchObject({ status: 200 });
  expect(await regions(["us-west2", "europe-west1"])).toMatchObject(
    refused(400, "invalid argument: region 'us-east1' cannot be removed from the cluster"),
  );
  await cloud.call("DELETE", `/api/v1/clusters/${id}`);
});

test("backups of a Basic cluster cannot be configured, and a retention only once", async () => {
  const path = `/api/v1/clusters/${cluster}/backups-config`;
  expect(await cloud.call("PATCH", path, { enabled: false })).toMatchObject({ status: 400 });
  const id = await cloud.cluster("with-backups", {
    ...limits({ provisioned_virtual_cpus: "2" }),
    plan: "STANDARD",
  });
  const change = (wanted: object) => cloud.call("PATCH", `/api/v1/clusters/${id}/backups-config`, wanted);
  expect(await change({ frequency_minutes: 7 })).toMatchObject(
    refused(400, "invalid argument: frequency_minutes must be one of [5, 10, 15, 30, 60, 240, 1440]"),
  );
  expect(await change({ retention_days: 90, frequency_minutes: 60 })).toMatchObject({
    status: 200,
    body: { enabled: true, retention_days: 90 },
  });
  expect(await change({ retention_days: 7 })).toMatchObject({ status: 400 });
  await cloud.call("DELETE", `/api/v1/clusters/${id}`);
});

test("maintenance windows and deferrals are for other plans", async () => {
  const path = `/api/v1/clusters/${cluster}`;
  const window = { offset_duration: "172800s", window_duration: "21600s" };
  expect(await cloud.call("PUT", `${path}/maintenance-window`, window)).toMatchObject({ status: 400 });
  expect(await cloud.call("GET", `${path}/maintenance-window`)).toMatchObject({ status: 404 });
  expect(await cloud.call("DELETE", `${path}/maintenance-window`)).toMatchObject({ status: 404 });
  expect(
    await cloud.call("PUT", `${path}/version-deferral`, { deferral_policy: "DEFERRAL_60_DAYS" }),
  ).toMatchObject({ status: 400 });
});

test("lists come in pages, in both orders", async () => {
  const ids = [await cloud.cluster("second-one"), await cloud.cluster("third-one")];
  const page = async (query: string) =>
    (await cloud.call("GET", `/api/v1/clusters?pagination.limit=2${query}`)).body as {
      clusters: { name: string }[];
      pagination: { next_page?: string };
    };
  const first = await page("");
  const second = await page(`&pagination.page=${first.pagination.next_page}`);
  expect([first, second].map(({ clusters }) => clusters.map(({ name }) => name))).toEqual([
    ["first-one", "second-one"],
    ["third-one"],
  ]);
  expect(second.pagination).toEqual({});
  const newest = await page("&pagination.sort_by=CREATED_AT&pagination.sort_order=DESC");
  expect(newest.clusters.map(({ name }) => name)).toEqual(["third-one", "second-one"]);
  expect(await cloud.call("GET", "/api/v1/clusters?pagination.page=%21")).toMatchObject({ status: 400 });
  for (const id of ids) await cloud.call("DELETE", `/api/v1/clusters/${id}`);
});
