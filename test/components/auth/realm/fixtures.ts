import { Keycloak } from "../../../../components/auth/keycloak";
import { Realm, type RealmArgs } from "../../../../components/auth/realm";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";
import { serve, stopServers } from "../../../stacks/cluster/server";
import { fakeStore } from "../fixtures";

export const type = (name: string) => `keycloak:index/${name[0]!.toLowerCase()}${name.slice(1)}:${name}`;
export const realmType = type("Realm");
export const password = "random:index/randomPassword:RandomPassword";

/** Realms of a Keycloak that is there, and what they register. To be called at the top of a test file. */
export function recordedRealms() {
  const all = {} as { registrations: Registrations; keycloak: Keycloak; port: number };
  beforeAll(async () => {
    all.registrations = await recordRegistrations((of, name) =>
      of === password ? { result: `password of ${name}` } : {},
    );
    all.port = Number(new URL(await serve((_, response) => response.end("{}"))).port);
    all.keycloak = new Keycloak("identity", {
      cluster: { ingress: { domain: "example.com", scheme: "http", port: all.port } },
      store: fakeStore(),
      realms: ["shop"],
      ingress: { className: "traefik", namespace: "traefik-system" },
      adminHost: "127.0.0.1",
    });
    await valueOf(all.keycloak.admin.url);
  });
  beforeEach(() => all.registrations.clear());
  afterAll(stopServers);

  return {
    all,
    /** Makes a realm, and waits until all of it is registered. */
    registered: async (name: string, args: Partial<RealmArgs> = {}): Promise<Realm> => {
      const realm = new Realm(name, { keycloak: all.keycloak, ...args });
      await valueOf(realm.identity.issuer);
      return realm;
    },
    inputsOf: (name: string, of: string) => all.registrations.get(name, of).inputs,
  };
}
