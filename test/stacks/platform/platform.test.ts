import type * as pulumi from "@pulumi/pulumi";
import type { CakeConfig } from "../../../stacks/config";
import { valueOf } from "../../support/outputs";
import { built, directory, forget, local, mockDeployments, recordStacks, registrations } from "./fixtures";

recordStacks();

test("a stack is a provider, Knative, a database, a namespace and a function in it", async () => {
  const { on, name, spec } = await built(local, { manifests: { directory } });
  expect(mockDeployments).toHaveLength(1);
  const outer = registrations.names().filter((one) => /^(cakestack|pulumi:providers):/.test(one));
  expect(outer).toEqual([
    "cakestack:cockroach:ApplicationDatabase hello",
    "cakestack:cockroach:PostgresDatabase database",
    "cakestack:kubernetes:Guardrails guardrails",
    "cakestack:kubernetes:KnativeServing knative",
    "cakestack:kubernetes:Namespace database",
    "cakestack:kubernetes:Namespace functions",
    "pulumi:providers:kubernetes cluster",
  ]);
  expect(await valueOf(on.namespace)).toBe("functions");
  expect(on.kind).toBe("knative");
  expect(on.reach).toEqual({ cluster: true, internet: false });
  expect({ name, spec }).toEqual({
    name: "hello",
    spec: {
      code: { source: "examples/hello" },
      needs: { database: expect.objectContaining({ pods: 10, poolSize: 4 }) as unknown },
    },
  });
});

test("the cluster holds everyone to the rules of the environment, and to none where that is off", async () => {
  const bindings = async (config: CakeConfig) => {
    forget();
    await built(config, { manifests: { directory } });
    return registrations.names().filter((one) => one.includes("ValidatingAdmissionPolicyBinding "));
  };
  expect(await bindings(local)).toHaveLength(10);
  const exempt = { values: expect.arrayContaining(["knative-serving"]) as unknown };
  expect(registrations.get("guardrails-pod-volumes-binding").inputs.spec).toMatchObject({
    validationActions: ["Deny"],
    matchResources: { namespaceSelector: { matchExpressions: [exempt] } },
  });
  expect(await bindings({ ...local, guardrails: { cluster: "off" } })).toEqual([]);
  expect(registrations.names()).not.toContain("cakestack:kubernetes:Guardrails guardrails");
});

test("an existing database that was looked at gets Jobs of applications only; a private one is looked at by one, too", async () => {
  const existing = {
    kind: "existing",
    url: "postgresql://admin:s3cret@db.example.com:6543/postgres",
    server: { engine: "postgres", connections: 9, ca: undefined },
  } as const;
  const jobs = async (checked: "here" | "in the cluster") => {
    forget();
    const { spec } = await built(local, { manifests: { directory } }, { database: { ...existing, checked } });
    await valueOf(spec.needs!.database!.secret!);
    const egress = registrations.get("database-allow-egress").inputs.spec;
    expect(JSON.stringify(egress)).toContain('"port":6543');
    return registrations.names().filter((one) => one.startsWith("kubernetes:batch/v1:Job "));
  };
  const ofApplications = ["kubernetes:batch/v1:Job hello-migrate", "kubernetes:batch/v1:Job hello-setup"];
  expect(await jobs("here")).toEqual(ofApplications);
  expect(await jobs("in the cluster")).toEqual([
    "kubernetes:batch/v1:Job database-preflight",
    ...ofApplications,
  ]);
});

test("a function comes after what Knative's webhook admits and after the ingress", async () => {
  const { opts } = await built(local, { manifests: { directory } });
  const before = (await (opts.dependsOn as Promise<pulumi.Resource[]>)).map(({ urn }) => valueOf(urn));
  const names = (await Promise.all(before)).map((urn) => urn.split("::").at(-1));
  expect(names).toContain("knative-certificate-knative-serving-routing-serving-certs");
  expect(names).toContain("knative-traefik-deployment");
});

test("the environment decides when functions go to zero and what they may use", async () => {
  await built(
    { ...local, environment: "prod", database: { kind: "postgres" } },
    { manifests: { directory } },
  );
  const autoscaler = registrations.get("knative-configmap-knative-serving-config-autoscaler");
  expect(autoscaler.inputs.data).toEqual({
    "stable-window": "60s",
    "scale-to-zero-grace-period": "30s",
    "scale-to-zero-pod-retention-period": "60s",
  });
  expect(registrations.get("functions-quota").inputs.spec).toEqual({
    hard: { "requests.cpu": "32", "requests.memory": "64Gi", pods: "200" },
  });
});

test("configured manifests and ingress win over what the cluster brings along", async () => {
  const functions: CakeConfig["functions"] = {
    kind: "knative",
    ingress: "kourier",
    manifests: { directory },
  };
  await built({ ...local, functions }, { manifests: { directory: "/nowhere" }, nodePort: 30080 });
  const names = registrations.names().join("\n");
  expect(names).toContain("kourier-system");
  expect(names).not.toContain("knative-traefik");
});

test("the parts that the cluster brings along reach the ingress", async () => {
  await built(local, { manifests: { directory }, nodePort: 30080, ingressImage: "dev.local/traefik:1" });
  expect(JSON.stringify(registrations.get("knative-traefik-deployment").inputs)).toContain(
    '"dev.local/traefik:1"',
  );
  expect(registrations.get("knative-traefik-public").inputs.spec).toMatchObject({
    type: "NodePort",
    ports: [expect.objectContaining({ nodePort: 30080 })],
  });
});
