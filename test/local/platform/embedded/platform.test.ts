import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import { homeOf, type Home, type Instance } from "../../../../local/home";
import { Node } from "../../../../local/platform/embedded/node";
import { EmbeddedPlatform } from "../../../../local/platform/embedded/platform";
import { portsOf } from "../../../../local/platform/ports";
import { listener, type Listener } from "../../../support/listener";

/** Every test starts processes, and a machine may be busy. */
jest.setTimeout(60_000);

let folder: string;
let home: Home;
let instance: Instance;
let platform: EmbeddedPlatform;
let node: Node;

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "cake-embedded-"));
  home = homeOf({ CAKE_HOME: path.join(folder, "home") });
  instance = { name: "test", directory: path.join(folder, "instance"), run: path.join(folder, "run") };
  platform = new EmbeddedPlatform(home, instance);
  node = new Node(instance);
  await fs.mkdir(instance.directory);
});
afterEach(async () => {
  const pid = await node.pid();
  if (pid !== undefined) process.kill(pid, "SIGKILL");
  await fs.rm(folder, { recursive: true });
});

const program = path.join(__dirname, "cake-node.js");
const report = () => undefined;

/** A node that says of itself what a test wants. */
async function runningNode(): Promise<void> {
  const etcd = { name: "etcd", state: "running", restarts: 1, log: "/x/etcd.log" };
  const said = JSON.stringify({ phase: "ready", ready: true, components: [etcd] });
  await fs.writeFile(path.join(instance.directory, "behaviour"), `say(${said})`);
  const nothing = {
    path: "",
    libraryPath: "",
    cni: "",
    pauseImage: "",
    apiPort: 0,
    forwards: [],
    services: [],
  };
  await node.start(program, nothing, report);
}

async function takenPort(): Promise<Listener> {
  const { ingress } = await portsOf(instance);
  return listener(ingress);
}

test("a chosen port that another program took since is refused, with its name", async () => {
  const { port, stop } = await takenPort();
  await expect(platform.check()).rejects.toThrow(
    new RegExp(
      `^The local platform cannot start .*\n  - port ${port}: found \\S.* on it; stop that program`,
      "s",
    ),
  );
  await stop();
});

test("one that runs holds its ports itself", async () => {
  await runningNode();
  const { stop } = await takenPort();
  await expect(platform.check()).resolves.toBeUndefined();
  await stop();
});

test("the status is what the node says of itself", async () => {
  expect(await platform.status()).toEqual({ running: false, ready: false, components: [] });
  await runningNode();
  expect(await platform.status()).toEqual({
    running: true,
    ready: true,
    components: [{ name: "etcd", state: "running", restarts: 1, log: "/x/etcd.log" }],
  });
});

test("the status of a killed node is that nothing runs", async () => {
  await runningNode();
  process.kill((await node.pid()) ?? NaN, "SIGKILL");
  while ((await node.pid()) !== undefined) await new Promise(setImmediate);
  expect(await platform.status()).toEqual({ running: false, ready: false, components: [] });
});

test("a wipe without a node deletes the data, and makes no tools for that", async () => {
  await platform.wipe(report);
  expect(await fs.readdir(folder)).toEqual([]);
});
