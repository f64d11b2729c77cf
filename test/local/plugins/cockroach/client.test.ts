import { accessOf } from "../../../../local/plugins/cockroach/access";
import { CloudClient, pathOf } from "../../../../local/plugins/cockroach/client";
import { CloudServer } from "../../../support/cloud/server";

const server = new CloudServer();
let address: string;
const pauses: number[] = [];
const never = new AbortController().signal;
const purpose = { doing: "do it", signal: never };

beforeAll(async () => (address = await server.start()));
afterAll(() => server.stop());
beforeEach(() => {
  server.reset();
  pauses.length = 0;
});

function client(env: NodeJS.ProcessEnv = {}, config = {}): CloudClient {
  const access = accessOf(config, { COCKROACH_SERVER: address, COCKROACH_API_KEY: "the-key", ...env });
  return new CloudClient(access, (milliseconds) => Promise.resolve(pauses.push(milliseconds)));
}

const failing = (count: number, status = 500, headers = {}) =>
  Array.from({ length: count }, () => ({ status, headers, body: { message: "out of order" } }));

describe("a request that only reads", () => {
  it("is sent again after faults, later each time", async () => {
    server.script("GET", ...failing(4), { status: 200, body: { name: "x" } });
    expect(await client().get("/folders/x", purpose)).toEqual({ name: "x" });
    expect(pauses).toEqual([1000, 2000, 4000, 8000]);
  });

  it("is given up after five times", async () => {
    server.script("GET", ...failing(6));
    await expect(client().get("/folders/x", purpose)).rejects.toThrow(
      "CockroachDB Cloud did not do it: out of order. (HTTP 500)",
    );
    expect(server.requests).toHaveLength(5);
  });

  it.each([400, 401, 403, 409])("is not sent again after %i", async (status) => {
    server.script("GET", ...failing(1, status));
    await expect(client().get("/folders/x", purpose)).rejects.toThrow(`(HTTP ${status})`);
    expect(pauses).toEqual([]);
  });

  it("ends when the engine cancels", async () => {
    const cancelled = AbortSignal.abort(new Error("The operation was cancelled."));
    await expect(client().get("/folders/x", { ...purpose, signal: cancelled })).rejects.toThrow(
      "was cancelled",
    );
    expect(server.requests).toEqual([]);
  });
});

describe("a request that changes something", () => {
  it.each(["post", "put", "patch"] as const)("is sent once: %s", async (method) => {
    server.script(method.toUpperCase(), ...failing(2, 503, { "Retry-After": "0" }));
    await expect(client()[method]("/folders/x", {}, purpose)).rejects.toThrow("(HTTP 503)");
    expect(server.requests).toHaveLength(1);
  });

  it.each(["post", "put", "patch"] as const)(
    "is sent again when the server had no time for it: %s",
    async (method) => {
      server.script(method.toUpperCase(), ...failing(2, 429, { "Retry-After": "7" }), { status: 200 });
      await client()[method]("/folders/x", {}, purpose);
      expect(pauses).toEqual([7000, 7000]);
    },
  );

  it("is given up when the server has no time at all", async () => {
    server.script("POST", ...failing(6, 429));
    await expect(client().post("/folders", {}, purpose)).rejects.toThrow(
      "run the same command again in a minute",
    );
    expect(pauses).toEqual([1000, 2000, 4000, 8000]);
  });

  it("is finished when the engine cancels meanwhile", async () => {
    const controller = new AbortController();
    const answer = client().post("/folders", { name: "f" }, { ...purpose, signal: controller.signal });
    await server.asked("POST");
    controller.abort();
    expect(await answer).toMatchObject({ name: "f" });
  });

  it("may have been done when there is no answer", async () => {
    const stopped = new CloudServer();
    const nowhere = await stopped.start();
    await stopped.stop();
    await expect(client({ COCKROACH_SERVER: nowhere }).post("/folders", {}, purpose)).rejects.toThrow(
      `could not be asked to do it: no answer of ${nowhere} (ECONNREFUSED).\nIt may have done it nevertheless`,
    );
  });
});

it("says who asks, in which version", async () => {
  await client({ COCKROACH_VANITY_NAME: "shop", COCKROACH_USERNAME: "me" }).post("/folders", {}, purpose);
  expect(server.requests[0]?.headers).toMatchObject({
    accept: "application/json",
    authorization: "Bearer the-key",
    "cc-version": "2024-09-16",
    "cc-vanity-name": "shop",
    "cc-username": "me",
    "content-type": "application/json",
  });
});

it.each([
  ["text/html", "<html>", "answered with something other than JSON. Is it the address of the API?"],
  ["application/json", { code: 3 }, '{"code":3}'],
])("an answer of type %s without a message is shown", async (type, body, reason) => {
  const status = type === "text/html" ? 200 : 400;
  server.script("POST", { status, body, headers: { "Content-Type": type } });
  await expect(client().post("/folders", {}, purpose)).rejects.toThrow(reason);
});

it("reads lists to the end, and none where there is none", async () => {
  const { cluster, databases } = server.cloud.create("shop-dev", "GCP", { serverless: { regions: [] } });
  databases.push({ name: "a" }, { name: "b" });
  const find = (name: string, id = cluster.id) =>
    client().findIn<{ name: string }>(
      pathOf`/clusters/${id}/databases`,
      "databases",
      (one) => one.name === name,
      purpose,
    );
  expect(await find("b")).toEqual({ name: "b" });
  expect(await find("c")).toBeUndefined();
  expect(await find("a", "none")).toBeUndefined();
});

it("deletes what is gone already", async () => {
  await expect(client().delete("/folders/none", purpose)).resolves.toBeUndefined();
});

it("writes any name into a path", () => {
  expect(pathOf`/clusters/${"a/b"}/databases/${"c?d"}`).toBe("/clusters/a%2Fb/databases/c%3Fd");
});

describe("access", () => {
  it.each([
    [{ apikey: "a", apijwt: "b" }, { COCKROACH_API_KEY: "c", COCKROACH_API_JWT: "d" }, "a"],
    [{ apijwt: "b" }, { COCKROACH_API_KEY: "c", COCKROACH_API_JWT: "d" }, "c"],
    [{ apijwt: "b" }, { COCKROACH_API_JWT: "d" }, "b"],
    [{}, { COCKROACH_API_JWT: "d" }, "d"],
  ])("of %j and %j is by %s", (config, env, token) => {
    expect(accessOf(config, env)).toMatchObject({ token, server: "https://cockroachlabs.cloud" });
  });

  it.each([{}, { COCKROACH_API_KEY: "" }])("there is none in %j", (env) => {
    expect(() => accessOf({}, env)).toThrow("There is no API key for CockroachDB Cloud");
  });

  it("is refused to what is no address", () => {
    expect(() => accessOf({ apikey: "a" }, { COCKROACH_SERVER: "localhost:8080" })).toThrow(
      'COCKROACH_SERVER is "localhost:8080". Allowed: an address such as https://cockroachlabs.cloud.',
    );
  });
});
