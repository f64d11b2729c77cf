import * as pulumi from "@pulumi/pulumi";
import type { FunctionSpec } from "../../../../components/contracts";
import { KnativeFunction } from "../../../../components/events/function";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";
import { cluster } from "../../kubernetes/knative/fixtures";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations();
});
beforeEach(() => registrations.clear());

const service = "kubernetes:serving.knative.dev/v1:Service";
const image = "registry.example.com/greeter:1";

async function registered(name: string, spec: Partial<FunctionSpec> = {}) {
  const deployed = new KnativeFunction(name, { code: { image }, ...spec, cluster, namespace: "functions" });
  return { url: await valueOf(deployed.url), innerUrl: await valueOf(deployed.innerUrl) };
}

interface Container {
  readonly image: string;
  readonly env?: readonly object[];
  readonly resources: object;
  readonly securityContext: object;
}
interface Revision {
  readonly metadata: { readonly annotations: Readonly<Record<string, string>> };
  readonly spec: { readonly containers: readonly [Container] } & Readonly<Record<string, unknown>>;
}
interface ServiceInputs {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: object };
  readonly spec: { readonly template: Revision };
}

const serviceOf = (name: string) => registrations.get(name, service).inputs as unknown as ServiceInputs;
const revisionOf = (name: string) => serviceOf(name).spec.template;

test("a function is one Knative Service, and nothing else", async () => {
  await registered("greeter");
  expect(registrations.names()).toEqual(["cakestack:events:KnativeFunction greeter", `${service} greeter`]);
  const { metadata } = serviceOf("greeter");
  expect(metadata).toMatchObject({ name: "greeter", namespace: "functions" });
  expect(metadata).not.toHaveProperty("labels");
  expect(registrations.get("greeter", service).parent).toBe("greeter");
});

test("it gets the documented defaults", async () => {
  await registered("plain");
  const { metadata, spec } = revisionOf("plain");
  expect(metadata.annotations).toEqual({
    "autoscaling.knative.dev/min-scale": "0",
    "autoscaling.knative.dev/max-scale": "10",
    "serving.knative.dev/progress-deadline": "90s",
  });
  expect(spec).toMatchObject({ containerConcurrency: 100, timeoutSeconds: 60 });
  const [container] = spec.containers;
  expect(container.image).toBe(image);
  expect(container).not.toHaveProperty("env");
  expect(container.resources).toEqual({
    requests: { cpu: "50m", memory: "256Mi" },
    limits: { memory: "256Mi" },
  });
});

test("its pod is restricted and has no account", async () => {
  await registered("closed");
  const { spec } = revisionOf("closed");
  expect(spec).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
  expect(spec.containers[0].securityContext).toEqual({
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 65532,
    seccompProfile: { type: "RuntimeDefault" },
  });
});

test("what it asks for reaches Knative in Knative's units", async () => {
  await registered("asking", {
    scale: { min: 1, max: 3, concurrency: 7 },
    memory: "1 GB",
    timeout: "2 minutes",
    environment: { GREETING: "Hello" },
  });
  const { metadata, spec } = revisionOf("asking");
  expect(metadata.annotations).toMatchObject({
    "autoscaling.knative.dev/min-scale": "1",
    "autoscaling.knative.dev/max-scale": "3",
  });
  expect(spec).toMatchObject({ containerConcurrency: 7, timeoutSeconds: 120 });
  expect(spec.containers[0]).toMatchObject({
    env: [{ name: "GREETING", value: "Hello" }],
    resources: { limits: { memory: "1Gi" } },
  });
});

test("secrets are in a Secret that the function names, and never in the Service", async () => {
  await registered("secretive", { secrets: { TOKEN: "t0ken" } });
  const secret = registrations.get("secretive-secrets", "kubernetes:core/v1:Secret");
  expect(pulumi.runtime.isRpcSecret(secret.inputs.stringData)).toBe(true);
  expect(pulumi.runtime.unwrapRpcSecret(secret.inputs.stringData)).toEqual({ TOKEN: "t0ken" });
  expect(revisionOf("secretive").spec.containers[0].env).toEqual([
    { name: "TOKEN", valueFrom: { secretKeyRef: { name: "secretive-secrets", key: "TOKEN" } } },
  ]);
  expect(JSON.stringify(serviceOf("secretive"))).not.toContain("t0ken");
  expect(registrations.get("secretive", service).dependsOn).toEqual(["secretive-secrets"]);
});

test.each([
  [4, undefined, "4"],
  [40, undefined, "10"],
  [40, 20, "20"],
])("connections for %d pods and a scale.max of %p make at most %s pods", async (pods, max, most) => {
  const database = { secret: pulumi.output("orders"), version: pulumi.output("1"), poolSize: 1, pods };
  await registered("pooled", { needs: { database }, scale: { max } });
  expect(revisionOf("pooled").metadata.annotations["autoscaling.knative.dev/max-scale"]).toBe(most);
});

test.each([
  ["public", "https://open.functions.apps.example.com", undefined],
  ["cluster", undefined, { "networking.knative.dev/visibility": "cluster-local" }],
] as const)("a function that is visible to the %s", async (visibility, url, labels) => {
  const addresses = await registered("open", { visibility });
  expect(addresses).toEqual({ url, innerUrl: "http://open.functions.svc.cluster.local" });
  expect(serviceOf("open").metadata.labels).toEqual(labels);
});

test.each([
  ["http", 8080, "http://ported.functions.apps.example.com:8080"],
  ["http", 80, "http://ported.functions.apps.example.com"],
  ["https", 80, "https://ported.functions.apps.example.com:80"],
] as const)(
  "its address names a port only where it is not the usual one: %s %i",
  async (scheme, port, url) => {
    const ingress = { ...cluster.ingress, scheme, port };
    const args = { code: { image }, cluster: { ...cluster, ingress }, namespace: "functions" };
    expect(await valueOf(new KnativeFunction("ported", args).url)).toBe(url);
  },
);

test("a wrong function is refused with all that is wrong, before anything of it is registered", () => {
  expect(() => new KnativeFunction("Wrong", { code: {} as never, cluster, namespace: "functions" })).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/the name is "Wrong"[\s\S]*neither of source and image/) as string,
    }) as Error,
  );
  expect(registrations.names()).toEqual([]);
});
