import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { homeOf, instanceOf, type Instance } from "../../../local/home";
import { chosenPorts, portsOf } from "../../../local/platform/ports";
import { listener } from "../../support/listener";

let folder: string;
beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "cake-ports-"));
});
afterEach(() => fs.rm(folder, { recursive: true }));

const instance = (name = "test"): Instance => {
  const env = { CAKE_HOME: folder, CAKE_INSTANCE: name };
  return instanceOf(homeOf(env), env);
};

/** A port on which nobody listens, at least a moment ago. */
async function freePort(): Promise<number> {
  const { port, stop } = await listener();
  await stop();
  return port;
}

test("wanted ports are taken when they are free", async () => {
  const wanted = { ingress: await freePort(), api: await freePort() };
  expect(await portsOf(instance(), wanted)).toEqual(wanted);
});

test("a port that somebody has at the first start is left to them", async () => {
  const { port, stop } = await listener();
  const ports = await portsOf(instance(), { ingress: port, api: port });
  await stop();
  expect(ports.ingress).not.toBe(port);
  expect(ports.api).not.toBe(port);
  expect(Math.min(ports.ingress, ports.api)).toBeGreaterThan(1023);
});

test("no port is chosen twice", async () => {
  const port = await freePort();
  const ports = await portsOf(instance(), { ingress: port, api: port });
  expect(ports.ingress).toBe(port);
  expect(ports.api).not.toBe(port);
});

test("the choice stays, also when the ports are taken later", async () => {
  const first = await portsOf(instance());
  const { stop } = await listener(first.ingress);
  expect(await portsOf(instance())).toEqual(first);
  expect(await chosenPorts(instance())).toEqual(first);
  await stop();
});

test("an instance that was never started has chosen none, and asking chooses none", async () => {
  expect(await chosenPorts(instance())).toBeUndefined();
  expect(await fs.readdir(folder)).toEqual([]);
});

test("instances have ports of their own", async () => {
  const all = [await portsOf(instance("one")), await portsOf(instance("two"))];
  expect(new Set(all.flatMap(({ ingress, api }) => [ingress, api])).size).toBe(4);
});

test("the default instance wants ports that are easy to remember", async () => {
  const busy = await Promise.all([8080, 16443].map((port) => listener(port).catch(() => undefined)));
  const ports = await portsOf(instance("default"));
  expect(ports).not.toMatchObject({ ingress: 8080 });
  for (const each of busy) await each?.stop();
});
