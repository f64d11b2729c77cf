import * as fs from "node:fs/promises";
import type * as pulumi from "@pulumi/pulumi";
import type { DeployedFunction, FunctionSpec, KnativePlatform } from "../../../components/contracts";
import type { CakeConfig } from "../../../stacks/config";
import { platform, type Brought, type Chosen } from "../../../stacks/platform";
import { withPresets } from "../../../stacks/presets";
import { cluster, releaseFolder } from "../../components/kubernetes/knative/fixtures";
import { valueOf } from "../../support/outputs";
import { recordRegistrations, stopRecording, type Registrations } from "../../support/registrations";

interface Deployment {
  readonly on: KnativePlatform;
  readonly name: string;
  readonly spec: FunctionSpec;
  readonly opts: pulumi.ComponentResourceOptions;
}
/** What is deployed, in its order. */
export const mockDeployments: Deployment[] = [];

// Bundling and publishing have tests of their own; here counts what is asked for.
jest.mock("../../../components/events/platform", () => ({
  deploy: (
    ...[on, name, spec, opts]: [KnativePlatform, string, FunctionSpec, pulumi.ComponentResourceOptions]
  ) => {
    mockDeployments.push({ on, name, spec, opts });
    const address = jest.requireActual<typeof pulumi>("@pulumi/pulumi").output(`https://${name}`);
    return { url: address, innerUrl: address } satisfies DeployedFunction;
  },
}));

// Nobody is there to log in to.
jest.mock("../../../components/auth/keycloak/login", () => ({
  untilLogin: ({ url }: { url: string }) => Promise.resolve(url),
}));

/** What is made. */
export let registrations: Registrations;
/** Manifests of Knative that a stack brings along. */
export let directory: string;

/** Records what every test of a file makes, and nothing of the one before. */
export function recordStacks(): void {
  beforeAll(async () => {
    // What only a provider makes up.
    registrations = await recordRegistrations((type, name) =>
      type === "random:index/randomPassword:RandomPassword" ? { result: `password of ${name}` } : {},
    );
    directory = await releaseFolder();
  });
  beforeEach(forget);
  afterAll(async () => {
    await fs.rm(directory, { recursive: true });
    await stopRecording();
  });
}

/** Forgets what was made: another stack is made in the same test. */
export function forget(): void {
  registrations.clear();
  mockDeployments.length = 0;
}

export const local: CakeConfig = { environment: "dev", cluster: { kind: "local" } };

/** Waits until the first function could be created: everything before it is registered by then. */
export async function built(
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

/** A stack that users sign in to, where somebody is asked what they may do. */
export const signingIn: CakeConfig = {
  ...local,
  identity: { kind: "keycloak" },
  authorization: { kind: "spicedb" },
};
export const chosenKeycloak: Chosen = {
  database: { kind: "postgres", memory: "1 GB" },
  identity: {
    kind: "keycloak",
    replicas: 1,
    users: true,
    ingress: { className: "traefik", namespace: "traefik-system" },
  },
};
