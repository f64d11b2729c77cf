import { Keycloak, type KeycloakArgs } from "../../../../components/auth/keycloak";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";
import { serve, stopServers } from "../../../stacks/cluster/server";
import { fakeStore, type PodSpec } from "../fixtures";

export const password = "random:index/randomPassword:RandomPassword";

/** What is made. */
export let registrations: Registrations;
/** Where Keycloaks answer. */
export let port: number;
/** What their service accounts logged in with. */
export const logins: string[] = [];

/** Records what every test of a file makes, and nothing of the one before. */
export function recordKeycloaks(): void {
  beforeAll(async () => {
    registrations = await recordRegistrations((type, name) =>
      type === password ? { result: `password-of-${name}` } : {},
    );
    const url = await serve((request, response) => {
      request.on("data", (chunk) => logins.push(String(chunk)));
      request.on("end", () => response.end("{}"));
    });
    port = Number(new URL(url).port);
  });
  beforeEach(() => {
    registrations.clear();
    logins.length = 0;
  });
  afterAll(stopServers);
}

export function argsOf(args: Partial<KeycloakArgs> = {}): KeycloakArgs {
  return {
    cluster: { ingress: { domain: "shop.example.com", scheme: "http", port } },
    store: fakeStore(),
    realms: ["shop"],
    ingress: { className: "traefik", namespace: "traefik-system" },
    // Where the test's own server answers.
    adminHost: "127.0.0.1",
    ...args,
  };
}

/** One whose service account has logged in. */
export async function registered(name: string, args: Partial<KeycloakArgs> = {}): Promise<Keycloak> {
  const keycloak = new Keycloak(name, argsOf(args));
  await valueOf(keycloak.admin.url);
  return keycloak;
}

interface StatefulSet {
  readonly minReadySeconds?: number;
  readonly podManagementPolicy: string;
  readonly replicas: number;
  readonly serviceName: string;
  readonly template: { readonly metadata: object; readonly spec: PodSpec };
}

export const specOf = <T = Record<string, unknown>>(name: string, type?: string) =>
  registrations.get(name, type).inputs.spec as T;
export const setOf = (name: string) => specOf<StatefulSet>(`${name}-server`);
export const podOf = (name: string) => setOf(name).template.spec;
export const containerOf = (name: string) => podOf(name).containers[0];
