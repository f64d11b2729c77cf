import * as pulumi from "@pulumi/pulumi";
import { client, type ClientArgs } from "../../../../components/auth/client";
import type { Identity } from "../../../../components/contracts";
import { secretOf, valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";

const clientType = "keycloak:openid/client:Client";
const password = "random:index/randomPassword:RandomPassword";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations((type, name) => ({
    ...(type === password && { result: `secret of ${name}` }),
    ...(type === clientType && { serviceAccountUserId: `user of ${name}` }),
  }));
});
beforeEach(() => registrations.clear());

const addresses = {
  issuer: pulumi.output("https://id.example.com/realms/shop"),
  jwksUri: pulumi.output("https://id.example.com/realms/shop/keys"),
};

const keycloak: Identity = {
  ...addresses,
  kind: "keycloak",
  realm: pulumi.output("shop"),
  roles: { florist: pulumi.output("florist's id"), driver: pulumi.output("driver's id") },
  admin: {
    url: pulumi.output("https://admin.example.com"),
    clientId: pulumi.output("cakestack"),
    clientSecret: pulumi.secret("a secret"),
  },
};

const oidc: Identity = {
  ...addresses,
  kind: "oidc",
  clients: {
    page: { clientId: pulumi.output("id of page") },
    robot: { clientId: pulumi.output("id of robot"), clientSecret: pulumi.secret("secret of robot") },
  },
};

const browser: ClientArgs = { kind: "browser", redirectUris: ["https://shop.example.com/"] };

async function registered(name: string, args: ClientArgs, opts?: pulumi.ComponentResourceOptions) {
  const made = client(keycloak, name, args, opts);
  return {
    clientId: await valueOf(made.clientId),
    clientSecret: made.clientSecret && (await valueOf(made.clientSecret)),
  };
}

const closed = {
  realmId: "shop",
  enabled: true,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  standardFlowEnabled: false,
  serviceAccountsEnabled: false,
  oauth2DeviceAuthorizationGrantEnabled: false,
  fullScopeAllowed: false,
  consentRequired: false,
};

test("a page has the code flow with PKCE, its addresses to the letter, and no secret", async () => {
  const made = await registered("page", { ...browser, displayName: "The shop" });
  expect(made).toEqual({ clientId: "page", clientSecret: undefined });
  expect(registrations.names()).toEqual(["cakestack:auth:Client page", `${clientType} page`]);
  expect(registrations.get("page", clientType).inputs).toEqual({
    ...closed,
    clientId: "page",
    name: "The shop",
    accessType: "PUBLIC",
    standardFlowEnabled: true,
    pkceCodeChallengeMethod: "S256",
    validRedirectUris: ["https://shop.example.com/"],
    validPostLogoutRedirectUris: ["https://shop.example.com/"],
    webOrigins: ["https://shop.example.com"],
  });
});

test("users may come back to another address when they have signed out", async () => {
  await registered("leaving", { ...browser, postLogoutRedirectUris: ["https://shop.example.com/bye"] });
  expect(registrations.get("leaving", clientType).inputs.validPostLogoutRedirectUris).toEqual([
    "https://shop.example.com/bye",
  ]);
});

test("a service signs in as itself with a random secret, and has its roles", async () => {
  const made = await registered("robot", { kind: "service", roles: ["florist"], rotation: 2 });
  expect(made).toEqual({ clientId: "robot", clientSecret: "secret of robot" });
  expect(registrations.names()).toEqual([
    "cakestack:auth:Client robot",
    "keycloak:index/genericRoleMapper:GenericRoleMapper robot-florist",
    `${clientType} robot`,
    "keycloak:openid/clientServiceAccountRealmRole:ClientServiceAccountRealmRole robot-florist",
    `${password} robot`,
  ]);
  expect(registrations.get("robot", password).inputs).toEqual({
    length: 48,
    special: false,
    keepers: { generation: "2" },
  });
  expect(registrations.get("robot", clientType).inputs).toEqual({
    ...closed,
    clientId: "robot",
    name: "robot",
    accessType: "CONFIDENTIAL",
    serviceAccountsEnabled: true,
    clientSecret: secretOf("secret of robot"),
  });
  expect(
    registrations.get(
      "robot-florist",
      "keycloak:openid/clientServiceAccountRealmRole:ClientServiceAccountRealmRole",
    ).inputs,
  ).toEqual({ realmId: "shop", serviceAccountUserId: "user of robot", role: "florist" });
});

test("a command signs its user in on another device, and has nothing else", async () => {
  await registered("tool", { kind: "device" });
  expect(registrations.get("tool", clientType).inputs).toEqual({
    ...closed,
    clientId: "tool",
    name: "tool",
    accessType: "PUBLIC",
    oauth2DeviceAuthorizationGrantEnabled: true,
  });
});

test("tokens tell of the roles that are said, and are for whom is said", async () => {
  await registered("scoped", { ...browser, roles: ["driver"], audiences: ["orders"] });
  expect(registrations.get("scoped-driver").inputs).toEqual({
    realmId: "shop",
    clientId: "scoped-id",
    roleId: "driver's id",
  });
  expect(registrations.get("scoped-orders").inputs).toEqual({
    realmId: "shop",
    clientId: "scoped-id",
    name: "audience-orders",
    includedCustomAudience: "orders",
    addToIdToken: false,
    addToAccessToken: true,
  });
});

test("it goes with the realm, and what belongs to it goes with it where no realm is said", async () => {
  const realm = new pulumi.ComponentResource("test:Realm", "realm");
  await registered("inside", { ...browser, audiences: ["orders"] }, { deletedWith: realm, parent: realm });
  await registered("outside", { ...browser, audiences: ["orders"] });
  expect(registrations.get("inside", clientType).deletedWith).toBe("realm");
  expect(registrations.get("inside-orders").deletedWith).toBe("realm");
  expect(registrations.get("inside", "cakestack:auth:Client").parent).toBe("realm");
  expect(registrations.get("outside", clientType).deletedWith).toBeUndefined();
  expect(registrations.get("outside-orders").deletedWith).toBe("outside");
});

test("where users are somebody else's, it is taken from the configuration, and nothing is made", async () => {
  const page = client(oidc, "page", browser);
  const robot = client(oidc, "robot", { kind: "service" });
  expect(await valueOf(page.clientId)).toBe("id of page");
  expect(page.clientSecret).toBeUndefined();
  expect(await valueOf(robot.clientSecret!)).toBe("secret of robot");
  expect(registrations.names()).toEqual([]);
});

test.each([
  [
    "driver",
    browser,
    "Client driver:\n  - it is not among the clients of the configuration (page, robot). Register it at the provider, and name its id there.",
  ],
  [
    "toString",
    browser,
    'Client toString:\n  - the name is "toString". Allowed: up to 63 lower-case letters, digits, inner dashes and underscores, ' +
      "and none of Keycloak's own. Rename it.\n  - it is not among the clients of the configuration (page, robot). " +
      "Register it at the provider, and name its id there.",
  ],
  [
    "page",
    { kind: "service" } as const,
    "Client page:\n  - it is a service, and the configuration has no clientSecret of it. Set it as a secret.",
  ],
])("one that the configuration does not have as it should is refused: %s", (name, args, message) => {
  expect(() => client(oidc, name, args)).toThrow(message);
});

test("everything that is wrong is named at once, and nothing is made", () => {
  const wrong: ClientArgs = {
    kind: "browser",
    redirectUris: ["https://shop.example.com/*"],
    postLogoutRedirectUris: ["http://shop.example.com/"],
    roles: ["admin"],
    audiences: ["Orders"],
  };
  const names = "up to 63 lower-case letters, digits, inner dashes and underscores";
  expect(() => client(keycloak, "account", wrong)).toThrow(
    new RegExp(
      [
        "^Client account:",
        `  - the name is "account". Allowed: ${names}, and none of Keycloak's own. Rename it.`,
        `  - audiences has "Orders". Allowed: ${names}.`,
        '  - redirectUris has "https://shop.example.com/\\*", with a pattern. Allowed: [^\\n]+',
        '  - postLogoutRedirectUris has "http://shop.example.com/", with no TLS. Allowed: [^\\n]+',
        '  - roles has "admin", which is no role of the realm. Allowed: florist, driver. Add it to the realm, or correct its name.$',
      ].join("\n"),
    ),
  );
  expect(registrations.names().filter((name) => !name.startsWith("cakestack:"))).toEqual([]);
});

test.each([
  [{ kind: "browser", redirectUris: [] }, "redirectUris is empty. Name where users come back to."],
  [{ kind: "service", rotation: -1 }, "rotation is -1. Allowed: a whole number from 0"],
] as [ClientArgs, string][])("%j is refused", (args, message) => {
  expect(() => client(keycloak, "refused", args)).toThrow(message);
});

test("an address that is known only later is checked then", async () => {
  await registered("late", { kind: "browser", redirectUris: [pulumi.output("https://late.example.com/")] });
  expect(registrations.get("late", clientType).inputs).toMatchObject({
    validRedirectUris: ["https://late.example.com/"],
    validPostLogoutRedirectUris: ["https://late.example.com/"],
    webOrigins: ["https://late.example.com"],
  });
});
