import * as pulumi from "@pulumi/pulumi";
import { Keycloak } from "../../../../components/auth/keycloak";
import { Realm, type RealmArgs } from "../../../../components/auth/realm";
import { secretOf, valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";
import { serve, stopServers } from "../../../stacks/cluster/server";
import { fakeStore } from "../fixtures";

const type = (name: string) => `keycloak:index/${name[0]!.toLowerCase()}${name.slice(1)}:${name}`;
const realmType = type("Realm");
const provider = "pulumi:providers:keycloak";
const password = "random:index/randomPassword:RandomPassword";

let registrations: Registrations;
let keycloak: Keycloak;
let port: number;
beforeAll(async () => {
  registrations = await recordRegistrations((of, name) =>
    of === password ? { result: `password of ${name}` } : {},
  );
  port = Number(new URL(await serve((_, response) => response.end("{}"))).port);
  keycloak = new Keycloak("identity", {
    cluster: { ingress: { domain: "example.com", scheme: "http", port } },
    store: fakeStore(),
    realms: ["shop"],
    ingress: { className: "traefik", namespace: "traefik-system" },
    adminHost: "127.0.0.1",
  });
  await valueOf(keycloak.admin.url);
});
beforeEach(() => registrations.clear());
afterAll(stopServers);

async function registered(name: string, args: Partial<RealmArgs> = {}): Promise<Realm> {
  const realm = new Realm(name, { keycloak, ...args });
  await valueOf(realm.identity.issuer);
  return realm;
}

const inputsOf = (name: string, of: string) => registrations.get(name, of).inputs;

const ofFlows = (name: string) => `keycloak:authentication/${name.toLowerCase()}:${name}`;

test("a bare realm is a provider, the realm, a group of everyone, no password grant, its events, and nothing else", async () => {
  await registered("bare");
  expect(registrations.names()).toEqual([
    "cakestack:auth:Realm bare",
    `${ofFlows("Bindings")} bare-no-password-grant`,
    `${ofFlows("Execution")} bare-no-password-grant`,
    `${ofFlows("Flow")} bare-no-password-grant`,
    `${type("DefaultGroups")} bare-everyone`,
    `${type("Group")} bare-everyone`,
    `${type("GroupRoles")} bare-everyone`,
    `${realmType} bare`,
    `${type("RealmEvents")} bare-events`,
    `${provider} bare`,
  ]);
});

test("the password grant is refused in the whole realm, and at no moment by a flow that asks for nothing", async () => {
  await registered("flow");
  const name = "flow-no-password-grant";
  const [flow, execution, bindings] = ["Flow", "Execution", "Bindings"].map((one) =>
    registrations.get(name, ofFlows(one)),
  );
  const alias = "no password grant";
  expect(flow!.inputs).toEqual({ realmId: "flow-id", alias, providerId: "basic-flow" });
  expect(execution!.inputs).toEqual({
    realmId: "flow-id",
    parentFlowAlias: alias,
    authenticator: "deny-access-authenticator",
    requirement: "REQUIRED",
  });
  expect(bindings!.inputs).toEqual({ realmId: "flow-id", directGrantFlow: alias });
  expect(bindings!.dependsOn).toContain(name);
  for (const one of [flow, execution, bindings]) expect(one!.deletedWith).toBe("flow");
});

test("the provider logs in when it is used, at the address that answered, as the service account", async () => {
  await registered("provided");
  expect(inputsOf("provided", provider)).toMatchObject({
    url: `http://127.0.0.1:${port}`,
    clientId: "cakestack",
    realm: "master",
    // A provider's inputs are JSON.
    initialLogin: "false",
    clientTimeout: "60",
  });
});

test("it is hardened where nothing is said", async () => {
  await registered("hard");
  expect(inputsOf("hard", realmType)).toEqual({
    realm: "hard",
    enabled: true,
    displayName: "hard",
    sslRequired: "external",
    registrationAllowed: false,
    editUsernameAllowed: false,
    loginWithEmailAllowed: true,
    duplicateEmailsAllowed: false,
    rememberMe: false,
    verifyEmail: false,
    resetPasswordAllowed: false,
    userManagedAccess: false,
    passwordPolicy: "length(15) and notUsername(undefined) and notEmail(undefined) and passwordHistory(5)",
    revokeRefreshToken: true,
    refreshTokenMaxReuse: 0,
    accessTokenLifespan: "300s",
    ssoSessionIdleTimeout: "1800s",
    ssoSessionMaxLifespan: "36000s",
    offlineSessionIdleTimeout: "720h",
    offlineSessionMaxLifespanEnabled: true,
    offlineSessionMaxLifespan: "1440h",
    accessCodeLifespan: "1m",
    accessCodeLifespanLogin: "30m",
    accessCodeLifespanUserAction: "5m",
    actionTokenGeneratedByUserLifespan: "5m",
    actionTokenGeneratedByAdminLifespan: "12h",
    securityDefenses: {
      headers: {
        contentSecurityPolicy: "frame-src 'self'; frame-ancestors 'self'; object-src 'none';",
        xFrameOptions: "SAMEORIGIN",
        xContentTypeOptions: "nosniff",
        xRobotsTag: "none",
        referrerPolicy: "no-referrer",
        strictTransportSecurity: "max-age=31536000; includeSubDomains",
      },
      bruteForceDetection: {
        permanentLockout: false,
        maxLoginFailures: 5,
        waitIncrementSeconds: 60,
        maxFailureWaitSeconds: 900,
        quickLoginCheckMilliSeconds: 1000,
        minimumQuickLoginWaitSeconds: 60,
        failureResetTimeSeconds: 43200,
      },
    },
    webAuthnPolicy: {
      signatureAlgorithms: ["ES256", "RS256"],
      attestationConveyancePreference: "none",
      userVerificationRequirement: "required",
      relyingPartyEntityName: "hard",
    },
    webAuthnPasswordlessPolicy: {
      signatureAlgorithms: ["ES256", "RS256"],
      attestationConveyancePreference: "none",
      userVerificationRequirement: "required",
      relyingPartyEntityName: "hard",
      requireResidentKey: "Yes",
    },
  });
});

test("every user is in a group from the start, whose roles are those of everyone", async () => {
  const roles = { customer: "Buys flowers.", florist: "Sells flowers." };
  await registered("everyone", { roles, defaultRoles: ["customer"] });
  expect(inputsOf("everyone-everyone", type("DefaultGroups"))).toEqual({
    realmId: "everyone-id",
    groupIds: ["everyone-everyone-id"],
  });
  expect(inputsOf("everyone-everyone", type("GroupRoles"))).toMatchObject({
    groupId: "everyone-everyone-id",
    roleIds: ["everyone-customer-id"],
  });
});

test("users that are there from the start have random passwords, and keep what others give them", async () => {
  const realm = await registered("peopled", {
    roles: { florist: "Sells." },
    groups: { staff: ["florist"] },
    users: {
      flora: {
        firstName: "Flora",
        lastName: "Green",
        email: "flora@example.com",
        groups: ["staff"],
        roles: ["florist"],
      },
    },
  });
  const user = { realmId: "peopled-id", userId: "peopled-flora-id", exhaustive: false };
  expect(inputsOf("peopled-flora", type("User"))).toEqual({
    realmId: "peopled-id",
    username: "flora",
    firstName: "Flora",
    lastName: "Green",
    email: "flora@example.com",
    emailVerified: true,
    enabled: true,
    initialPassword: secretOf({ value: "password of peopled-flora", temporary: false }),
  });
  expect(inputsOf("peopled-flora", type("UserGroups"))).toEqual({ ...user, groupIds: ["peopled-staff-id"] });
  expect(inputsOf("peopled-flora", type("UserRoles"))).toEqual({ ...user, roleIds: ["peopled-florist-id"] });
  expect(inputsOf("peopled-flora", password)).toEqual({ length: 20, special: false });
  expect(await valueOf(realm.passwords.flora!)).toBe("password of peopled-flora");
  // Who is made before is not in the group of everyone.
  expect(registrations.get("peopled-flora", type("User")).dependsOn).toContain("peopled-everyone");
});

test("a random password is as long as the realm asks for", async () => {
  const someone = { firstName: "Some", lastName: "One", email: "one@example.com" };
  await registered("long", { passwords: { length: 30 }, users: { one: someone } });
  expect(inputsOf("long-one", password)).toEqual({ length: 30, special: false });
});

test("events are kept for 30 days, those that fail too, and who changed what", async () => {
  await registered("eventful");
  const inputs = inputsOf("eventful-events", type("RealmEvents"));
  expect(inputs).toMatchObject({
    eventsEnabled: true,
    eventsExpiration: 2592000,
    eventsListeners: ["jboss-logging"],
    adminEventsEnabled: true,
    adminEventsDetailsEnabled: true,
  });
  expect(inputs.enabledEventTypes).toEqual(
    expect.arrayContaining(["LOGIN", "LOGIN_ERROR", "USER_DISABLED_BY_TEMPORARY_LOCKOUT"]),
  );
});

test("roles say what they are for, and groups have roles", async () => {
  const realm = await registered("roles", {
    roles: { florist: "Sells flowers.", driver: "Brings them." },
    groups: { staff: ["florist", "driver"] },
  });
  expect(inputsOf("roles-florist", type("Role"))).toEqual({
    realmId: "roles-id",
    name: "florist",
    description: "Sells flowers.",
  });
  expect(inputsOf("roles-staff", type("Group"))).toEqual({ realmId: "roles-id", name: "staff" });
  expect(inputsOf("roles-staff", type("GroupRoles"))).toEqual({
    realmId: "roles-id",
    groupId: "roles-staff-id",
    roleIds: ["roles-florist-id", "roles-driver-id"],
  });
  expect(await valueOf(realm.identity.roles.driver!)).toBe("roles-driver-id");
});

test("other providers are asked with PKCE, believed by their keys, and not about addresses", async () => {
  const login = { clientId: "an id", clientSecret: "a secret" };
  const oidc = {
    kind: "oidc",
    issuer: "https://id.example.com",
    authorizationUrl: "https://id.example.com/authorize",
    tokenUrl: "https://id.example.com/token",
    jwksUrl: "https://id.example.com/keys",
  } as const;
  await registered("brokered", {
    identityProviders: {
      google: { kind: "google", hostedDomain: "example.com", ...login },
      github: { kind: "github", ...login },
      partner: { ...oidc, displayName: "Partner", ...login },
    },
  });
  const common = {
    realm: "brokered-id",
    clientId: "an id",
    clientSecret: secretOf("a secret"),
    trustEmail: false,
    storeToken: false,
    syncMode: "IMPORT",
  };
  const { kind, ...addresses } = oidc;
  expect(kind).toBe("oidc");
  expect(inputsOf("brokered-google", "keycloak:oidc/googleIdentityProvider:GoogleIdentityProvider")).toEqual({
    ...common,
    alias: "google",
    hostedDomain: "example.com",
  });
  expect(inputsOf("brokered-github", "keycloak:oidc/githubIdentityProvider:GithubIdentityProvider")).toEqual({
    ...common,
    alias: "github",
  });
  expect(inputsOf("brokered-partner", "keycloak:oidc/identityProvider:IdentityProvider")).toEqual({
    ...common,
    ...addresses,
    alias: "partner",
    displayName: "Partner",
    validateSignature: true,
    defaultScopes: "openid profile email",
    extraConfig: { pkceEnabled: "true", pkceMethod: "S256" },
  });
});

test("with mail, addresses are verified and forgotten passwords replaced, over TLS", async () => {
  await registered("mailed", {
    displayName: "Mailed",
    mail: {
      host: "smtp.example.com",
      from: "shop@example.com",
      login: { user: "shop", password: "a password" },
    },
  });
  expect(inputsOf("mailed", realmType)).toMatchObject({
    verifyEmail: true,
    resetPasswordAllowed: true,
    smtpServer: secretOf({
      host: "smtp.example.com",
      port: "587",
      from: "shop@example.com",
      fromDisplayName: "Mailed",
      starttls: true,
      ssl: false,
      auth: { username: "shop", password: "a password" },
    }),
  });
});

test("what is said wins: lifetimes, passwords, closing, passkeys, themes, languages, required actions", async () => {
  await registered("said", {
    sessions: { accessToken: "1 minute", idle: "10 minutes", longest: "1 hour" },
    passwords: { length: 8, history: 0 },
    guard: { failures: 3, wait: "30 seconds", longestWait: "5 minutes" },
    passkeys: "on",
    theme: { login: "florist" },
    languages: ["de", "en"],
    requiredActions: ["CONFIGURE_TOTP", "webauthn-register"],
  });
  const inputs = inputsOf("said", realmType);
  expect(inputs).toMatchObject({
    accessTokenLifespan: "60s",
    ssoSessionIdleTimeout: "600s",
    ssoSessionMaxLifespan: "3600s",
    passwordPolicy: "length(8) and notUsername(undefined) and notEmail(undefined)",
    securityDefenses: {
      bruteForceDetection: { maxLoginFailures: 3, waitIncrementSeconds: 30, maxFailureWaitSeconds: 300 },
    },
    webAuthnPasswordlessPolicy: { passwordlessPasskeysEnabled: true },
    loginTheme: "florist",
    internationalization: { supportedLocales: ["de", "en"], defaultLocale: "de" },
  });
  expect(inputs).not.toHaveProperty("accountTheme");
  expect(inputsOf("said-configure-totp", type("RequiredAction"))).toEqual({
    realmId: "said-id",
    alias: "CONFIGURE_TOTP",
    name: "Configure OTP",
    enabled: true,
    defaultAction: true,
  });
  expect(inputsOf("said-webauthn-register", type("RequiredAction"))).toMatchObject({
    alias: "webauthn-register",
  });
});

test("the realm goes with Keycloak, and everything in it with the realm: a dead Keycloak is not asked", async () => {
  await registered("mortal", { roles: { florist: "Sells." }, groups: { staff: ["florist"] } });
  expect(registrations.get("mortal", realmType).deletedWith).toBe("identity");
  for (const name of ["mortal-events", "mortal-florist"]) {
    expect(registrations.get(name).deletedWith).toBe("mortal");
  }
  expect(registrations.get("mortal-everyone", type("DefaultGroups")).deletedWith).toBe("mortal");
  expect(registrations.get("mortal-staff", type("Group")).deletedWith).toBe("mortal");
  expect(registrations.get("mortal-staff", type("GroupRoles")).deletedWith).toBe("mortal-staff");
});

test("it is the contract that applications take", async () => {
  const { identity } = await registered("shop");
  expect(identity.kind).toBe("keycloak");
  expect(await valueOf(identity.issuer)).toBe(`http://keycloak.identity.example.com:${port}/realms/shop`);
  expect(await valueOf(identity.jwksUri)).toBe(
    "http://keycloak.identity.svc.cluster.local:8080/realms/shop/protocol/openid-connect/certs",
  );
  expect(await valueOf(identity.realm)).toBe("shop-id");
  expect(await valueOf(identity.admin.url)).toBe(`http://127.0.0.1:${port}`);
});

test("everything that is wrong is named at once, and nothing is made", () => {
  const names = "up to 63 lower-case letters, digits, inner dashes and underscores";
  const wrong: Partial<RealmArgs> = {
    roles: { Florist: "", offline_access: "" },
    defaultRoles: ["customer"],
    groups: { staff: ["driver"], everyone: [] },
    users: { Flora: { firstName: "F", lastName: "G", email: "f@example.com", groups: ["drivers"] } },
    passwords: { length: 6, history: -1 },
    guard: { failures: 0, wait: "1 hour" },
    languages: [],
    identityProviders: {
      partner: {
        kind: "oidc",
        clientId: pulumi.output("id"),
        clientSecret: "secret",
        issuer: "http://id.example.com",
        authorizationUrl: "https://id.example.com/a",
        tokenUrl: "id.example.com/t",
        jwksUrl: "https://id.example.com/k",
      },
    },
    sessions: { accessToken: "2 hours", idle: "1 minute" },
  };
  expect(() => new Realm("master", { keycloak, ...wrong })).toThrow(
    [
      "Realm master:",
      `  - the name is "master". Allowed: ${names}, and not master, which administers the others.`,
      `  - roles has "Florist". Allowed: ${names}, and none of Keycloak's own. Rename it.`,
      `  - roles has "offline_access". Allowed: ${names}, and none of Keycloak's own. Rename it.`,
      '  - defaultRoles has the role "customer", which is none of roles. Allowed: Florist, offline_access. Add it there, or correct its name.',
      '  - groups.staff has the role "driver", which is none of roles. Allowed: Florist, offline_access. Add it there, or correct its name.',
      `  - groups has "everyone". Allowed: ${names}, and not everyone, whose roles are defaultRoles.`,
      `  - users has "Flora". Allowed: ${names}. Rename it.`,
      '  - users.Flora has the group "drivers", which is none of groups. Allowed: staff, everyone. Add it there, or correct its name.',
      "  - passwords.length is 6. Allowed: 8 to 64; shorter ones are guessed. Raise it.",
      "  - passwords.history is -1. Allowed: 0 to 24.",
      "  - guard.failures is 0. Allowed: 1 to 100. More tries are a guess.",
      '  - identityProviders.partner.issuer is "http://id.example.com". Allowed: an address that begins with https://.',
      '  - identityProviders.partner.tokenUrl is "id.example.com/t". Allowed: an address that begins with https://.',
      "  - languages is empty. Name the usual one first, such as de, or leave it out for English.",
      '  - sessions.accessToken is "2 hours". Allowed: 30 seconds to 1 hour; nobody can call one back.',
      '  - sessions.idle is "1 minute". Allowed: from sessions.accessToken ("2 hours") to sessions.longest ("10 hours").',
      '  - guard.wait is "1 hour". Allowed: from 1 second to guard.longestWait ("15 minutes").',
    ].join("\n"),
  );
  expect(registrations.names().filter((name) => !name.startsWith("cakestack:"))).toEqual([]);
});

test("a lifetime that is none is told as one", () => {
  const sessions = { idle: "-5 minutes" } as const;
  expect(() => new Realm("late", { keycloak, sessions })).toThrow(
    'Realm late:\n  - sessions.idle: "-5 minutes" is no duration.',
  );
});
