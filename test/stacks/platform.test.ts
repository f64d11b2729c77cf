import * as fs from "node:fs/promises";
import * as pulumi from "@pulumi/pulumi";
import type { DeployedFunction, KnativePlatform, FunctionSpec } from "../../components/contracts";
import type { CakeConfig } from "../../stacks/config";
import { outputsOf } from "../../stacks/outputs";
import { platform, type Brought, type Chosen } from "../../stacks/platform";
import { withPresets } from "../../stacks/presets";
import { cluster, releaseFolder } from "../components/kubernetes/knative/fixtures";
import { valueOf } from "../support/outputs";
import { recordRegistrations, registered, stopRecording, type Registrations } from "../support/registrations";

interface Deployment {
  readonly on: KnativePlatform;
  readonly name: string;
  readonly spec: FunctionSpec;
  readonly opts: pulumi.ComponentResourceOptions;
}
const mockDeployments: Deployment[] = [];

// Bundling and publishing have tests of their own; here counts what is asked for.
jest.mock("../../components/events/platform", () => ({
  deploy: (
    ...[on, name, spec, opts]: [KnativePlatform, string, FunctionSpec, pulumi.ComponentResourceOptions]
  ) => {
    mockDeployments.push({ on, name, spec, opts });
    const address = jest.requireActual<typeof pulumi>("@pulumi/pulumi").output(`https://${name}`);
    return { url: address, innerUrl: address } satisfies DeployedFunction;
  },
}));

// Nobody is there to log in to.
jest.mock("../../components/auth/keycloak/login", () => ({
  untilLogin: ({ url }: { url: string }) => Promise.resolve(url),
}));

let registrations: Registrations;
let directory: string;

beforeAll(async () => {
  // What only a provider makes up.
  registrations = await recordRegistrations((type, name) =>
    type === "random:index/randomPassword:RandomPassword" ? { result: `password of ${name}` } : {},
  );
  directory = await releaseFolder();
});
beforeEach(() => {
  registrations.clear();
  mockDeployments.length = 0;
});
afterAll(async () => {
  await fs.rm(directory, { recursive: true });
  await stopRecording();
});

const local: CakeConfig = { environment: "dev", cluster: { kind: "local" } };

/** Waits until the first function could be created: everything before it is registered by then. */
async function built(
  config: CakeConfig,
  knative: Brought["knative"],
  chosen: Chosen = { database: { kind: "postgres" } },
  eventing?: Brought["eventing"],
): Promise<Deployment> {
  const { bus } = await platform(withPresets(config), cluster, chosen, { knative, eventing });
  if (bus) await valueOf(bus.url);
  const [deployment] = mockDeployments as [Deployment];
  await valueOf(deployment.on.namespace);
  const before = (await (deployment.opts.dependsOn as Promise<pulumi.Resource[]>)) ?? [];
  await Promise.all(before.map(({ urn }) => valueOf(urn)));
  return deployment;
}

test("a stack is a provider, Knative, a database, a namespace and a function in it", async () => {
  const { on, name, spec } = await built(local, { manifests: { directory } });
  expect(mockDeployments).toHaveLength(1);
  const outer = registrations.names().filter((one) => /^(cakestack|pulumi:providers):/.test(one));
  expect(outer).toEqual([
    "cakestack:cockroach:ApplicationDatabase hello",
    "cakestack:cockroach:PostgresDatabase database",
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

test("an existing database that was looked at gets Jobs of applications only; a private one is looked at by one, too", async () => {
  const existing = {
    kind: "existing",
    url: "postgresql://admin:s3cret@db.example.com:6543/postgres",
    server: { engine: "postgres", connections: 9, ca: undefined },
  } as const;
  const jobs = async (checked: "here" | "in the cluster") => {
    registrations.clear();
    mockDeployments.length = 0;
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

const signingIn: CakeConfig = {
  ...local,
  identity: { kind: "keycloak" },
  authorization: { kind: "spicedb" },
};
const chosenKeycloak: Chosen = {
  database: { kind: "postgres", memory: "1 GB" },
  identity: {
    kind: "keycloak",
    replicas: 1,
    users: true,
    ingress: { className: "traefik", namespace: "traefik-system" },
  },
};

test("users and permissions are a layer each, on the database of the stack", async () => {
  const { spec } = await built(signingIn, { manifests: { directory } }, chosenKeycloak);
  const outer = registrations.names().filter((one) => /^cakestack:(auth|cockroach):/.test(one));
  expect(outer).toEqual(
    expect.arrayContaining([
      "cakestack:auth:Keycloak identity",
      "cakestack:auth:Realm florist",
      "cakestack:auth:SpiceDb permissions",
      "cakestack:cockroach:ApplicationDatabase hello",
      "cakestack:cockroach:ApplicationDatabase identity",
      "cakestack:cockroach:ApplicationDatabase permissions",
    ]),
  );
  // 88 connections of the server, 10 for Keycloak, and 6 for each of two pods of SpiceDB.
  expect(spec.needs?.database).toMatchObject({ pods: 10, poolSize: 6 });
});

test("a stack with users, permissions and events has the florist, and one without any of them has not", async () => {
  const whole: CakeConfig = { ...signingIn, events: { kind: "knative" } };
  const names = async ({ identity, authorization, events }: CakeConfig) => {
    registrations.clear();
    mockDeployments.length = 0;
    const config = { ...local, identity, authorization, events };
    await built(config, { manifests: { directory } }, identity ? chosenKeycloak : undefined, {
      manifests: { directory },
    });
    return mockDeployments.map(({ name }) => name);
  };
  expect(await names(whole)).toEqual(["hello", "orders", "assign", "notify", "morning", "ledger"]);
  expect(await names({ ...whole, identity: undefined })).toEqual(["hello"]);
  expect(await names({ ...whole, authorization: undefined })).toEqual(["hello"]);
  expect(await names({ ...whole, events: undefined })).toEqual(["hello"]);
});

test("a CockroachDB tells a function of written events where that is asked for, and nowhere else", async () => {
  const chosen: Chosen = {
    ...chosenKeycloak,
    database: {
      kind: "existing",
      url: "postgresql://admin:s3cret@db.example.com:26257/defaultdb",
      server: { engine: "cockroach", connections: 100, ca: undefined },
      checked: "here",
    },
  };
  const made = async (changefeed: "on" | "off" | undefined) => {
    registrations.clear();
    mockDeployments.length = 0;
    const config: CakeConfig = { ...signingIn, events: { kind: "knative", changefeed } };
    await built(config, { manifests: { directory } }, chosen, { manifests: { directory } });
    await registered();
    return [
      mockDeployments.map(({ name }) => name).filter((name) => name.startsWith("ledger")),
      registrations.names().filter((name) => name.endsWith("florist-changefeed")),
    ];
  };
  expect(await made("on")).toEqual([
    ["ledger", "ledger-changes"],
    ["kubernetes:batch/v1:Job florist-changefeed", "kubernetes:core/v1:ConfigMap florist-changefeed"],
  ]);
  for (const changefeed of ["off", undefined] as const) {
    expect(await made(changefeed)).toEqual([["ledger"], []]);
  }
});

test("the server lets in who uses it, and nobody else", async () => {
  const callers = async (config: CakeConfig, chosen?: Chosen) => {
    registrations.clear();
    mockDeployments.length = 0;
    await built(config, { manifests: { directory } }, chosen);
    const rules = JSON.stringify(registrations.get("database-allow-callers").inputs.spec);
    return [...rules.matchAll(/"kubernetes\.io\/metadata\.name":"([a-z-]+)"/g)].map(([, name]) => name);
  };
  expect(await callers(local)).toEqual(["database", "functions"]);
  expect(await callers(signingIn, chosenKeycloak)).toEqual([
    "database",
    "functions",
    "identity",
    "permissions",
  ]);
});

const withEvents: CakeConfig = { ...local, events: { kind: "knative" } };
const ofEvents = () =>
  registrations.names().filter((one) => /:(KnativeEventing|KnativeBus|.*\/.*:Broker) /.test(one));

test("a stack with events has Knative Eventing, and a bus in the namespace of its functions, which lets them out to it", async () => {
  await built(withEvents, { manifests: { directory } }, undefined, { manifests: { directory } });
  expect(ofEvents()).toEqual([
    "cakestack:events:KnativeBus events",
    "cakestack:kubernetes:KnativeEventing eventing",
    "kubernetes:eventing.knative.dev/v1:Broker events",
  ]);
  expect(registrations.get("events", "cakestack:events:KnativeBus").dependsOn).toEqual([
    "eventing-eventtype-knative-eventing-dev.knative.sources.ping",
  ]);
  expect(
    registrations.get("events", "kubernetes:eventing.knative.dev/v1:Broker").inputs.metadata,
  ).toMatchObject({
    namespace: "functions",
  });
  expect(JSON.stringify(registrations.get("functions-allow-egress").inputs.spec)).toContain(
    "knative-eventing",
  );
});

test("configured manifests are those of every part of Knative", async () => {
  const functions: CakeConfig["functions"] = { kind: "knative", manifests: { directory } };
  await built({ ...withEvents, functions }, { manifests: { directory: "/nowhere" } }, undefined, {
    manifests: { directory: "/nowhere" },
  });
  expect(ofEvents()).toContain("cakestack:kubernetes:KnativeEventing eventing");
});

test("on Kafka there is nothing to install", async () => {
  const events = { kind: "knative", channel: { kind: "kafka" } } as const;
  await built({ ...local, events }, { manifests: { directory } });
  expect(ofEvents()).toEqual([
    "cakestack:events:KnativeBus events",
    "kubernetes:eventing.knative.dev/v1:Broker events",
  ]);
  const { spec } = registrations.get("events", "kubernetes:eventing.knative.dev/v1:Broker").inputs;
  expect(spec).toMatchObject({ config: { name: "kafka-broker-config", namespace: "knative-eventing" } });
});

test("a stack without events has nothing of them", async () => {
  await built(local, { manifests: { directory } });
  expect(ofEvents()).toEqual([]);
  expect(JSON.stringify(registrations.get("functions-allow-egress").inputs.spec)).not.toContain(
    "knative-eventing",
  );
});

test("another provider is taken as it is: nothing is made for it", async () => {
  const issuer = "https://shop.eu.auth0.com/";
  const config: CakeConfig = { ...local, identity: { kind: "oidc", issuer } };
  const provider = { issuer, jwksUri: `${issuer}.well-known/jwks.json` };
  await built(
    config,
    { manifests: { directory } },
    {
      database: { kind: "postgres" },
      identity: { kind: "oidc", issuer, provider },
    },
  );
  expect(registrations.names().filter((one) => /cakestack:auth|keycloak|identity/.test(one))).toEqual([]);
});

test("the outputs are the addresses of the functions", async () => {
  const hidden = { url: pulumi.output(undefined), innerUrl: pulumi.output("http://b") };
  const shown = { url: pulumi.output("https://a"), innerUrl: pulumi.output("http://a") };
  const { urls } = outputsOf({ functions: { shown, hidden } });
  expect(await valueOf(pulumi.output({ ...urls }))).toEqual({ shown: "https://a", hidden: undefined });
  expect(outputsOf({ functions: {} })).not.toHaveProperty("signIn");
});

test("where users sign in is shown, what they sign in with is secret", async () => {
  const url = pulumi.output("https://a/account/");
  const { signIn, ...rest } = outputsOf({
    functions: {},
    signIn: { url, passwords: { flora: pulumi.output("s3cret") } },
  });
  expect(rest).not.toHaveProperty("keycloak");
  expect(await valueOf(signIn!.url)).toBe("https://a/account/");
  expect(await valueOf(signIn!.passwords)).toEqual({ flora: "s3cret" });
  expect(await pulumi.isSecret(signIn!.url)).toBe(false);
  expect(await pulumi.isSecret(signIn!.passwords)).toBe(true);
});

test("where users are managed is an output, and the secret of who manages them a secret one", async () => {
  const [issuer, url, clientId] = ["https://a", "https://admin", "cakestack"].map((text) =>
    pulumi.output(text),
  );
  const clientSecret = pulumi.output("s3cret");
  const identity = {
    identity: {
      kind: "keycloak",
      issuer: issuer!,
      jwksUri: issuer!,
      realm: pulumi.output("shop"),
      roles: {},
      admin: { url: url!, clientId: clientId!, clientSecret },
    },
    client: () => ({ clientId: clientId! }),
    egress: {},
  } as const;
  const { keycloak } = outputsOf({ functions: {}, identity });
  expect(await valueOf(pulumi.output({ ...keycloak }))).toEqual({
    url: "https://admin",
    realm: "shop",
    clientId: "cakestack",
    clientSecret: "s3cret",
  });
  expect(await pulumi.isSecret(keycloak!.clientSecret)).toBe(true);
  expect(await pulumi.isSecret(keycloak!.url)).toBe(false);
});
