import * as fs from "node:fs/promises";
import * as net from "node:net";
import * as path from "node:path";
import { KindPlatform } from "../../../../local/platform/kind/platform";
import { chosenPorts } from "../../../../local/platform/ports";
import { readState } from "../../../../local/platform/state";
import { dockerHost, type DockerHost } from "./docker-host";

const node = "cakestack-test-control-plane";
const label = "--filter label=io.x-k8s.kind.cluster=cakestack-test";

let host: DockerHost;
let platform: KindPlatform;
const lines: string[] = [];
const report = (line: string) => void lines.push(line);

beforeEach(async () => {
  lines.length = 0;
  host = await dockerHost();
  platform = new KindPlatform(host.instance);
});
afterEach(() => host.clear());

const kubeconfig = () => path.join(host.instance.directory, "kubeconfig");
const inInstance = (file: string) => path.join(host.instance.directory, file);
const create = () =>
  `kind create cluster --name cakestack-test --config ${inInstance("kind.json")} --kubeconfig ${kubeconfig()}`;
const remove = () => `kind delete cluster --name cakestack-test --kubeconfig ${kubeconfig()}`;
const forget = (file: string) => fs.rm(inInstance(file));

describe("the first start", () => {
  test("makes a cluster whose ports are on the loopback address only", async () => {
    const state = await platform.start(report);
    const ports = await chosenPorts(host.instance);
    expect(await host.changes()).toEqual([create()]);
    expect(JSON.parse(await fs.readFile(inInstance("kind.json"), "utf8"))).toEqual({
      kind: "Cluster",
      apiVersion: "kind.x-k8s.io/v1alpha4",
      networking: { apiServerAddress: "127.0.0.1", apiServerPort: ports?.api },
      nodes: [
        {
          role: "control-plane",
          extraPortMappings: [{ containerPort: 30080, hostPort: ports?.ingress, listenAddress: "127.0.0.1" }],
        },
      ],
    });
    expect(state).toEqual({
      kind: "kind",
      kubeconfig: kubeconfig(),
      ingressPort: ports?.ingress,
      ingressNodePort: 30080,
      domain: "localhost",
      storageClass: "standard",
      images: {
        kind: "kind",
        cluster: "cakestack-test",
        base: expect.stringMatching(/^docker\.io\/library\/node:\d/) as string,
      },
      networkPolicies: true,
    });
    expect(await readState(host.instance)).toEqual(state);
    expect(lines).toEqual(["creating a kind cluster"]);
  });

  test("keeps the credentials to the user, and leaves the user's own kubeconfig alone", async () => {
    await platform.start(report);
    expect(await fs.readFile(kubeconfig(), "utf8")).toBe("current-context: kind-cakestack-test\n");
    expect((await fs.stat(kubeconfig())).mode & 0o777).toBe(0o600);
    await platform.wipe(report);
    await expect(fs.access(host.userHome)).rejects.toThrow("ENOENT");
  });

  test("waits until the nodes are ready, and asks their own kubectl: the machine may have none", async () => {
    await platform.start(report);
    const question = `docker exec ${node} kubectl --kubeconfig=/etc/kubernetes/admin.conf wait --for=condition=Ready nodes --all --timeout=10s`;
    const asked = (await host.calls()).filter((call) => call.startsWith("docker exec"));
    expect(asked).toEqual([question, question]);
  });

  test("ends when they never are", async () => {
    await host.program(
      "docker",
      'case "$1" in ps) cat "$CONTAINERS" ;; *) echo "no such host" >&2; exit 1 ;; esac',
    );
    const impatient = new KindPlatform(host.instance, 0);
    await expect(impatient.start(report)).rejects.toThrow(
      "The kind cluster is not ready after 0 seconds. docker exec cakestack-test-control-plane failed:\nno such host",
    );
    expect(await readState(host.instance)).toBeUndefined();
  });
});

describe("a further start", () => {
  test("of a cluster that runs changes nothing", async () => {
    const first = await platform.start(report);
    expect(await platform.start(report)).toEqual(first);
    expect(await host.changes()).toEqual([create()]);
  });

  test("of a stopped cluster starts its containers, on the same ports", async () => {
    const first = await platform.start(report);
    await platform.stop(report);
    expect(await platform.start(report)).toEqual(first);
    expect(await host.changes()).toEqual([create(), `docker stop ${node}`, `docker start ${node}`]);
    expect(await host.containers()).toEqual([`${node} running`]);
    expect(lines).toEqual([
      "creating a kind cluster",
      "stopping the kind cluster",
      "starting the kind cluster",
    ]);
  });

  test("of a cluster whose state is gone finds it again", async () => {
    const first = await platform.start(report);
    await forget("platform.json");
    expect(await platform.start(report)).toEqual(first);
    expect(await readState(host.instance)).toEqual(first);
    expect(await host.changes()).toEqual([create()]);
  });

  test("of a cluster whose creation was cut off, or whose instance was deleted, makes it anew", async () => {
    await host.setContainers(`${node} running`);
    await platform.start(report);
    expect(await host.changes()).toEqual([remove(), create()]);
    expect(lines).toEqual(["deleting an unfinished kind cluster", "creating a kind cluster"]);
  });

  test("does not take a cluster for complete that is cut off where another one was", async () => {
    await platform.start(report);
    await host.setContainers();
    await host.program(
      "kind",
      'case "$1" in version) echo "kind v0.31.0" ;; *) echo "ERROR: no space left on device" >&2; exit 1 ;; esac',
    );
    await expect(platform.start(report)).rejects.toThrow("no space left");
    await expect(fs.access(kubeconfig())).rejects.toThrow("ENOENT");
  });
});

describe("stop", () => {
  test("ends the containers and keeps the data", async () => {
    await platform.start(report);
    await platform.stop(report);
    expect(await host.containers()).toEqual([`${node} exited`]);
    expect(await readState(host.instance)).toBeUndefined();
    await expect(fs.access(kubeconfig())).resolves.toBeUndefined();
  });

  test("has nothing to do without a cluster, and no need of kind", async () => {
    await host.program("kind", "exit 1");
    await platform.stop(report);
    expect(await host.calls()).toEqual([`docker ps --all ${label} --format {{.Names}} {{.State}}`]);
  });
});

describe("wipe", () => {
  test("deletes the cluster and the data of the instance", async () => {
    await platform.start(report);
    await fs.writeFile(inInstance("data"), "");
    await platform.wipe(report);
    expect((await host.changes()).at(-1)).toBe(remove());
    expect(await host.containers()).toEqual([]);
    await expect(fs.access(host.instance.directory)).rejects.toThrow("ENOENT");
  });

  test("deletes the data where there is no cluster", async () => {
    await fs.mkdir(host.instance.directory);
    await platform.wipe(report);
    expect(await host.changes()).toEqual([]);
    await expect(fs.access(host.instance.directory)).rejects.toThrow("ENOENT");
  });
});

describe("status", () => {
  const status = async () => {
    const { running, ready, components } = await platform.status();
    expect(components).toEqual([]);
    return { running, ready };
  };

  test("is that of the containers, and ready when the start has ended well", async () => {
    expect(await status()).toEqual({ running: false, ready: false });
    await platform.start(report);
    expect(await status()).toEqual({ running: true, ready: true });
    await forget("platform.json");
    expect(await status()).toEqual({ running: true, ready: false });
    await platform.stop(report);
    expect(await status()).toEqual({ running: false, ready: false });
  });

  test("asks Docker alone, for the containers of this cluster", async () => {
    await status();
    expect(await host.calls()).toEqual([`docker ps --all ${label} --format {{.Names}} {{.State}}`]);
  });
});

describe("check", () => {
  test("makes nothing", async () => {
    await platform.check();
    expect(await host.changes()).toEqual([]);
    await expect(fs.access(host.instance.directory)).rejects.toThrow("ENOENT");
  });

  test("refuses a port that was taken since, with the program that has it, before a start touches anything", async () => {
    await platform.start(report);
    await platform.stop(report);
    const { ingress = 0 } = (await chosenPorts(host.instance)) ?? {};
    const server = net.createServer().listen(ingress, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const before = await host.changes();
    for (const work of [platform.check(), platform.start(report)]) {
      await expect(work).rejects.toThrow(
        new RegExp(
          `^The local platform cannot start on this machine:\n  - port ${ingress}: found \\S.* on it; stop`,
        ),
      );
    }
    expect(await host.changes()).toEqual(before);
    await new Promise((resolve) => server.close(resolve));
  });

  test("does not ask for the ports of a cluster that runs: it holds them itself", async () => {
    await platform.start(report);
    const { ingress = 0 } = (await chosenPorts(host.instance)) ?? {};
    const server = net.createServer().listen(ingress, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    await expect(platform.check()).resolves.toBeUndefined();
    await new Promise((resolve) => server.close(resolve));
  });

  test.each([
    ["kind v0.29.0 go1.24.2 linux/amd64", "v0.29.0"],
    ["kind v0.9.0 go1.15.2 linux/amd64", "v0.9.0"],
    ["", "no version"],
  ])("refuses a kind of version %j", async (answer, found) => {
    await host.program("kind", `echo "${answer}"`);
    await expect(platform.check()).rejects.toThrow(
      `kind is too old: found ${found}, needed v0.30 or newer, whose Kubernetes Knative runs on. Install a newer kind.`,
    );
  });

  test.each(["kind v0.30.0 go1.24.6 linux/amd64", "kind v1.0.0 go1.30.0 linux/amd64"])(
    "takes %s",
    async (answer) => {
      await host.program("kind", `echo "${answer}"`);
      await expect(platform.check()).resolves.toBeUndefined();
    },
  );
});

describe("a program", () => {
  test.each(["docker", "kind"])("%s that is missing is named", async (program) => {
    const programs = path.join(host.folder, "bin");
    await fs.rm(path.join(programs, program));
    await fs.symlink("/bin/cat", path.join(programs, "cat"));
    process.env.PATH = programs;
    await expect(platform.start(report)).rejects.toThrow(
      `"${program}" is not on the PATH. Install it, or run as root on Linux, where it is not needed.`,
    );
    await expect(fs.access(host.instance.directory)).rejects.toThrow("ENOENT");
  });

  test("that fails is shown with what it said", async () => {
    await host.program(
      "docker",
      'echo "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?" >&2; exit 1',
    );
    await expect(platform.start(report)).rejects.toThrow(
      "docker ps --all failed:\nCannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
    );
  });

  test("that fails silently is shown with how it ended", async () => {
    await host.program("docker", "exit 3");
    await expect(platform.stop(report)).rejects.toThrow("failed with exit code 3");
  });
});
