import * as path from "node:path";
import { LocalWorkspace, PulumiCommand, type Stack } from "@pulumi/pulumi/automation";
import { recover } from "../../cli/recovery";
import type { Deployment } from "../../cli/recovery/pending";
import { cake, environmentOf } from "../support/cake";
import { EngineObjects } from "../support/cluster";
import { componentPid, components, daemonPid, disasters, type Disaster } from "../support/disasters";
import { engine, type Engine } from "../support/engine";
import { killedAt, processesWith } from "../support/kill";
import { sampledPoints } from "../support/seed";
import { Volume } from "../support/volume";

/*
 * A platform without the dev stack: what happens to it, and to an engine that works on it. The tests are steps of one
 * story and run in order.
 */

const instance = "recovery";
/** Compiling every tool on two cores takes about 20 minutes. */
jest.setTimeout(45 * 60_000);

let env: Record<string, string>;
let volume: Volume;

beforeAll(async () => {
  await cake(instance, "wipe", "--yes");
  await cake(instance, "start");
  env = await environmentOf(instance);
  volume = new Volume(env);
});

afterAll(async () => {
  await cake(instance, "wipe", "--yes");
});

describe("an engine that is killed while it makes objects", () => {
  const root = path.resolve(__dirname, "../..");
  /** One object of each kind. What `strict` makes is refused where it exists, as the newest providers do. */
  const program = `
import * as fs from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { Provider } from "@pulumi/kubernetes/provider";
import { KubernetesObject, type Manifest } from "${root}/components/kubernetes/object";
const kubeconfig = pulumi.secret(fs.readFileSync(process.env.KUBECONFIG!, "utf8"));
const provider = new Provider("cluster", { kubeconfig });
const strict = new Provider("strict", { kubeconfig, enableServerSideApply: false });
const make = (manifest: Manifest, opts: pulumi.CustomResourceOptions) =>
  new KubernetesObject(\`\${manifest.kind}-\${manifest.metadata.name}\`.toLowerCase(), manifest, { provider, ...opts });
const namespace = make({ apiVersion: "v1", kind: "Namespace", metadata: { name: "kills" } }, {});
const inside = { namespace: "kills" };
const labels = { app: "busy" };
const crd = make({
  apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition",
  metadata: { name: "widgets.kills.example.com" },
  spec: {
    group: "kills.example.com", scope: "Namespaced", names: { kind: "Widget", plural: "widgets" },
    versions: [{ name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object", properties: { size: { type: "integer" } } } } }],
  },
}, {});
make({ apiVersion: "kills.example.com/v1", kind: "Widget", metadata: { name: "one", ...inside }, size: 1 }, { dependsOn: [namespace, crd] });
make({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "kills" }, rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] }, {});
make({ apiVersion: "v1", kind: "Secret", metadata: { name: "token", ...inside }, stringData: pulumi.secret({ token: "t0ken" }) }, { dependsOn: [namespace] });
make({
  apiVersion: "apps/v1", kind: "Deployment", metadata: { name: "busy", ...inside },
  spec: {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { terminationGracePeriodSeconds: 0, containers: [
      { name: "busy", image: "dev.local/busybox:1", imagePullPolicy: "IfNotPresent", command: ["/bin/busybox", "sleep", "3600"] },
    ] } },
  },
}, { dependsOn: [namespace] });
for (const name of ["a", "b", "c", "d"]) {
  make({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, ...inside }, data: { name } }, { provider: strict, dependsOn: [namespace] });
}
`;
  let pulumi: Engine;
  let stack: Stack;
  const up = ["up", "--yes", "--skip-preview"];

  beforeAll(async () => {
    pulumi = await engine({ tools: ["provider-kubernetes"], environment: { KUBECONFIG: env.KUBECONFIG } });
    await pulumi.write(program);
    process.env.PATH = pulumi.environment.PATH;
    stack = await LocalWorkspace.selectStack(
      { stackName: "dev", workDir: pulumi.directory },
      {
        envVars: pulumi.environment as Record<string, string>,
        pulumiCommand: await PulumiCommand.get({ skipVersionCheck: true }),
      },
    );
  });

  afterAll(() => pulumi.remove());

  test("converges when it runs again: nothing twice, nothing orphaned", async () => {
    const progress = / (creating|created) \(/;
    const objects = new EngineObjects(env);
    const complete = await killedAt(pulumi.start(...up), progress, Infinity);
    await pulumi.succeed("destroy", "--yes", "--skip-preview");
    for (const point of sampledPoints(3, complete.lines.length - 1)) {
      expect(await killedAt(pulumi.start(...up), progress, point)).toMatchObject({ killed: true });
      await recover(stack, () => undefined);
      await pulumi.succeed(...up);
      await pulumi.succeed("preview", "--expect-no-changes");
      const exported = JSON.parse((await pulumi.succeed("stack", "export")).stdout) as {
        deployment: Deployment;
      };
      const inCluster = await objects.inCluster();
      expect(objects.inState(exported.deployment).sort()).toEqual([...inCluster.keys()].sort());
      expect([...inCluster].filter(([, managers]) => managers.length > 1)).toEqual([]);
      expect(exported.deployment.pending_operations ?? []).toEqual([]);
      expect(await processesWith("PULUMI_BACKEND_URL", pulumi.environment.PULUMI_BACKEND_URL!)).toEqual([]);
      await pulumi.succeed("destroy", "--yes", "--skip-preview");
      expect([...(await objects.inCluster()).keys()]).toEqual([]);
    }
  });
});

test("a volume keeps what a pod writes for the next one", async () => {
  await volume.write("florist");
  expect(await volume.read()).toBe("florist");
});

test.each(components)(
  "a %s that is killed comes back by itself, and the platform with it",
  async (component) => {
    const [before, daemon] = await Promise.all([componentPid(instance, component), daemonPid(instance)]);
    process.kill(before, "SIGKILL");
    expect(await cake(instance, "start")).toMatchObject({ code: 0 });
    expect(await componentPid(instance, component)).not.toBe(before);
    expect(await daemonPid(instance)).toBe(daemon);
    expect(await volume.read()).toBe("florist");
  },
);

const sample: readonly Disaster[] = ["init", "reboot"];

test.each(sample)(
  "after %s the platform comes back, and its volumes with what was in them",
  async (disaster) => {
    await disasters[disaster](instance);
    expect(await cake(instance, "start")).toMatchObject({ code: 0 });
    expect(await volume.read()).toBe("florist");
  },
);
