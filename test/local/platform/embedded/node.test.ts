import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import type { Instance } from "../../../../local/home";
import { Node, type NodeConfiguration } from "../../../../local/platform/embedded/node";

/** Every test starts processes, and a machine may be busy. */
jest.setTimeout(60_000);

const program = path.join(__dirname, "cake-node.js");
const configuration: NodeConfiguration = {
  path: "/x/bin",
  libraryPath: "/x/lib",
  cni: "/x/cni",
  pauseImage: "dev.local/pause:1",
  apiPort: 16443,
  forwards: [{ port: 8080, nodePort: 30080 }],
  services: [],
};

let folder: string;
let instance: Instance;
let node: Node;
const lines: string[] = [];
const report = (line: string) => void lines.push(line);

beforeEach(async () => {
  lines.length = 0;
  folder = await fs.mkdtemp(path.join(os.tmpdir(), "cake-node-"));
  instance = { name: "test", directory: path.join(folder, "instance"), run: path.join(folder, "run") };
  node = new Node(instance);
  await fs.mkdir(instance.directory);
});
afterEach(async () => {
  const pid = await node.pid();
  if (pid !== undefined) process.kill(pid, "SIGKILL");
  await fs.rm(folder, { recursive: true });
});

/** What the node program does once it runs, as JavaScript with `say(report)`, `config` and `end()`. */
const behave = (script: string) => fs.writeFile(path.join(instance.directory, "behaviour"), script);
const start = () => node.start(program, configuration, report);
const commands = async () =>
  (await fs.readFile(path.join(instance.directory, "commands"), "utf8")).split("\n").filter(Boolean);
const isThere = (file: string) =>
  fs.access(file).then(
    () => true,
    () => false,
  );

const ready = 'say({ phase: "ready", ready: true })';

/** Something else that has the number of a node that ended. */
async function otherProcess(): Promise<ChildProcess> {
  const child = spawn("sleep", ["60"]);
  await once(child, "spawn");
  return child;
}

describe("a start", () => {
  test("gives the node its configuration, and returns when it is ready", async () => {
    await behave(ready);
    await start();
    const file = path.join(instance.directory, "node.json");
    expect(JSON.parse(await fs.readFile(file, "utf8"))).toEqual({
      instance: "test",
      directory: instance.directory,
      run: instance.run,
      ...configuration,
    });
    expect((await fs.stat(file)).mode & 0o777).toBe(0o600);
    expect((await fs.stat(node.log)).mode & 0o777).toBe(0o600);
    expect(await node.report()).toEqual({ phase: "ready", ready: true, components: [] });
    expect(await node.pid()).toBeGreaterThan(0);
    expect(await commands()).toEqual(["run"]);
  });

  test("says each phase once, until it is ready", async () => {
    // The next phase begins when this process has said the last one: it gives a sign in the instance's folder.
    await behave(`
      const fs = require("node:fs");
      const phases = ["etcd", "kubelet"];
      say({ phase: phases[0], ready: false });
      fs.watch(config.directory, (_, name) => {
        if (name !== "said-" + phases[0]) return;
        phases.shift();
        say(phases[0] ? { phase: phases[0], ready: false } : { phase: "ready", ready: true });
      });`);
    const sign = (line: string) => {
      lines.push(line);
      writeFileSync(path.join(instance.directory, line.replace("starting ", "said-")), "");
    };
    await node.start(program, configuration, sign);
    expect(lines).toEqual(["starting etcd", "starting kubelet"]);
  });

  test("of a node that ends is shown with its exit code and the last lines of its log", async () => {
    await behave(`
      for (let i = 1; i <= 12; i++) console.error("line " + i);
      process.exit(7);`);
    const lastLines = Array.from({ length: 10 }, (_, index) => `line ${index + 3}`).join("\n");
    await expect(start()).rejects.toMatchObject({
      name: "UserError",
      message: `The local platform did not start: exit code 7.\n${lastLines}`,
      log: node.log,
    });
  });

  test("of a node that names an error is shown with it", async () => {
    await behave(`
      console.error("a line of its log");
      say({ phase: "etcd", ready: false, error: "etcd is not ready after 2m0s" });`);
    await expect(start()).rejects.toThrow(
      "The local platform did not start: etcd is not ready after 2m0s.\na line of its log",
    );
  });

  test("of a program that cannot be run says so", async () => {
    await expect(node.start(path.join(folder, "nowhere"), configuration, report)).rejects.toThrow(
      /did not start: spawn .*nowhere ENOENT/,
    );
  });

  test("is not taken for done because of what a killed node said", async () => {
    await fs.mkdir(instance.run);
    await fs.writeFile(path.join(instance.run, "status.json"), '{ "phase": "ready", "ready": true }');
    await behave("process.exit(1)");
    await expect(start()).rejects.toThrow("did not start: exit code 1");
  });
});

describe("a stop", () => {
  test("asks the node to end, and waits until it has", async () => {
    await behave(`
      process.removeAllListeners("SIGTERM");
      process.on("SIGTERM", () => {
        require("node:fs").writeFileSync(config.directory + "/asked", "");
        setTimeout(end, 300);
      });
      ${ready}`);
    await start();
    const pid = (await node.pid()) ?? 0;
    await node.stop(program);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    expect(await isThere(path.join(instance.directory, "asked"))).toBe(true);
    expect(await node.leftTraces()).toBe(false);
    expect(await commands()).toEqual(["run"]);
  });

  test("kills a node that does not end, and clears up after it", async () => {
    node = new Node(instance, 300);
    await behave(`process.removeAllListeners("SIGTERM"); process.on("SIGTERM", () => {}); ${ready}`);
    await start();
    const pid = (await node.pid()) ?? 0;
    await node.stop(program);
    expect(() => process.kill(pid, 0)).toThrow("ESRCH");
    expect(await commands()).toEqual(["run", "clean"]);
    expect(await node.leftTraces()).toBe(false);
  });

  test("leaves a process alone that has the number of a node by now, and clears up", async () => {
    const other = await otherProcess();
    await behave(ready);
    await fs.mkdir(instance.run);
    await fs.writeFile(path.join(instance.run, "pid"), String(other.pid));
    expect(await node.pid()).toBeUndefined();
    await node.stop(program);
    expect(other.signalCode).toBeNull();
    expect(() => process.kill(other.pid ?? 0, 0)).not.toThrow();
    expect(await commands()).toEqual(["clean"]);
    other.kill();
    await once(other, "exit");
  });

  test("clears up after a node whose data is gone", async () => {
    await fs.mkdir(instance.run);
    await fs.rm(instance.directory, { recursive: true });
    await node.stop(program);
    expect(await node.leftTraces()).toBe(false);
  });

  test("says when it cannot clear up", async () => {
    const failing = path.join(folder, "failing");
    await fs.writeFile(failing, "#!/bin/sh\necho cake-node: instance test is running already >&2\nexit 1\n", {
      mode: 0o755,
    });
    await fs.mkdir(instance.run);
    await expect(node.stop(failing)).rejects.toThrow(
      "The local platform's remains were not cleared up:\ncake-node: instance test is running already",
    );
  });

  test("has nothing to do where nothing runs", async () => {
    await node.stop(path.join(folder, "nowhere"));
    expect(await node.leftTraces()).toBe(false);
  });
});
