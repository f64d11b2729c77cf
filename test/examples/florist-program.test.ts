import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { DeployedFunction, FunctionSpec, KnativePlatform } from "../../components/contracts";
import program from "../../examples/florist";
import { release } from "../components/kubernetes/knative/fixtures";
import { valueOf } from "../support/outputs";
import { recordRegistrations, registered, stopRecording, type Registrations } from "../support/registrations";

/** What is deployed, by name: bundling and publishing have tests of their own. */
const mockSpecs: Record<string, FunctionSpec> = {};
jest.mock("../../components/events/platform", () => ({
  deploy: (platform: KnativePlatform, name: string, spec: FunctionSpec) => {
    mockSpecs[name] = spec;
    const { interpolate } = jest.requireActual<typeof pulumi>("@pulumi/pulumi");
    const url = interpolate`https://${name}.${platform.namespace}.apps.example.com`;
    return { url, innerUrl: url } satisfies DeployedFunction;
  },
}));

const issuer = "https://id.example.com/";

/** The internet: a release of Knative, and an OpenID provider. */
const internet: Readonly<Record<string, string>> = {
  ...release,
  "openid-configuration": JSON.stringify({
    issuer,
    authorization_endpoint: `${issuer}authorize`,
    token_endpoint: `${issuer}token`,
    jwks_uri: `${issuer}keys`,
    response_types_supported: ["code"],
    id_token_signing_alg_values_supported: ["RS256"],
  }),
  keys: JSON.stringify({ keys: [{}] }),
};

const config = {
  kubeconfig: "a kubeconfig",
  domain: "apps.example.com",
  registry: "registry.example.com/florist",
  issuer,
  clientId: "shop-page",
};

let registrations: Registrations;

beforeAll(async () => {
  registrations = await recordRegistrations((type, name) =>
    type === "random:index/randomPassword:RandomPassword" ? { result: `password of ${name}` } : {},
  );
  jest.spyOn(globalThis, "fetch").mockImplementation((url) => {
    const content = internet[path.basename(url as string)];
    return Promise.resolve(new Response(content, { status: content === undefined ? 404 : 200 }));
  });
  for (const [key, value] of Object.entries(config)) pulumi.runtime.setConfig(`cakestack:${key}`, value);
});
afterAll(async () => {
  jest.restoreAllMocks();
  await stopRecording();
});
beforeEach(() => {
  registrations.clear();
});

/** Runs the program to its end. */
async function run(): Promise<string | undefined> {
  const { orders } = await program();
  await registered();
  return valueOf(orders);
}

test("it is the four layers on a cluster, a database each for orders and permissions, and a bus", async () => {
  expect(await run()).toBe("https://orders.florist.apps.example.com");
  const outer = registrations.names().filter((one) => /^(cakestack|pulumi:providers):/.test(one));
  expect(outer).toEqual([
    "cakestack:auth:SpiceDb permissions",
    "cakestack:cockroach:ApplicationDatabase florist",
    "cakestack:cockroach:ApplicationDatabase permissions",
    "cakestack:cockroach:PostgresDatabase database",
    "cakestack:events:EventLedger ledger",
    "cakestack:events:KnativeBus events",
    "cakestack:kubernetes:KnativeEventing eventing",
    "cakestack:kubernetes:KnativeServing knative",
    "cakestack:kubernetes:Namespace database",
    "cakestack:kubernetes:Namespace florist",
    "cakestack:kubernetes:Namespace permissions",
    "pulumi:providers:kubernetes cluster",
  ]);
});

test("its functions share the connections to its database, and each has what it needs", async () => {
  await run();
  const facts = Object.entries(mockSpecs).map(([name, { triggers, publishes, needs, scale }]) => [
    name,
    triggers?.map(({ event, schedule }) => event?.type ?? schedule),
    publishes,
    [needs?.database?.pods === scale?.max, needs?.database?.poolSize],
  ]);
  expect(facts).toEqual([
    ["orders", undefined, ["order.placed"], [true, 2]],
    ["assign", ["order.placed"], ["driver.assigned"], [true, 2]],
    ["notify", ["driver.assigned"], undefined, [true, 2]],
    ["morning", ["0 6 * * *"], undefined, [true, 2]],
    ["ledger", undefined, undefined, [true, 2]],
  ]);
  const { environment, needs } = mockSpecs.orders!;
  expect(environment).toEqual({ CLIENT_ID: "shop-page" });
  expect(needs?.identity).toMatchObject({ audience: "shop-page" });
  expect(await valueOf(needs!.identity!.issuer)).toBe(issuer);
  expect(await valueOf(needs!.identity!.jwksUri)).toBe(`${issuer}keys`);
});

test("its pods reach the database, permissions, who signs users in and the bus, and only Knative reaches them", async () => {
  await run();
  const spec = (name: string) => JSON.stringify(registrations.get(name).inputs.spec);
  const egress = spec("florist-allow-egress");
  for (const one of ["database", "permissions", "knative-eventing"]) {
    expect(egress).toContain(`"kubernetes.io/metadata.name":"${one}"`);
  }
  expect(egress).toContain('"port":443');
  expect(spec("florist-allow-callers")).toContain("kourier-system");
  expect(spec("database-allow-callers")).toContain('"kubernetes.io/metadata.name":"florist"');
});

test("the bus gives what nobody handled to the ledger", async () => {
  await run();
  const { spec } = registrations.get("events", "kubernetes:eventing.knative.dev/v1:Broker").inputs;
  expect(JSON.stringify(spec)).toContain("http://ledger.florist.svc.cluster.local");
});

test("a key that is missing is named", async () => {
  pulumi.runtime.setAllConfig({ "cakestack:kubeconfig": "a kubeconfig" });
  await expect(program()).rejects.toThrow("domain");
});
