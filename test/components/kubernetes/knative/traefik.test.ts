import * as pulumi from "@pulumi/pulumi";
import { traefik } from "../../../../components/kubernetes/knative/traefik";
import type { KnativeServingArgs } from "../../../../components/kubernetes/knative/serving";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";
import { cluster } from "./fixtures";

let registrations: Registrations;
let parent: pulumi.ComponentResource;

beforeAll(async () => {
  registrations = await recordRegistrations();
  parent = new pulumi.ComponentResource("test:Owner", "owner");
  await valueOf(parent.urn);
});
beforeEach(() => registrations.clear());

async function install(name: string, args: Partial<KnativeServingArgs> = {}): Promise<void> {
  const before = new pulumi.ComponentResource("test:Before", `${name}-before`, {}, { parent });
  const source = { release: "1.22.0" };
  const ready = await traefik.install(name, { cluster, ingress: "traefik", ...args }, source, {
    parent,
    dependsOn: [before],
  });
  await Promise.all(ready.map(({ urn }) => valueOf(urn)));
}

const specOf = (name: string) => registrations.get(name).inputs.spec as Record<string, unknown>;

interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly securityContext: object;
}

interface Pods {
  readonly template: {
    readonly spec: {
      readonly securityContext: object;
      readonly containers: readonly [Container];
      readonly topologySpreadConstraints?: readonly object[];
    };
  };
}

const podOf = (name: string) => (specOf(name) as unknown as Pods).template.spec;

test("it is eight objects of the parent", async () => {
  await install("edge");
  expect(registrations.names()).toEqual([
    "kubernetes:apps/v1:Deployment edge-deployment",
    "kubernetes:core/v1:Namespace edge-namespace",
    "kubernetes:core/v1:Service edge-private",
    "kubernetes:core/v1:Service edge-public",
    "kubernetes:core/v1:ServiceAccount edge-account",
    "kubernetes:networking.k8s.io/v1:IngressClass edge-class",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole edge-role",
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding edge-binding",
    "test:Before edge-before",
  ]);
  expect(registrations.get("edge-deployment").parent).toBe("owner");
  expect(registrations.get("edge-deployment").dependsOn).toEqual(
    expect.arrayContaining(["edge-account", "edge-binding", "edge-namespace", "edge-role"]),
  );
  expect(registrations.get("edge-public").dependsOn).toContain("edge-namespace");
});

test("its rights are to read routes and what they point to, without wildcards", async () => {
  await install("rights");
  expect(registrations.get("rights-role").inputs.rules).toEqual([
    { apiGroups: [""], resources: ["services", "secrets"], verbs: ["get", "list", "watch"] },
    {
      apiGroups: ["networking.internal.knative.dev"],
      resources: ["ingresses"],
      verbs: ["get", "list", "watch"],
    },
    { apiGroups: ["networking.internal.knative.dev"], resources: ["ingresses/status"], verbs: ["update"] },
    {
      apiGroups: ["networking.k8s.io"],
      resources: ["ingresses", "ingressclasses"],
      verbs: ["get", "list", "watch"],
    },
    { apiGroups: ["networking.k8s.io"], resources: ["ingresses/status"], verbs: ["update"] },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
    { apiGroups: [""], resources: ["nodes"], verbs: ["get", "list", "watch"] },
  ]);
});

test("the public Service has the public port, on a load balancer or on a node port", async () => {
  await install("balanced");
  await install("local", { nodePort: 30080 });
  const http = { name: "http", port: 443, targetPort: "web" };
  expect(specOf("balanced-public")).toMatchObject({ type: "LoadBalancer", ports: [http] });
  expect(specOf("local-public")).toMatchObject({ type: "NodePort", ports: [{ ...http, nodePort: 30080 }] });
  expect(specOf("local-private")).toMatchObject({
    type: "ClusterIP",
    ports: [{ name: "http", port: 80, targetPort: "internal" }],
  });
});

test("Services select the pods, and reach entry points that the program is told of", async () => {
  await install("wired");
  const [container] = podOf("wired-deployment").containers;
  const portOf = (name: string) => container.ports.find((port) => port.name === name)?.containerPort;
  expect(specOf("wired-public").selector).toEqual({ app: "traefik" });
  expect(specOf("wired-deployment").template).toMatchObject({ metadata: { labels: { app: "traefik" } } });
  expect(container.args).toEqual(
    expect.arrayContaining([
      "--experimental.knative=true",
      "--providers.knative=true",
      "--providers.knative.publicentrypoints=web",
      "--providers.knative.privateentrypoints=internal",
      "--providers.knative.publicservice.name=traefik",
      "--providers.knative.publicservice.namespace=traefik-system",
      "--providers.knative.privateservice.name=traefik-internal",
      "--providers.knative.privateservice.namespace=traefik-system",
      "--providers.kubernetesingress=true",
      "--providers.kubernetesingress.ingressclass=traefik",
      "--providers.kubernetesingress.allowemptyservices=true",
      `--entrypoints.web.address=:${portOf("web")}`,
      `--entrypoints.internal.address=:${portOf("internal")}`,
      `--entrypoints.ping.address=:${portOf("ping")}`,
    ]),
  );
  expect(new Set(container.ports.map((port) => port.containerPort)).size).toBe(3);
});

test("its pods are restricted, as its namespace demands", async () => {
  await install("safe");
  expect(registrations.get("safe-namespace").inputs.metadata).toMatchObject({
    labels: { "pod-security.kubernetes.io/enforce": "restricted" },
  });
  const { securityContext, containers } = podOf("safe-deployment");
  expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
  expect(containers[0].securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
});

test("image and number of pods are what is asked for", async () => {
  await install("plain");
  await install("own", { ingressImage: "dev.local/traefik:v3", replicas: 2 });
  expect(podOf("plain-deployment").containers[0].image).toMatch(
    /^docker\.io\/library\/traefik:v3\.\d+\.\d+$/,
  );
  expect(specOf("plain-deployment").replicas).toBe(1);
  expect(podOf("own-deployment").containers[0].image).toBe("dev.local/traefik:v3");
  expect(specOf("own-deployment").replicas).toBe(2);
});

test("of several pods one at a time may go, and they are spread; one alone has neither", async () => {
  await install("single");
  await install("several", { replicas: 2 });
  const budgets = () => registrations.names().filter((name) => name.includes("PodDisruptionBudget"));
  expect(budgets()).toEqual(["kubernetes:policy/v1:PodDisruptionBudget several-budget"]);
  const { inputs, dependsOn } = registrations.get("several-budget");
  expect(inputs).toMatchObject({
    metadata: { name: "traefik", namespace: "traefik-system" },
    spec: { maxUnavailable: 1, selector: { matchLabels: { app: "traefik" } } },
  });
  expect(dependsOn).toContain("several-namespace");
  expect(registrations.get("several-deployment").dependsOn).toContain("several-budget");
  expect(podOf("single-deployment").topologySpreadConstraints).toBeUndefined();
  expect(podOf("several-deployment").topologySpreadConstraints).toContainEqual({
    topologyKey: "topology.kubernetes.io/zone",
    maxSkew: 1,
    whenUnsatisfiable: "ScheduleAnyway",
    labelSelector: { matchLabels: { app: "traefik" } },
  });
});
