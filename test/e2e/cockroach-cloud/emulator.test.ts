import * as fs from "node:fs/promises";
import * as net from "node:net";
import * as path from "node:path";
import { startEmulator } from "../../../local/emulators/cockroach-cloud";
import { filesOf } from "../../../local/emulators/cockroach-cloud/files";
import { homeOf } from "../../../local/home";
import { TestCloud } from "../../support/emulator";
import { processes } from "../../support/processes";

jest.setTimeout(5 * 60_000);

const one = "SELECT 1 AS one";

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
    socket.on("connect", () => socket.destroy());
  });

test("a restart finds everything as it was", async () => {
  const cloud = await TestCloud.start();
  const id = await cloud.cluster("stays-the-same");
  const login = await cloud.user(id, "keeper");
  await cloud.call("POST", `/api/v1/clusters/${id}/databases`, { name: "shop" });
  await cloud.query({ ...login, database: "shop" }, "CREATE TABLE kept AS SELECT 42 AS answer");
  const shown = async () => [
    (await cloud.call("GET", "/api/v1/organization")).body as object,
    (await cloud.call("GET", `/api/v1/clusters/${id}`)).body as object,
    (await cloud.call("GET", `/api/v1/clusters/${id}/databases`)).body as object,
  ];
  const before = await shown();
  const { apiKey, ca } = cloud.emulator;
  await cloud.restart();
  expect(await shown()).toEqual(before);
  expect(cloud.emulator).toMatchObject({ apiKey, ca });
  expect(await cloud.query({ ...login, database: "shop" }, "SELECT * FROM kept")).toEqual([{ answer: 42 }]);
  await cloud.clear();
});

test("a cluster that was being made when the emulator stopped is made at the next start", async () => {
  const cloud = await TestCloud.start({ creationDelay: 60_000 });
  const spec = { plan: "BASIC", serverless: { regions: ["us-east1"] } };
  const { body } = await cloud.call("POST", "/api/v1/clusters", {
    name: "interrupted",
    provider: "GCP",
    spec,
  });
  const { id } = body as { id: string };
  await cloud.restart();
  await cloud.until(id, "CREATED");
  expect(await cloud.query(await cloud.user(id, "someone"), one)).toEqual([{ one: 1 }]);
  await cloud.clear();
});

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a PostgreSQL that ended by itself is started at the next connection, with what was committed", async () => {
  const cloud = await TestCloud.start();
  const id = await cloud.cluster("loses-its-server");
  const login = await cloud.user(id, "keeper");
  await cloud.query(login, "CREATE TABLE kept AS SELECT 42 AS answer");
  const [pid] = (
    await fs.readFile(path.join(filesOf(cloud.instance).clusters, id, "data/postmaster.pid"), "utf8")
  ).split("\n");
  process.kill(Number(pid), "SIGKILL");
  while (isThere(Number(pid))) await new Promise(setImmediate);
  const answers = async (): Promise<object[]> => cloud.query(login, "SELECT * FROM kept");
  // The first attempt may come while it is being noticed.
  const first = await answers().catch(() => undefined);
  expect(first ?? (await answers())).toEqual([{ answer: 42 }]);
  await cloud.clear();
});

test("nothing is left after a stop: no process, no port, no deleted cluster's data", async () => {
  const cloud = await TestCloud.start();
  const [kept, deleted] = [await cloud.cluster("is-kept-here"), await cloud.cluster("is-deleted")];
  await cloud.call("DELETE", `/api/v1/clusters/${deleted}`);
  const { clusters } = filesOf(cloud.instance);
  expect(await fs.readdir(clusters)).toEqual([kept]);
  expect(await processes(`cluster_name=${cloud.instance.name}/`)).toHaveLength(1);
  const ports = [Number(new URL(cloud.emulator.url).port), cloud.emulator.sqlPort];
  await cloud.emulator.stop();
  expect(await processes(cloud.instance.name)).toEqual([]);
  expect(await Promise.all(ports.map(accepts))).toEqual([false, false]);
  await cloud.restart();
  await cloud.clear();
});

test("what it keeps is for its owner only, and holds no key", async () => {
  const cloud = await TestCloud.start();
  const files = filesOf(cloud.instance);
  for (const file of [files.state, files.key, files.caKey, files.serverKey, files.ca]) {
    expect([file, (await fs.stat(file)).mode & 0o777]).toEqual([file, 0o600]);
  }
  expect((await fs.readFile(files.key, "utf8")).trim()).toBe(cloud.emulator.apiKey);
  expect(await fs.readFile(files.state, "utf8")).not.toContain(cloud.emulator.apiKey);
  await cloud.clear();
});

test("an instance has one emulator, and a port that is taken is named", async () => {
  const cloud = await TestCloud.start();
  const second = startEmulator({ home: homeOf(), instance: cloud.instance, ports: { api: 0, sql: 0 } });
  await expect(second).rejects.toThrow(`The emulator of instance ${cloud.instance.name} runs already.`);
  const other = {
    ...cloud.instance,
    name: `${cloud.instance.name}-b`,
    directory: `${cloud.instance.directory}/b`,
  };
  const ports = { api: 0, sql: cloud.emulator.sqlPort };
  await expect(startEmulator({ home: homeOf(), instance: other, ports })).rejects.toThrow(
    `Port ${ports.sql} of the emulator is taken by node (process ${process.pid}).`,
  );
  await cloud.clear();
});
