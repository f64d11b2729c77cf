import { engine, type Engine, stepsOf } from "../../support/engine";
import { administrator, startKeycloak, type KeycloakServer } from "../../support/keycloak";

/** Building the engine, the provider and Keycloak, where nothing is cached, takes minutes. */
jest.setTimeout(30 * 60_000);

/** One of each type that a realm with its clients, roles, people and sign-in consists of. */
const program = `
import * as keycloak from "@pulumi/keycloak";
import * as pulumi from "@pulumi/pulumi";
const config = new pulumi.Config();
const provider = new keycloak.Provider("keycloak", {
  url: config.require("url"),
  clientId: config.require("clientId"),
  clientSecret: config.requireSecret("clientSecret"),
  initialLogin: false,
  clientTimeout: 60,
});
const opts = { provider };
const realm = new keycloak.Realm("shop", {
  realm: "shop",
  displayName: "The shop",
  sslRequired: "external",
  registrationAllowed: false,
  verifyEmail: true,
  duplicateEmailsAllowed: false,
  loginWithEmailAllowed: true,
  accessTokenLifespan: config.require("lifespan"),
  accessCodeLifespan: "1m",
  ssoSessionIdleTimeout: "30m",
  ssoSessionMaxLifespan: "10h",
  offlineSessionMaxLifespanEnabled: true,
  offlineSessionMaxLifespan: "720h",
  revokeRefreshToken: true,
  refreshTokenMaxReuse: 0,
  passwordPolicy: "length(12) and notUsername(undefined) and notEmail(undefined)",
  internationalization: { supportedLocales: ["en", "de"], defaultLocale: "en" },
  smtpServer: {
    host: "mail.test",
    from: "shop@mail.test",
    auth: { username: "shop", password: config.requireSecret("mailPassword") },
  },
  securityDefenses: {
    bruteForceDetection: { permanentLockout: false, maxLoginFailures: 5, waitIncrementSeconds: 60 },
    headers: { xFrameOptions: "DENY", strictTransportSecurity: "max-age=31536000; includeSubDomains" },
  },
  otpPolicy: { type: "totp", algorithm: "HmacSHA256", digits: 6, period: 30 },
  webAuthnPasswordlessPolicy: {
    relyingPartyEntityName: "The shop",
    requireResidentKey: "Yes",
    userVerificationRequirement: "required",
    signatureAlgorithms: ["ES256", "RS256"],
  },
}, opts);
const realmId = realm.id;
new keycloak.RealmEvents("events", {
  realmId, eventsEnabled: true, eventsExpiration: 86400, adminEventsEnabled: true, adminEventsDetailsEnabled: true,
  eventsListeners: ["jboss-logging"], enabledEventTypes: ["LOGIN", "LOGIN_ERROR"],
}, opts);
new keycloak.RealmUserProfile("profile", {
  realmId,
  attributes: ["username", "email", "firstName", "lastName"].map((name) => ({
    name, permissions: { views: ["admin", "user"], edits: ["admin", "user"] },
  })),
  // Keycloak does not let it be deleted alone, as this release would: it would take the user's name away.
}, { ...opts, deletedWith: realm });
const florist = new keycloak.Role("florist", { realmId, name: "florist", description: "Arranges flowers" }, opts);
const everyone = new keycloak.Role("customer", { realmId, name: "customer" }, opts);
new keycloak.DefaultRoles("default", {
  realmId, defaultRoles: ["offline_access", "uma_authorization", everyone.name],
}, opts);
const staff = new keycloak.Group("staff", { realmId, name: "staff" }, opts);
new keycloak.GroupRoles("staff", { realmId, groupId: staff.id, roleIds: [florist.id] }, opts);
const rose = new keycloak.User("rose", {
  realmId, username: "rose", email: "rose@mail.test", emailVerified: true, firstName: "Rose", lastName: "Thorn",
  enabled: true, initialPassword: { value: config.requireSecret("userPassword"), temporary: false },
}, opts);
new keycloak.GroupMemberships("staff", { realmId, groupId: staff.id, members: [rose.username] }, opts);
new keycloak.UserRoles("rose", { realmId, userId: rose.id, roleIds: [everyone.id], exhaustive: false }, opts);
const browser = new keycloak.openid.Client("browser", {
  realmId, clientId: "shop-web", accessType: "PUBLIC", standardFlowEnabled: true, implicitFlowEnabled: false,
  directAccessGrantsEnabled: false, pkceCodeChallengeMethod: "S256", fullScopeAllowed: false,
  validRedirectUris: ["https://shop.test/callback"], validPostLogoutRedirectUris: ["https://shop.test/"],
  webOrigins: ["https://shop.test"],
}, opts);
const service = new keycloak.openid.Client("service", {
  realmId, clientId: "shop-service", accessType: "CONFIDENTIAL", serviceAccountsEnabled: true,
  standardFlowEnabled: false, implicitFlowEnabled: false, directAccessGrantsEnabled: false,
}, opts);
const device = new keycloak.openid.Client("device", {
  realmId, clientId: "shop-cli", accessType: "PUBLIC", oauth2DeviceAuthorizationGrantEnabled: true,
  standardFlowEnabled: false, implicitFlowEnabled: false, directAccessGrantsEnabled: false,
}, opts);
new keycloak.openid.ClientServiceAccountRealmRole("service", {
  realmId, serviceAccountUserId: service.serviceAccountUserId, role: florist.name,
}, opts);
const management = keycloak.openid.getClientOutput({ realmId, clientId: "realm-management" }, opts);
new keycloak.openid.ClientServiceAccountRole("service", {
  realmId, serviceAccountUserId: service.serviceAccountUserId, clientId: management.id, role: "view-users",
}, opts);
const scope = new keycloak.openid.ClientScope("shop", { realmId, name: "shop", includeInTokenScope: true }, opts);
const clientScopeId = scope.id;
new keycloak.openid.AudienceProtocolMapper("audience", {
  realmId, clientScopeId, name: "audience", includedCustomAudience: "shop-api", addToIdToken: false,
}, opts);
new keycloak.openid.UserRealmRoleProtocolMapper("roles", {
  realmId, clientScopeId, name: "roles", claimName: "roles", multivalued: true,
}, opts);
new keycloak.openid.GroupMembershipProtocolMapper("groups", {
  realmId, clientScopeId, name: "groups", claimName: "groups", fullPath: false,
}, opts);
new keycloak.openid.UserAttributeProtocolMapper("locale", {
  realmId, clientScopeId, name: "locale", userAttribute: "locale", claimName: "locale",
}, opts);
new keycloak.openid.FullNameProtocolMapper("name", { realmId, clientScopeId, name: "name" }, opts);
new keycloak.openid.ClientDefaultScopes("browser", {
  realmId, clientId: browser.id, defaultScopes: ["basic", "profile", "email", scope.name],
}, opts);
new keycloak.openid.ClientOptionalScopes("browser", {
  realmId, clientId: browser.id, optionalScopes: ["offline_access"],
}, opts);
new keycloak.oidc.GoogleIdentityProvider("google", {
  realm: realm.realm, clientId: "at-google", clientSecret: config.requireSecret("googleSecret"), trustEmail: true,
}, opts);
new keycloak.oidc.IdentityProvider("partner", {
  realm: realm.realm, alias: config.require("partner"), clientId: "at-partner", clientSecret: config.requireSecret("googleSecret"),
  authorizationUrl: "https://partner.test/authorize", tokenUrl: "https://partner.test/token",
  jwksUrl: "https://partner.test/keys", validateSignature: true, syncMode: "IMPORT",
}, opts);
new keycloak.RequiredAction("terms", {
  realmId, alias: "webauthn-register-passwordless", name: "Register a passkey", enabled: true, defaultAction: false,
}, opts);
const flow = new keycloak.authentication.Flow("browser", { realmId, alias: "shop browser", providerId: "basic-flow" }, opts);
const cookie = new keycloak.authentication.Execution("cookie", {
  realmId, parentFlowAlias: flow.alias, authenticator: "auth-cookie", requirement: "ALTERNATIVE",
}, opts);
const redirector = new keycloak.authentication.Execution("redirector", {
  realmId, parentFlowAlias: flow.alias, authenticator: "identity-provider-redirector", requirement: "ALTERNATIVE",
}, { ...opts, dependsOn: cookie });
new keycloak.authentication.ExecutionConfig("redirector", {
  realmId, executionId: redirector.id, alias: "redirector", config: { defaultProvider: "partner" },
}, opts);
const forms = new keycloak.authentication.Subflow("forms", {
  realmId, parentFlowAlias: flow.alias, alias: "shop forms", requirement: "ALTERNATIVE",
}, { ...opts, dependsOn: redirector });
const form = new keycloak.authentication.Execution("password", {
  realmId, parentFlowAlias: forms.alias, authenticator: "auth-username-password-form", requirement: "REQUIRED",
}, opts);
new keycloak.authentication.Bindings("shop", { realmId, browserFlow: flow.alias }, { ...opts, dependsOn: form });
export const secret = service.clientSecret;
export const browserClient = browser.clientId;
export const deviceClient = device.clientId;
`;

const secrets = {
  clientSecret: administrator.clientSecret,
  mailPassword: "password-of-the-mail",
  userPassword: "password-of-rose",
  googleSecret: "secret-at-google",
};

describe("the engine with the provider for Keycloak", () => {
  let server: KeycloakServer;
  let pulumi: Engine;

  beforeAll(async () => {
    server = await startKeycloak();
    pulumi = await engine({ tools: ["provider-keycloak"] });
    await pulumi.write(program);
    await pulumi.succeed("config", "set", "url", server.url);
    await pulumi.succeed("config", "set", "clientId", administrator.clientId);
    await pulumi.succeed("config", "set", "lifespan", "5m");
    await pulumi.succeed("config", "set", "partner", "partner");
    for (const [name, value] of Object.entries(secrets)) {
      await pulumi.succeed("config", "set", "--secret", name, value);
    }
  });

  afterAll(async () => {
    await pulumi?.remove();
    await server?.stop();
  });

  it("makes a whole realm, and no secret stands in the state or the output", async () => {
    const { text } = await pulumi.succeed("up", "--yes");
    const outputs = JSON.parse(
      (await pulumi.succeed("stack", "output", "--json", "--show-secrets")).stdout,
    ) as { secret: string };
    expect(outputs).toEqual({
      secret: expect.stringMatching(/^\S{20,}$/) as string,
      browserClient: "shop-web",
      deviceClient: "shop-cli",
    });
    const shown = text + (await pulumi.stateFiles());
    for (const secret of [outputs.secret, ...Object.values(secrets)]) expect(shown).not.toContain(secret);
  });

  it("made it as the program says", async () => {
    expect(await server.call("GET", "/shop")).toMatchObject({
      status: 200,
      body: {
        accessTokenLifespan: 300,
        bruteForceProtected: true,
        failureFactor: 5,
        revokeRefreshToken: true,
        supportedLocales: expect.arrayContaining(["en", "de"]) as string[],
        browserFlow: "shop browser",
        browserSecurityHeaders: { xFrameOptions: "DENY" },
        webAuthnPolicyPasswordlessUserVerificationRequirement: "required",
        eventsEnabled: true,
      },
    });
    expect(await server.call("GET", "/shop/clients?clientId=shop-web")).toMatchObject({
      body: [
        {
          publicClient: true,
          redirectUris: ["https://shop.test/callback"],
          directAccessGrantsEnabled: false,
          attributes: { "pkce.code.challenge.method": "S256" },
          defaultClientScopes: expect.arrayContaining(["basic", "profile", "email", "shop"]) as string[],
        },
      ],
    });
  });

  it("has nothing to do the second time, nor after a refresh", async () => {
    expect(await pulumi.succeed("preview", "--expect-no-changes")).toMatchObject({ code: 0 });
    expect(await pulumi.succeed("refresh", "--yes", "--expect-no-changes")).toMatchObject({ code: 0 });
    expect(await pulumi.succeed("up", "--yes", "--expect-no-changes")).toMatchObject({ code: 0 });
  });

  it("changes in place", async () => {
    await pulumi.succeed("config", "set", "lifespan", "4m");
    expect(stepsOf((await pulumi.succeed("preview", "--json")).stdout)).toEqual(["update shop"]);
    await pulumi.succeed("up", "--yes", "--skip-preview");
    expect(await server.call("GET", "/shop")).toMatchObject({ body: { accessTokenLifespan: 240 } });
  });

  it("replaces where it must", async () => {
    await pulumi.succeed("config", "set", "partner", "friend");
    expect(stepsOf((await pulumi.succeed("preview", "--json")).stdout)).toEqual(["replace partner"]);
    await pulumi.succeed("up", "--yes", "--skip-preview");
    const providers = (await server.call("GET", "/shop/identity-provider/instances")).body;
    expect((providers as { alias: string }[]).map(({ alias }) => alias).sort()).toEqual(["friend", "google"]);
  });

  it("repairs what was changed or deleted behind its back", async () => {
    await server.call("PUT", "/shop", { revokeRefreshToken: false });
    await server.call("DELETE", "/shop/roles/florist");
    await pulumi.succeed("refresh", "--yes");
    await pulumi.succeed("up", "--yes", "--skip-preview");
    expect(await server.call("GET", "/shop")).toMatchObject({ body: { revokeRefreshToken: true } });
    expect(await server.call("GET", "/shop/roles/florist")).toMatchObject({ status: 200 });
    expect(await pulumi.succeed("up", "--yes", "--expect-no-changes")).toMatchObject({ code: 0 });
  });

  it.each([
    [
      "an input",
      `new keycloak.Realm("later", { realm: "later", adminPermissionsEnabled: true }, opts);`,
      'keycloak:index/realm:Realm has no input "adminPermissionsEnabled" in release 4.5.0',
    ],
    [
      "an input within another",
      `new keycloak.Realm("later", { realm: "later",
        securityDefenses: { bruteForceDetection: { bruteForceStrategy: "LINEAR" } } }, opts);`,
      'has no input "securityDefenses.bruteForceDetection.bruteForceStrategy" in release 4.5.0',
    ],
    [
      "a setting of the provider",
      `new keycloak.Provider("later", { url: "http://127.0.0.1", clientId: "a", keycloakVersion: "26.7.3" });`,
      'the provider has no input "keycloakVersion" in release 4.5.0',
    ],
    [
      "a type",
      `new keycloak.Organization("later", { realm: "shop", name: "later", domains: [{ name: "shop.test" }] }, opts);`,
      "has no type keycloak:index/organization:Organization. It has: keycloak:authentication/bindings:Bindings",
    ],
  ])("refuses %s that only newer releases have, at the preview", async (_, more, reason) => {
    await pulumi.write(`${program}\n${more}`);
    const { code, text } = await pulumi.run("preview");
    await pulumi.write(program);
    expect(code).not.toBe(0);
    expect(text).toContain(reason);
  });

  it("destroys everything", async () => {
    await pulumi.succeed("destroy", "--yes", "--skip-preview");
    expect(await server.call("GET", "/shop")).toMatchObject({ status: 404 });
  });
});
