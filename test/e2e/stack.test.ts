import * as fs from "node:fs/promises";
import * as os from "node:os";
import * as path from "node:path";
import execa from "execa";
import { cake, environmentOf } from "../support/cake";
import { call } from "../support/ingress";
import { inventory, type Inventory } from "../support/inventory";
import { unprivileged } from "../support/unprivileged";

/*
 * The core stack on a platform of its own, from nothing to nothing. The tests are steps of one story and run in order: the
 * first one pays for the tools and the platform.
 */

const instance = "e2e";
/** Compiling every tool on two cores takes about 20 minutes. */
const patience = 45 * 60_000;
jest.setTimeout(patience);

let env: Record<string, string> = {};
let before: Inventory;

const kubectl = async (...args: string[]): Promise<string> =>
  (await execa("kubectl", args, { env, all: true, reject: false })).all ?? "";

const pulumi = async (...args: string[]): Promise<{ code: number; text: string }> => {
  const run = await execa("pulumi", [...args, "--stack", "core", "--non-interactive"], {
    env,
    all: true,
    reject: false,
  });
  return { code: run.exitCode, text: run.all ?? "" };
};

async function helloUrl(): Promise<string> {
  const { text } = await pulumi("stack", "output", "--json");
  return (JSON.parse(text) as { urls: { hello: string } }).urls.hello;
}

beforeAll(async () => {
  await cake(instance, "wipe", "--yes");
  before = await inventory(instance);
});

afterAll(async () => {
  await cake(instance, "wipe", "--yes");
});

test("up, from nothing, ends with a function that answers", async () => {
  const { code, text } = await cake(instance, "up", "core");
  expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("hello answered 200") as string });
  env = await environmentOf(instance);
  const answer = await call(`${await helloUrl()}/?name=florist`);
  expect(answer).toEqual({ status: 200, body: { message: "Hello, florist!", times: 1 } });
});

test("a second up changes nothing", async () => {
  const { code, text } = await cake(instance, "up", "core");
  expect({ code, text }).toEqual({
    code: 0,
    text: expect.stringMatching(/Stack core: 0 changes; \d+ unchanged/) as string,
  });
});

async function expectNoChanges(...command: string[]): Promise<void> {
  const { code, text } = await pulumi(...command, "--expect-no-changes", "--suppress-outputs");
  expect({ code, text }).toEqual({ code: 0, text: expect.stringMatching(/\d+ unchanged/) as string });
}

test("plain pulumi sees the same state, and no change", () => expectNoChanges("preview"));

test("a refresh finds what the state says", () => expectNoChanges("refresh", "--yes"));

test("a state that was exported and imported is the same", async () => {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), "state-"));
  const file = path.join(folder, "state.json");
  for (const move of ["export", "import"]) {
    expect(await pulumi("stack", move, "--file", file)).toMatchObject({ code: 0 });
  }
  await fs.rm(folder, { recursive: true });
  await expectNoChanges("preview");
});

interface Preview {
  readonly steps: readonly { readonly op: string; readonly urn: string }[];
}

test("drift is found by preview --refresh and repaired by up --refresh", async () => {
  const serving = (...args: string[]) => kubectl("-n", "knative-serving", ...args);
  await serving("scale", "deployment/autoscaler", "--replicas=2");
  await serving("delete", "service/autoscaler");
  await serving("patch", "configmap/config-autoscaler", "--patch", '{"data":{"stable-window":"77s"}}');
  const { steps } = JSON.parse((await pulumi("preview", "--refresh", "--json")).text) as Preview;
  const found = steps
    .filter(({ op }) => op !== "same" && op !== "refresh")
    .map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);
  expect(found.sort()).toEqual([
    "create knative-service-knative-serving-autoscaler",
    "update knative-configmap-knative-serving-config-autoscaler",
    "update knative-deployment-knative-serving-autoscaler",
  ]);
  const repair = await pulumi("up", "--yes", "--refresh", "--skip-preview");
  expect(repair).toEqual({ code: 0, text: expect.anything() as string });
  const now = (what: string, field: string) => serving("get", what, "--output", `jsonpath={${field}}`);
  expect(await now("deployment/autoscaler", ".spec.replicas")).toBe("1");
  expect(await now("service/autoscaler", ".metadata.name")).toBe("autoscaler");
  expect(await now("configmap/config-autoscaler", ".data.stable-window")).toBe("6s");
});

test("functions run under enforced rules: their namespace takes no pod that is not restricted", async () => {
  const refused = await kubectl("-n", "functions", "run", "root", "--image=dev.local/busybox:1");
  expect(refused).toContain('violates PodSecurity "restricted');
});

/** Connects to an address from a pod in a namespace without rules. @returns the exit code of that pod */
async function exitCodeOfCaller(name: string, host: string, port: number): Promise<string> {
  const image = await kubectl(
    "-n",
    "functions",
    "get",
    "pods",
    "-o",
    "jsonpath={.items[0].spec.containers[0].image}",
  );
  const script = `require("net").connect({ host: "${host}", port: ${port}, timeout: 3000 })
    .on("connect", () => process.exit(0)).on("timeout", () => process.exit(1)).on("error", () => process.exit(1))`;
  const containers = [{ name, image, command: ["node", "-e", script], securityContext: unprivileged }];
  const overrides = JSON.stringify({ spec: { containers } });
  await kubectl("run", name, `--image=${image}`, "--restart=Never", `--overrides=${overrides}`);
  const ended = "--for=jsonpath={.status.containerStatuses[0].state.terminated}";
  await kubectl("wait", `pod/${name}`, ended, "--timeout=60s");
  const code = "jsonpath={.status.containerStatuses[0].state.terminated.exitCode}";
  const exitCode = await kubectl("get", "pod", name, "-o", code);
  await kubectl("delete", "pod", name, "--wait=false");
  return exitCode;
}

test("network policies are enforced: another namespace reaches DNS, and no pod of a function", async () => {
  await call(await helloUrl());
  const ip = "jsonpath={.items[0].status.podIP}";
  const dns = await kubectl("-n", "kube-system", "get", "pods", "-l", "k8s-app=kube-dns", "-o", ip);
  const fn = await kubectl("-n", "functions", "get", "pods", "-o", ip);
  expect(await exitCodeOfCaller("allowed", dns, 8181)).toBe("0");
  expect(await exitCodeOfCaller("refused", fn, 8012)).toBe("1");
  expect((await call(await helloUrl())).status).toBe(200);
});

test("a stopped platform comes back with its stack and its data", async () => {
  expect((await cake(instance, "stop")).code).toBe(0);
  const { code, text } = await cake(instance, "up", "core");
  expect({ code, text }).toEqual({
    code: 0,
    text: expect.stringContaining("Stack core: 0 changes") as string,
  });
});

test("a killed platform comes back", async () => {
  const pid = await fs.readFile(`/run/cakestack/${instance}/pid`, "utf8");
  process.kill(Number(pid), "SIGKILL");
  const { code, text } = await cake(instance, "up", "core");
  expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining("hello answered 200") as string });
});

test("down destroys the stack and leaves nothing on the machine", async () => {
  const { code, text } = await cake(instance, "down", "core", "--yes");
  expect({ code, text }).toEqual({
    code: 0,
    text: expect.stringContaining("nothing of it is left") as string,
  });
  expect(await inventory(instance)).toEqual(before);
});
