import { basic, TestCloud } from "../../support/emulator";

jest.setTimeout(5 * 60_000);

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await TestCloud.start();
});
afterAll(() => cloud.clear());
afterEach(() => cloud.call("DELETE", "/emulator/faults"));

const fault = (wanted: object) => cloud.call("POST", "/emulator/faults", wanted);
const organization = () => cloud.call("GET", "/api/v1/organization");
const folders = async () =>
  ((await cloud.call("GET", "/api/v1/folders")).body as { folders: { name: string }[] }).folders.map(
    ({ name }) => name,
  );

test.each([
  [400, 3],
  [401, 16],
  [403, 7],
  [404, 5],
  [409, 6],
  [429, 8],
  [500, 13],
  [503, 14],
])("the next call is answered %i, and the one after it as ever", async (status, code) => {
  await fault({ effect: "error", status, message: "as asked for", retry_after: 3 });
  const { headers, ...answer } = await organization();
  expect(answer).toEqual({ status, body: { code, message: "as asked for", details: [] } });
  expect(headers.get("Retry-After")).toBe("3");
  expect((await organization()).status).toBe(200);
});

test("a fault meets the calls that it names, as often as it says", async () => {
  await fault({ on: "GET /api/v1/folders/*", times: 2, effect: "error", status: 500 });
  const met = async () =>
    (await cloud.call("GET", "/api/v1/folders/11111111-2222-4333-8444-555555555555")).status;
  expect((await organization()).status).toBe(200);
  expect((await cloud.call("GET", "/api/v1/folders/root/contents")).status).toBe(200);
  expect([await met(), await met(), await met()]).toEqual([500, 500, 404]);
});

test("a call that is answered with an error was not made, unless it is asked for", async () => {
  const make = (name: string) => cloud.call("POST", "/api/v1/folders", { name });
  await fault({ effect: "error", status: 500 });
  expect((await make("never-made")).status).toBe(500);
  await fault({ effect: "error", status: 503, work: true });
  expect((await make("made-silently")).status).toBe(503);
  expect(await folders()).toEqual(["made-silently"]);
});

test("a connection is dropped", async () => {
  await fault({ on: "POST /api/v1/folders", effect: "drop", work: true });
  await expect(cloud.call("POST", "/api/v1/folders", { name: "answer-lost" })).rejects.toThrow(
    "fetch failed",
  );
  expect(await folders()).toContain("answer-lost");
});

test("an answer comes late", async () => {
  await fault({ effect: "delay", milliseconds: 300 });
  const order: string[] = [];
  await Promise.all([
    organization().then(() => order.push("delayed")),
    cloud.call("GET", "/emulator").then(() => order.push("not delayed")),
  ]);
  expect(order).toEqual(["not delayed", "delayed"]);
});

test("the next cluster that is made fails, and only that one", async () => {
  await fault({ effect: "fail creation" });
  const request = { name: "failing-one", provider: "GCP", spec: basic };
  const { body } = await cloud.call("POST", "/api/v1/clusters", request);
  const { id } = body as { id: string };
  await cloud.until(id, "CREATION_FAILED");
  const second = await cloud.cluster("failing-one");
  expect(await cloud.call("GET", `/api/v1/clusters/${second}`)).toMatchObject({ body: { state: "CREATED" } });
});

test("a fault that is none is refused", async () => {
  expect(await fault({ effect: "explode" })).toMatchObject({ status: 400 });
  expect(await fault({ effect: "error", status: 200 })).toMatchObject({ status: 400 });
  expect(await fault({ on: "everything", effect: "drop" })).toMatchObject({ status: 400 });
  expect((await cloud.call("GET", "/emulator/faults")).body).toEqual({ faults: [] });
});
