import * as fs from "node:fs/promises";
import type * as pulumi from "@pulumi/pulumi";
import { KnativeServing, type KnativeServingArgs } from "../../../../components/kubernetes/knative/serving";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, stopRecording, type Registrations } from "../../../support/registrations";
import { cluster, releaseFolder } from "./fixtures";

let registrations: Registrations;
let directory: string;

beforeAll(async () => {
  registrations = await recordRegistrations();
  directory = await releaseFolder();
});
beforeEach(() => registrations.clear());
afterAll(async () => {
  await fs.rm(directory, { recursive: true });
  await stopRecording();
});

async function install(name: string, args: Partial<KnativeServingArgs> = {}): Promise<pulumi.Resource[]> {
  const serving = new KnativeServing(name, {
    cluster,
    ingress: "kourier",
    manifests: { directory },
    ...args,
  });
  const ready = await serving.ready;
  await Promise.all(ready.map(({ urn }) => valueOf(urn)));
  return ready;
}

const definitions = [
  "phases-customresourcedefinition-images.caching.internal.knative.dev",
  "phases-namespace-knative-serving",
];
const foundation = [
  "phases-configmap-knative-serving-config-autoscaler",
  "phases-configmap-knative-serving-config-network",
];
const program = "phases-deployment-knative-serving-activator";
const webhook = "phases-validatingwebhookconfiguration-validation.webhook.serving.knative.dev";
const admitted = [
  "phases-certificate-knative-serving-routing-serving-certs",
  "phases-image-knative-serving-queue-proxy",
];

test("a release comes up phase by phase, and is ready when the webhook has admitted its objects", async () => {
  const ready = await install("phases");
  const after = (name: string) => registrations.get(name).dependsOn;
  expect(after(definitions[0]!)).toEqual([]);
  expect(after(definitions[1]!)).toEqual([definitions[0]]);
  expect(after(foundation[0]!)).toEqual([definitions[1]]);
  expect(after(foundation[1]!)).toEqual([foundation[0]]);
  expect(after(program)).toEqual([foundation[1]]);
  expect(after(webhook)).toEqual([program]);
  for (const name of admitted) expect(after(name)).toEqual([webhook]);
  const urns = await Promise.all(ready.map(({ urn }) => valueOf(urn)));
  expect(urns.map((urn) => urn.split("::").at(-1)).sort()).toEqual([
    ...admitted,
    "phases-kourier-deployment-kourier-system-3scale-kourier-gateway",
  ]);
});

test("everything has the component as parent", async () => {
  await install("family");
  const children = registrations.names().map((name) => name.split(" ")[1]!);
  const others = children.filter((name) => registrations.get(name).parent !== "family");
  // Eight objects of Knative, five of Kourier.
  expect(children).toHaveLength(1 + 8 + 5);
  expect(others).toEqual(["family"]);
});

test("only what the webhook admits is tried again, and only what it writes itself is left to it", async () => {
  await install("options");
  const names = registrations.names().map((name) => name.split(" ")[1]!);
  const where = (test: (one: ReturnType<Registrations["get"]>) => boolean) =>
    names.filter((name) => test(registrations.get(name)));
  expect(where(({ onError }) => onError.includes("options-until-admitted"))).toEqual([
    "options-image-knative-serving-queue-proxy",
    "options-certificate-knative-serving-routing-serving-certs",
  ]);
  expect(where(({ ignoreChanges }) => ignoreChanges.length > 0)).toEqual([
    "options-validatingwebhookconfiguration-validation.webhook.serving.knative.dev",
  ]);
});

test("the release gets the stack's settings", async () => {
  await install("settled", { autoscaler: { stableWindow: "6 seconds" } });
  const inputs = (name: string) => registrations.get(`settled-${name}`).inputs;
  expect(inputs("configmap-knative-serving-config-autoscaler").data).toEqual({ "stable-window": "6s" });
  expect(inputs("configmap-knative-serving-config-network").data).toEqual({
    "ingress-class": "kourier.ingress.networking.knative.dev",
    "default-external-scheme": "https",
  });
  expect(inputs("deployment-knative-serving-activator").spec).toMatchObject({ replicas: 1 });
  expect(inputs("namespace-knative-serving").metadata).toMatchObject({
    labels: { "pod-security.kubernetes.io/enforce": "restricted" },
  });
  expect(registrations.names().filter((name) => /Autoscaler|Budget/.test(name))).toEqual([]);
});

test("several replicas bring autoscalers and budgets", async () => {
  await install("several", { replicas: 2 });
  expect(registrations.names().filter((name) => /Autoscaler|Budget/.test(name))).toEqual([
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler several-horizontalpodautoscaler-knative-serving-activator",
    "kubernetes:policy/v1:PodDisruptionBudget several-kourier-poddisruptionbudget-kourier-system-3scale-kourier-gateway",
    "kubernetes:policy/v1:PodDisruptionBudget several-poddisruptionbudget-knative-serving-activator-pdb",
  ]);
});

test("Kourier comes up in its own namespace, after Knative's definitions, on a node port when asked", async () => {
  await install("edge", { nodePort: 30080 });
  const one = (name: string) => registrations.get(`edge-kourier-${name}`);
  const namespace = "edge-kourier-namespace-kourier-system";
  expect(one("namespace-kourier-system").dependsOn).toEqual(["edge-namespace-knative-serving"]);
  expect(one("service-kourier-system-kourier").dependsOn).toEqual([namespace]);
  const last = "service-kourier-system-kourier-internal";
  expect(one(last).dependsOn).toEqual([
    "edge-kourier-configmap-knative-serving-config-kourier",
    "edge-kourier-service-kourier-system-kourier",
  ]);
  expect(one("deployment-kourier-system-3scale-kourier-gateway").dependsOn).toEqual([`edge-kourier-${last}`]);
  expect(one("service-kourier-system-kourier").inputs.spec).toEqual({
    type: "NodePort",
    ports: [
      { name: "http2", port: 80, nodePort: 30080 },
      { name: "https", port: 443 },
    ],
  });
  expect(one("service-kourier-system-kourier-internal").inputs.spec).toMatchObject({ type: "ClusterIP" });
});

test("callers are Knative's pods and those of the ingress", () => {
  const { callers } = new KnativeServing("calls", { cluster, ingress: "traefik", manifests: { directory } });
  expect(callers).toEqual([
    { namespace: "knative-serving", ports: [8012, 8013, 9090, 9091] },
    { namespace: "traefik-system", ports: [8012, 8013] },
  ]);
});

test("every wrong argument is named before anything is made", () => {
  const make = () => new KnativeServing("wrong", { cluster, ingress: "kourier", nodePort: 80, replicas: 0 });
  expect(make).toThrow(
    "Knative Serving wrong:\n" +
      "  - replicas is 0. Allowed: a whole number from 1.\n" +
      "  - nodePort is 80. Allowed: 30000 to 32767.",
  );
  expect(registrations.names().filter((name) => name.startsWith("kubernetes:"))).toEqual([]);
});

test("manifests that cannot be had fail with the file's name, and nothing is made", async () => {
  await expect(install("lost", { manifests: { directory: "/nowhere" } })).rejects.toThrow(
    /\/nowhere\/serving-(crds|core)\.yaml cannot be read/,
  );
  expect(registrations.names().filter((name) => name.startsWith("kubernetes:"))).toEqual([]);
});
