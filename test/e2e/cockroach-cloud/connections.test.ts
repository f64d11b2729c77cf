import * as net from "node:net";
import { platformSocket } from "../../../local/emulators/cockroach-cloud/hosts";
import { selfSigned } from "../../support/certificate";
import { TestCloud, type Login } from "../../support/emulator";

jest.setTimeout(5 * 60_000);

let cloud: TestCloud;
let cluster: string;
let login: Login;
beforeAll(async () => {
  cloud = await TestCloud.start();
  cluster = await cloud.cluster("connect-to-me");
  login = await cloud.user(cluster, "client");
});
afterAll(() => cloud.clear());

const allowlist = (rest = ""): string => `/api/v1/clusters/${cluster}/networking/allowlist${rest}`;
const one = "SELECT 1 AS one";

/** What a connection that gets no session is told. */
const refusal = (work: Promise<unknown>): Promise<object> =>
  work.then(
    () => ({}),
    ({ message, code, hint }: Error & { code?: string; hint?: string }) => ({ message, code, hint }),
  );

/** A connection as the platform passes on those of pods. */
const fromPod = { stream: () => podSocket() };
function podSocket(): net.Socket {
  const socket = new net.Socket();
  const connect = socket.connect.bind(socket) as (options: net.IpcSocketConnectOpts) => net.Socket;
  return Object.assign(socket, {
    connect: () => connect({ path: `\0${platformSocket(cloud.instance.name)}` }),
  });
}

test("a connection string leads to the cluster, with its name verified", async () => {
  const { body } = await cloud.call("GET", `/api/v1/clusters/${cluster}/connection-string?sql_user=client`);
  const { connection_string: url, params } = body as { connection_string: string; params: { Host: string } };
  expect(url).toBe(
    `postgresql://client@${params.Host}:${cloud.emulator.sqlPort}/defaultdb?sslmode=verify-full`,
  );
  expect(params.Host).toMatch(/^connect-to-me-\d+\.gcp-us-east1\.cockroach\.localhost$/);
  expect(await cloud.query(login, "SELECT current_database()::text AS name")).toEqual([
    { name: "defaultdb" },
  ]);
});

test("a client that trusts another authority, or expects another host, does not connect", async () => {
  const ssl = { servername: login.host };
  expect(await refusal(cloud.query(login, one, { ssl: { ...ssl, ca: selfSigned().cert } }))).toMatchObject({
    code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  });
  expect(await refusal(cloud.query(login, one, { ssl: { ...ssl } }))).toMatchObject({
    code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  });
  const host = "database.example.com";
  expect(await refusal(cloud.query({ ...login, host }, one))).toMatchObject({
    code: "ERR_TLS_CERT_ALTNAME_INVALID",
  });
});

test("a connection without encryption is refused", async () => {
  expect(await refusal(cloud.query(login, one, { ssl: false }))).toEqual({
    message: "codeUnexpectedInsecureStartupMessage: server requires encryption",
    code: "08C00",
    hint: "emulated: connect with sslmode=verify-full",
  });
});

test("a cluster is found by its host name, or else by an option", async () => {
  const [id = ""] = login.host.split(".");
  const ssl = { ca: cloud.emulator.ca, checkServerIdentity: () => undefined };
  expect(await refusal(cloud.query(login, one, { ssl }))).toMatchObject({
    message: "codeParamsRoutingFailed: missing cluster identifier",
  });
  expect(await cloud.query(login, one, { ssl, options: `--cluster=${id}` })).toEqual([{ one: 1 }]);
  expect(await cloud.query(login, "SHOW search_path", { options: "-c search_path=other" })).toEqual([
    { search_path: "other" },
  ]);
  const host = `nobody-1.gcp-us-east1.cockroach.localhost`;
  expect(await refusal(cloud.query({ ...login, host }, one))).toEqual({
    message: "codeParamsRoutingFailed: cluster nobody-1 not found",
    code: "08C00",
    hint: "emulated: no cluster has this host name",
  });
});

test("a statement can be cancelled", async () => {
  const told = await cloud.session(login, async (client) => {
    const { processID, secretKey } = client as unknown as { processID: number; secretKey: number };
    const sleeping = refusal(client.query("SELECT pg_sleep(60)"));
    // As psql does it: on a connection of its own, without encryption.
    const message = Buffer.alloc(16);
    [16, 80877102, processID, secretKey].forEach((value, index) => message.writeInt32BE(value, index * 4));
    net.connect(cloud.emulator.sqlPort, "127.0.0.1").end(message);
    return sleeping;
  });
  expect(told).toMatchObject({ message: "canceling statement due to user request" });
});

test("the IP allowlist decides who connects, at once and for connections that are open", async () => {
  await cloud.call("DELETE", allowlist("/0.0.0.0/0"));
  const denied = {
    message: "codeProxyRefusedConnection: connection refused",
    code: "08C00",
    hint: "emulated: the cluster's IP allowlist has no entry for 127.0.0.1 with SQL access",
  };
  expect(await refusal(cloud.query(login, one))).toEqual(denied);
  expect(await refusal(cloud.query(login, one, fromPod))).toMatchObject({
    hint: expect.stringContaining("198.51.100.1") as string,
  });
  const entry = { cidr_ip: "198.51.100.0", cidr_mask: 24, sql: true, ui: false };
  await cloud.call("POST", allowlist(), entry);
  expect(await cloud.query(login, one, fromPod)).toEqual([{ one: 1 }]);
  expect(await refusal(cloud.query(login, one))).toEqual(denied);
  const cut = await cloud.session(
    login,
    async (client) => {
      const ended = new Promise((resolve) => client.once("error", resolve));
      await cloud.call("PATCH", allowlist("/198.51.100.0/24"), { sql: false, ui: true });
      return ended;
    },
    fromPod,
  );
  expect((cut as Error).message).toBe("Connection terminated unexpectedly");
  await cloud.call("POST", allowlist(), { cidr_ip: "127.0.0.1", cidr_mask: 32, sql: true, ui: false });
  expect(await cloud.query(login, one)).toEqual([{ one: 1 }]);
});

test("a cluster can begin with an empty IP allowlist", async () => {
  const spec = { plan: "BASIC", serverless: { regions: ["us-east1"], with_empty_ip_allowlist: true } };
  const id = await cloud.cluster("closed-at-first", spec);
  expect(await cloud.call("GET", `/api/v1/clusters/${id}/networking/allowlist`)).toMatchObject({
    body: { allowlist: [], propagating: false },
  });
  const closed = await cloud.user(id, "client");
  expect(await refusal(cloud.query(closed, one))).toMatchObject({ code: "08C00" });
});

test.each([
  [{ cidr_ip: "10.0.0.300", cidr_mask: 8 }, 400],
  [{ cidr_ip: "10.0.0.0", cidr_mask: 33 }, 400],
  [{ cidr_ip: "::1", cidr_mask: 128 }, 400],
  [{ cidr_ip: "10.0.0.0", cidr_mask: 8 }, 200],
  [{ cidr_ip: "10.0.0.0", cidr_mask: 8 }, 409],
])("an entry of %j is answered %i", async (block, status) => {
  expect((await cloud.call("POST", allowlist(), { ...block, sql: true, ui: true })).status).toBe(status);
});

test("an allowlist has 50 entries at most", async () => {
  const add = (cidr_ip: string) =>
    cloud.call("POST", allowlist(), { cidr_ip, cidr_mask: 32, sql: true, ui: true });
  const answers = [];
  for (let i = 0; i < 50; i += 1) answers.push((await add(`192.0.2.${i}`)).status);
  expect(answers.slice(0, 40)).toEqual(Array(40).fill(200));
  expect(answers.at(-1)).toBe(400);
  expect(await cloud.call("DELETE", allowlist("/192.0.2.200/32"))).toMatchObject({ status: 404 });
});

test("a cluster whose request units are used up lets nobody in", async () => {
  const path = `/api/v1/clusters/${cluster}`;
  await cloud.call("PATCH", path, { serverless: { usage_limits: { request_unit_limit: "100" } } });
  await cloud.call("PATCH", `/emulator/clusters/${cluster}`, { request_units: 100 });
  expect(await refusal(cloud.query(login, one))).toMatchObject({
    hint: expect.stringContaining("request unit limit") as string,
  });
  await cloud.call("PATCH", path, { serverless: { usage_limits: { request_unit_limit: "101" } } });
  expect(await cloud.query(login, one)).toEqual([{ one: 1 }]);
});

test.each([
  ["nothing", ""],
  ["another protocol", "GET / HTTP/1.1\r\n\r\n"],
  ["a length that is no length", "\x00\x00\x00\x01\x00\x00\x00\x00"],
  ["more than one asked for", "\x00\x00\x00\x08\x04\xd2\x16\x2fmore"],
])("who sends %s is let go", async (_, bytes) => {
  const socket = net.connect(cloud.emulator.sqlPort, "127.0.0.1");
  socket.end(Buffer.from(bytes, "latin1"));
  const answer = await new Promise((resolve) => {
    let text = "";
    socket
      .on("data", (data: Buffer) => (text += data.toString("latin1")))
      .on("close", () => resolve(text))
      .on("error", () => undefined);
  });
  expect(answer).toBe("");
});
