import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { authorizeUrl, claimsOf, proof, tokensOf } from "../../../support/oauth";
import { Visitor } from "../../../support/sign-in";
import type { Person, World } from "./world";

/** What users, and those who are none, can change or make the server do. */
export function accounts(world: () => World): void {
  const place = () => `${world().issuer}/account/`;

  /** Calls the account page's own interface. */
  async function account(token: string, method: string, body?: object): Promise<number> {
    const headers = {
      authorization: `Bearer ${token}`,
      accept: "application/json",
      "content-type": "application/json",
    };
    const response = await fetch(place(), { method, headers, body: body && JSON.stringify(body) });
    await response.arrayBuffer();
    return response.status;
  }

  /** The token of a user at the account page. */
  const own = async (person: Person): Promise<string> =>
    (await tokensOf({ issuer: world().issuer, clientId: "account-console", redirectUri: place() }, person))
      .access_token;

  const kept = ({ id }: Person) => world().admin<Record<string, unknown>>("GET", `/users/${id}`);

  test("a user changes the name, and nothing that the realm does not know of or keeps to itself", async () => {
    const person = await world().person();
    const token = await own(person);
    const { username } = person;
    const profile = { username, email: `${username}@shop.test`, firstName: "Rose", lastName: "Thorn" };
    const attributes = { LDAP_ID: ["x"], createTimestamp: ["1"], userCertificate: ["y"], florist: ["true"] };
    expect(await account(token, "POST", { ...profile, attributes })).toBe(204);
    // Whether what no user decides is refused or left aside, it stays.
    const decided = [
      { enabled: false },
      { emailVerified: false },
      { groups: ["staff"] },
      { realmRoles: ["florist"] },
    ];
    for (const more of decided) await account(token, "POST", { ...profile, ...more });
    const now = await kept(person);
    expect(now).toMatchObject({
      firstName: "Rose",
      lastName: "Thorn",
      username,
      enabled: true,
      emailVerified: true,
    });
    expect(now.attributes).toBeUndefined();
    const { access_token: after } = await tokensOf(world().application(), person);
    expect(claimsOf(after).realm_access).toEqual({ roles: ["driver"] });
  });

  test.each([
    ["another name to sign in with", { username: "boss" }],
    ["a name that is too long", { firstName: "x".repeat(256) }],
    ["a name that is a page", { firstName: "<script>alert(1)</script>" }],
    ["an address that is none", { email: "rose" }],
  ])("%s is refused", async (_, change) => {
    const person = await world().person();
    const token = await own(person);
    const before = await kept(person);
    const { username } = person;
    const profile = { username, email: `${username}@shop.test`, firstName: "Some", lastName: "Person" };
    expect(await account(token, "POST", { ...profile, ...change })).toBe(400);
    expect(await kept(person)).toEqual(before);
  });

  test("an application's token opens nothing of the account, and nothing of the administration", async () => {
    const { access_token: token } = await tokensOf(world().application(), await world().person("staff"));
    expect(await account(token, "GET")).toBe(401);
    const headers = { authorization: `Bearer ${token}` };
    for (const path of ["", "/users", "/clients"]) {
      const { status } = await fetch(`${world().server.url}/admin/realms/shop${path}`, { headers });
      expect([401, 403]).toContain(status);
    }
  });

  test("nobody makes an account, asks for another password, or makes an application known", async () => {
    const visitor = new Visitor();
    const registration = authorizeUrl(world().application(), proof().challenge).replace(
      "/auth?",
      "/registrations?",
    );
    expect(await visitor.ask(registration)).toMatchObject({ status: 400, location: undefined });
    const forgotten = `${world().issuer}/login-actions/reset-credentials?client_id=page`;
    expect(await visitor.ask(forgotten)).toMatchObject({ status: 400, location: undefined });
    const clients = {
      "openid-connect": { redirect_uris: ["https://evil.test/"] },
      default: { clientId: "evil", redirectUris: ["https://evil.test/"] },
    };
    for (const [kind, client] of Object.entries(clients)) {
      const { status } = await fetch(`${world().issuer}/clients-registrations/${kind}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(client),
      });
      expect([kind, status]).toEqual([kind, 403]);
    }
    const known = await world().admin<{ clientId: string }[]>("GET", "/clients");
    expect(known.map(({ clientId }) => clientId).toSorted()).toEqual([
      ...["account", "account-console", "admin-cli", "broker", "other", "page", "realm-management"],
      ...["security-admin-console", "service", "terminal"],
    ]);
  });

  test("the server calls no address that somebody tells it", async () => {
    let calls = 0;
    const listener = http.createServer((_, response) => {
      calls += 1;
      response.end("{}");
    });
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`;
    const question = authorizeUrl(world().application(), proof().challenge, { request_uri: address });
    const answer = await new Visitor().ask(question);
    await fetch(`${world().issuer}/clients-registrations/openid-connect`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ redirect_uris: [address], jwks_uri: address, sector_identifier_uri: address }),
    });
    listener.closeAllConnections();
    await new Promise((resolve) => listener.close(resolve));
    expect(answer).toMatchObject({ status: 400, location: undefined });
    expect(calls).toBe(0);
  });
}
