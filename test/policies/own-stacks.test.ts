import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { judge } from "../../policies/harness";
import { levels } from "../../policies/levels";
import { policies, type PolicyName } from "../../policies/policies";
import type { Policy, Resource } from "../../policies/policy";
import type { Properties, Value } from "../../policies/value";
import type { Cluster } from "../../components/contracts";
import type { CakeConfig } from "../../stacks/config";
import { platform, type Chosen } from "../../stacks/platform";
import { withPresets } from "../../stacks/presets";
import { cluster, releaseFolder } from "../components/kubernetes/knative/fixtures";
import {
  recordRegistrations,
  registered,
  stopRecording,
  type Registration,
  type Registrations,
} from "../support/registrations";

const root = path.join(__dirname, "..", "..");

// Bundling and publishing have tests of their own.
jest.mock("../../components/events/function/image", () => ({
  functionImage: () => () => Promise.resolve({ reference: "dev.local/hello:0123456789ab", layers: [] }),
}));
jest.mock("../../components/images/store", () => ({
  publish: (_: unknown, { reference }: { reference: string }) => Promise.resolve(reference),
}));
// Nobody is there to log in to.
jest.mock("../../components/auth/keycloak/login", () => ({
  untilLogin: ({ url }: { url: string }) => Promise.resolve(url),
}));

const all: readonly Policy<PolicyName>[] = policies;
const options = JSON.parse(fs.readFileSync(path.join(root, "policies", "options.json"), "utf8")) as Record<
  string,
  Record<string, unknown>
>;

const configOf = (stack: string): CakeConfig => {
  const { config } = parse(fs.readFileSync(path.join(root, `Pulumi.${stack}.yaml`), "utf8")) as {
    config: object;
  };
  const entries = Object.entries(config).map(([key, value]) => [key.replace("cake:", ""), value as unknown]);
  return Object.fromEntries(entries) as CakeConfig;
};

/** A production with all layers, as a team would have it. */
const whole: CakeConfig = {
  ...configOf("prod"),
  database: { kind: "postgres" },
  identity: {
    kind: "keycloak",
    ingress: { className: "nginx", namespace: "ingress-nginx", tlsSecret: "keycloak-tls" },
  },
  authorization: { kind: "spicedb" },
  events: { kind: "knative", channel: { kind: "kafka" } },
};

const stacks: Readonly<Record<string, CakeConfig>> = {
  ...Object.fromEntries(
    ["core", "dev", "simulated", "lambda", "cloudfunctions", "prod"].map((stack) => [stack, configOf(stack)]),
  ),
  "whole-prod": whole,
};

/** As the local platform says of itself. */
const local: Cluster = { ...cluster, ingress: { domain: "localhost", scheme: "http", port: 8080 } };

let registrations: Registrations;
let directory: string;
beforeAll(async () => {
  registrations = await recordRegistrations(outputsOf);
  directory = await releaseFolder();
});
afterAll(async () => {
  fs.rmSync(directory, { recursive: true });
  await stopRecording();
});

/** What a provider makes up. */
const outputsOf = (type: string, name: string): object => ({
  arn: `arn:aws:service:eu-central-1:000000000000:${name}`,
  ...(type.endsWith(":RandomPassword") && { result: `password of ${name}` }),
  ...(type.endsWith(":FunctionUrl") && { functionUrl: `https://${name}.example.com/` }),
  ...(type.startsWith("gcp:") && { url: `https://${name}.example.com`, email: `${name}@example.com` }),
});

/** Manifests that Knative's project wrote: the engine judges the real ones, in test/e2e. */
const isForeign = ({ parentUrn }: Registration): boolean =>
  /:Knative(Serving|Eventing)$/.test(parentUrn.split("::")[2] ?? "");

/** All that is this project's own of what the stack registers. */
async function resourcesOf(config: CakeConfig): Promise<readonly Resource[]> {
  registrations.clear();
  const settings = withPresets(config);
  const chosen = {
    database: settings.database,
    identity: settings.identity && {
      ingress: { className: "traefik", namespace: "traefik-system" },
      ...settings.identity,
    },
  } as Chosen;
  const manifests = { directory };
  await platform(settings, config.cluster.kind === "local" ? local : cluster, chosen, {
    knative: { manifests },
    eventing: { manifests },
  });
  await registered();
  return registrations
    .list()
    .filter((one) => !isForeign(one))
    .map(resourceOf);
}

const secret = "4dabf18193072939515e22adb298388d";

function plain(value: unknown): Value {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object") return value as Value;
  if (secret in value) return plain((value as { value?: unknown }).value);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]));
}

const resourceOf = ({ type, name, inputs, protect, parentUrn }: Registration): Resource => {
  const parent = parentUrn.split("::")[2];
  const qualified = parent === undefined || parent === "pulumi:pulumi:Stack" ? type : `${parent}$${type}`;
  return {
    type,
    name,
    urn: `urn:pulumi:test::cakestack::${qualified}::${name}`,
    properties: plain(inputs) as Properties,
    protect,
    parent: parentUrn || undefined,
  };
};

/** What the pack would say of a stack, advice included and no waiver in force. */
async function findings(config: CakeConfig): Promise<string[]> {
  const { environment } = config;
  const resources = await resourcesOf(config);
  expect(resources.length).toBeGreaterThan(30);
  const setting = { environment, secretsProvider: "awskms://alias/cake" };
  return all
    .filter(({ name }) => levels[name][environment] !== "disabled")
    .flatMap((policy) => {
      const context = {
        ...setting,
        config: Object.fromEntries(
          Object.entries(config).map(([key, value]) => [`cake:${key}`, value as Value]),
        ),
        options: options[policy.name],
      };
      const found =
        policy.scope === "stack"
          ? judge(policy, resources, context)
          : resources.flatMap((resource) => judge(policy, resource, context));
      return found.map(
        ({ resource, message }) =>
          `${policy.name}: ${resource?.urn.split("::").slice(2).join("::")}: ${message.split("\n")[0]}`,
      );
    });
}

test.each(Object.entries(stacks))(
  "the stack %s breaks no rule, not even one that only advises",
  async (_, config) => {
    expect(await findings(config)).toEqual([]);
  },
);
