import { withDirectory } from "../../../cli/users/directory";
import { exportUser } from "../../../cli/users/export";
import { FakeKeycloak } from "../../support/fake-keycloak";

let keycloak: FakeKeycloak;
beforeEach(async () => {
  keycloak = await FakeKeycloak.start();
});
afterEach(() => keycloak.stop());

const user = "/shop/users/f";
const range = "first=0&max=50";
const session = { id: "s", ipAddress: "10.0.0.1", start: 1, lastAccess: 2, clients: { c: "page" } };
const byAdmin = { time: 1, operationType: "UPDATE", resourceType: "USER", resourcePath: "users/f" };

function everything(realm: object): void {
  const answers = {
    "GET /shop": realm,
    [`GET ${user}`]: { id: "f", username: "flora", email: "flora@x.test", access: { manage: true } },
    [`GET ${user}/role-mappings`]: {
      realmMappings: [{ name: "florist" }],
      clientMappings: { account: { id: "a", client: "account", mappings: [{ name: "view-profile" }] } },
    },
    [`GET ${user}/role-mappings/realm/composite`]: [{ name: "florist" }, { name: "offline_access" }],
    [`GET ${user}/groups?${range}`]: [{ id: "g", name: "everyone", path: "/everyone" }],
    [`GET ${user}/credentials`]: [
      {
        id: "c",
        type: "password",
        createdDate: 1,
        credentialData: "{}",
        secretData: "the hash",
        value: "the password",
      },
    ],
    [`GET ${user}/sessions`]: [session],
    [`GET ${user}/consents`]: [{ clientId: "partner", grantedClientScopes: ["email"] }],
    [`GET ${user}/federated-identity`]: [{ identityProvider: "google", userName: "flora" }],
    "GET /shop/attack-detection/brute-force/users/f": { numFailures: 1, disabled: false },
    "GET /shop/clients/": [{ id: "one" }, { id: "two" }],
    [`GET ${user}/offline-sessions/one`]: [],
    [`GET ${user}/offline-sessions/two`]: [{ ...session, id: "offline" }],
    [`GET /shop/events?user=f&${range}`]: [{ time: 1, type: "LOGIN", ipAddress: "10.0.0.1" }],
    [`GET /shop/admin-events?resourcePath=users%2Ff*&${range}`]: [
      { ...byAdmin, authDetails: { ipAddress: "10.0.0.9" }, representation: "{}" },
    ],
  };
  for (const [what, body] of Object.entries(answers)) keycloak.answer(what, body);
}

const exported = () =>
  withDirectory(keycloak.access, (directory) => exportUser(directory, { id: "f", username: "flora" }));

test("all that Keycloak keeps of a user, and nothing that the user signs in with", async () => {
  everything({ eventsEnabled: true, adminEventsEnabled: true });
  const all = await exported();
  expect(all).toEqual({
    profile: { id: "f", username: "flora", email: "flora@x.test" },
    roles: { realm: ["florist"], clients: { account: ["view-profile"] } },
    groups: ["/everyone"],
    credentials: [{ id: "c", type: "password", createdDate: 1, credentialData: "{}" }],
    sessions: [session],
    offlineSessions: [{ ...session, id: "offline" }],
    consents: [{ clientId: "partner", grantedClientScopes: ["email"] }],
    federatedIdentities: [{ identityProvider: "google", userName: "flora" }],
    failures: { numFailures: 1, disabled: false },
    events: [{ time: 1, type: "LOGIN", ipAddress: "10.0.0.1" }],
    adminEvents: [byAdmin],
  });
  expect(JSON.stringify(all)).not.toMatch(/the hash|the password/);
  expect(keycloak.told().length).toBe(15);
});

test("events are asked for where the realm keeps them only", async () => {
  everything({ eventsEnabled: false });
  const all = await exported();
  expect([all.events, all.adminEvents]).toEqual([undefined, undefined]);
  expect(keycloak.told().filter(({ what }) => what.includes("events"))).toEqual([]);
});
