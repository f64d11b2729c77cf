import * as path from "node:path";
import { ruleNames, type GuardrailsArgs, type Level } from "../../../components/kubernetes/guardrails";
import type { Manifest } from "../../../policies/harness";
import type { Properties } from "../../../policies/value";
import { guardrailsArgs } from "../../../stacks/guardrails";
import { withPresets } from "../../../stacks/presets";
import { corpus } from "../../policies/corpus";
import { container, inEveryKind, pod, within } from "../../policies/corpus/workloads";
import { ApiServer, type Answer } from "../../support/api-server";
import { engine, type Engine } from "../../support/engine";
import { startPlatform, type TestPlatform } from "../../support/platform";
import { definitions } from "./definitions";
import { hollow } from "./hollow";
import { matrix } from "./pod-security/matrix";
import { randomPods } from "./pod-security/random";
import { brokenByPack, refusedBy, warnedOf } from "./verdict";

/*
 * The rules of the cluster, beside those of the pack: what each says of everything that the policies were tried with. The
 * tests are steps of one story and run in order: the first one pays for the tools and the platform.
 */

/** Making the tools of the platform, where none are there, takes about 20 minutes. */
jest.setTimeout(45 * 60_000);

const root = path.resolve(__dirname, "../../..");
const namespace = "judged";
const exempt = "exempt";
const exemptUser = "system:serviceaccount:exempt:controller";

let platform: TestPlatform;
let pulumi: Engine;
let api: ApiServer;

/** Installs the component with all rules at one level. */
async function install(level: Level): Promise<void> {
  const args: GuardrailsArgs = {
    ...guardrailsArgs(withPresets({ environment: "prod", cluster: { kind: "local" } })),
    exemptNamespaces: [exempt],
    exemptUsers: [exemptUser],
    levels: Object.fromEntries(ruleNames.map((name) => [name, level])) as GuardrailsArgs["levels"],
  };
  await pulumi.write(`
import * as fs from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { Guardrails } from "${root}/components/kubernetes/guardrails";
import { kubernetesProvider } from "${root}/components/kubernetes/provider";
const kubeconfig = pulumi.secret(fs.readFileSync("${platform.state.kubeconfig}", "utf8"));
const provider = kubernetesProvider("cluster", { kubeconfig } as never);
new Guardrails("guardrails", ${JSON.stringify(args)} as never, { provider });
`);
  await pulumi.succeed("up", "--yes", "--skip-preview");
}

/** What may be sent: with what no manifest has, too. */
interface Sent {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

function pathOf({ apiVersion, kind }: Pick<Sent, "apiVersion" | "kind">, where = namespace): string {
  const root = apiVersion === "v1" ? "api" : "apis";
  const plural = `${kind.toLowerCase()}${kind.endsWith("s") ? "es" : "s"}`;
  return `/${root}/${apiVersion}/namespaces/${where}/${plural}`;
}

const placed = (sent: Sent, where = namespace): Sent => ({
  ...sent,
  metadata: { name: "tried", ...(sent.metadata as object), namespace: where },
});

/** What the API server says of an object, and does not keep. */
const judged = (sent: Sent, where = namespace, as?: string): Promise<Answer> =>
  api.post(`${pathOf(sent, where)}?dryRun=All`, placed(sent, where), as);

/** Pods that break one rule alone. */
const lonely = [
  { hostPID: true },
  { containers: [container({ securityContext: { capabilities: { drop: ["ALL"] } } })] },
  { securityContext: { runAsNonRoot: true } },
  { volumes: [{ name: "films", nfs: { server: "nas", path: "/" } }] },
].map((spec: Properties) => pod(spec));

/** Asks again until the API server judges by every rule: that it does is the only sign of it. */
async function inForce(isJudged: (answer: Answer, name: string) => boolean): Promise<void> {
  const tried = [
    ...lonely,
    ...Object.values(corpus).flatMap((cases) => cases.map(({ manifest }) => manifest)),
  ];
  for (const name of ruleNames) {
    const broken = tried.find((manifest) => brokenByPack(manifest).join() === name);
    if (!broken) throw new Error(`There is nothing that breaks ${name} alone.`);
    while (!isJudged(await judged(broken), name));
  }
}

/** Pods run as accounts that are there. */
const account = (name: string): Manifest => ({
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: { name, namespace },
});

beforeAll(async () => {
  platform = await startPlatform(process.env.CAKE_INSTANCE ?? "admission", {});
  pulumi = await engine({ tools: ["provider-kubernetes"] });
  api = new ApiServer(platform.state.kubeconfig);
  const namespaces = [namespace, exempt].map((name) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name },
  }));
  const accounts = ["default", "operator", "default-operator"].map(account);
  await platform.create(...definitions, ...namespaces, ...accounts);
  await platform.succeed("wait", "--for=condition=Established", "crd", "--all", "--timeout=60s");
});

afterAll(async () => {
  await api?.close();
  await pulumi?.remove();
  await platform?.wipe();
});

describe("rules that warn", () => {
  beforeAll(async () => {
    await install("advisory");
    await inForce((answer, name) => warnedOf(answer).includes(name));
  });

  test.each(ruleNames)("say what the pack says of all that %s was tried with", async (name) => {
    const said = await api.each(corpus[name], async ({ says, manifest }) => {
      const answer = await judged(manifest);
      return { says, kind: manifest.kind, refused: refusedBy(answer), warned: warnedOf(answer) };
    });
    const ofPack = corpus[name].map(({ says, manifest }) => ({
      says,
      kind: manifest.kind,
      refused: undefined,
      warned: brokenByPack(manifest),
    }));
    expect(said).toEqual(ofPack);
  });

  test.each([
    ["with each value of each field that the Pod Security Standards name", matrix],
    ["at random", randomPods],
  ])("say what the pack says of pods %s", async (_, pods) => {
    const said = await api.each(pods, async (manifest) => {
      const answer = await judged(manifest);
      const ofPack = brokenByPack(manifest);
      return { manifest, refused: refusedBy(answer), warned: warnedOf(answer), ofPack };
    });
    const differ = ({ refused, warned, ofPack }: (typeof said)[number]) =>
      refused !== undefined || warned.join() !== ofPack.join();
    expect(said.length).toBeGreaterThan(800);
    expect(said.filter(differ)).toEqual([]);
  });

  test.each([
    ["serving.knative.dev/v1", "Service"],
    ["serving.knative.dev/v1", "Revision"],
    ["gateway.networking.k8s.io/v1", "Gateway"],
    ["gateway.networking.k8s.io/v1", "HTTPRoute"],
    ["traefik.io/v1alpha1", "IngressRoute"],
    ["serving.knative.dev/v1beta1", "DomainMapping"],
  ])("can be evaluated where there is nothing, of %s %s", async (apiVersion, kind) => {
    const answers = await api.each(hollow, (spec) => judged({ apiVersion, kind, spec }));
    // It throws where one could not.
    expect(answers.flatMap(warnedOf)).not.toEqual([]);
    expect(answers.map(refusedBy)).toEqual(hollow.map(() => undefined));
  });

  test("are without a mistake that the API server sees", async () => {
    const kind = "validatingadmissionpolicies";
    await platform.succeed("wait", kind, "--all", "--for=jsonpath={.status.observedGeneration}=1");
    const text = await platform.succeed("get", kind, "-o", "json");
    const { items } = JSON.parse(text) as { items: { status?: { typeChecking?: object } }[] };
    expect(items.map(({ status }) => status?.typeChecking ?? {})).toEqual(ruleNames.map(() => ({})));
  });
});

/** Whether two sides say the same: an API server names one rule, of all that it refuses something by. */
const isSame = (broken: readonly string[], refused: string | undefined): boolean =>
  refused === undefined ? broken.length === 0 : broken.includes(refused);

describe("rules that refuse", () => {
  beforeAll(async () => {
    await install("mandatory");
    await inForce((answer, name) => refusedBy(answer) === name);
  });

  test.each(ruleNames)("refuse what the pack refuses of all that %s was tried with", async (name) => {
    const said = await api.each(corpus[name], async ({ says, manifest, breaks = [] }) => {
      const broken = brokenByPack(manifest);
      expect([says, broken.includes(name)]).toEqual([says, breaks.length > 0]);
      return { says, broken, refused: refusedBy(await judged(manifest)) };
    });
    expect(said.filter(({ broken, refused }) => !isSame(broken, refused))).toEqual([]);
  });

  const hostile = pod({ hostPID: true });

  test("refuse nothing in exempt namespaces, and nothing of exempt users", async () => {
    expect(refusedBy(await judged(hostile))).toBe("pod-host-access");
    expect(refusedBy(await judged(hostile, namespace, "somebody"))).toBe("pod-host-access");
    for (const where of [exempt, "kube-system"])
      expect(refusedBy(await judged(hostile, where))).toBeUndefined();
    for (const user of [exemptUser, "system:serviceaccount:kube-system:replicaset-controller"])
      expect(refusedBy(await judged(hostile, namespace, user))).toBeUndefined();
  });

  test("refuse a change that breaks them, and leave alone what was there", async () => {
    const name = "before";
    const metadata = { name, finalizers: ["cakestack.dev/held"] };
    const [, , deployment] = inEveryKind({}).find(([kind]) => kind === "Deployment")!;
    const good = placed({ ...deployment, metadata });
    const change = async (to: object, as?: string) =>
      refusedBy(await api.patch(`${pathOf(good)}/${name}`, to, as));
    const label = (team: string) => change({ metadata: { labels: { team } } });
    const broken = { spec: { template: { spec: { hostPID: true } } } };
    expect(refusedBy(await api.post(pathOf(good), good))).toBeUndefined();
    expect(await label("shop")).toBeUndefined();
    expect(await change(broken)).toBe("pod-host-access");

    expect(await change(broken, exemptUser)).toBeUndefined();
    expect(await label("orders")).toBeUndefined();
    expect(await change({ spec: { paused: true } })).toBe("pod-host-access");
    await platform.succeed("delete", "deployment", name, "-n", namespace, "--wait=false");
    expect(await change({ metadata: { finalizers: null } })).toBeUndefined();
    await platform.succeed("wait", `deployment/${name}`, "-n", namespace, "--for=delete");
  });

  test.each<[string, Properties]>([
    ["a good one", {}],
    ["one without a version", { image: "busybox" }],
    ["one with privileges", { securityContext: { privileged: true } }],
    ["one without a security context", { securityContext: undefined }],
  ])("judge a container that comes into a pod later: %s", async (_, fields) => {
    const running = {
      ...pod({ schedulingGates: [{ name: "cakestack.dev/never" }] }),
      metadata: { name: "running" },
    };
    await api.post(pathOf(running), placed(running));
    const ephemeralContainers = [within(fields)];
    const added = `${pathOf(running)}/running/ephemeralcontainers?dryRun=All`;
    const broken = brokenByPack({ ...running, spec: { ...running.spec, ephemeralContainers } });
    const refused = refusedBy(await api.patch(added, { spec: { ephemeralContainers } }));
    expect(broken.length > 0).toBe(Object.keys(fields).length > 0);
    expect([broken, refused, isSame(broken, refused)]).toEqual([broken, refused, true]);
  });
});

test("a destroy leaves nothing of them", async () => {
  await pulumi.succeed("destroy", "--yes", "--skip-preview");
  const kinds = "validatingadmissionpolicies,validatingadmissionpolicybindings";
  expect(await platform.succeed("get", kinds, "-o", "name")).toBe("");
});
