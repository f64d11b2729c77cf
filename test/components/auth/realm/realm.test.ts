import { secretOf, valueOf } from "../../../support/outputs";
import { realmType, recordedRealms, type } from "./fixtures";

const provider = "pulumi:providers:keycloak";
const ofFlows = (name: string) => `keycloak:authentication/${name.toLowerCase()}:${name}`;

const { all, registered, inputsOf } = recordedRealms();

test("a bare realm is a provider, the realm, a group of everyone, no password grant, its events, and nothing else", async () => {
  await registered("bare");
  expect(all.registrations.names()).toEqual([
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
    all.registrations.get(name, ofFlows(one)),
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
    url: `http://127.0.0.1:${all.port}`,
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
  expect(all.registrations.get("mortal", realmType).deletedWith).toBe("identity");
  for (const name of ["mortal-events", "mortal-florist"]) {
    expect(all.registrations.get(name).deletedWith).toBe("mortal");
  }
  expect(all.registrations.get("mortal-everyone", type("DefaultGroups")).deletedWith).toBe("mortal");
  expect(all.registrations.get("mortal-staff", type("Group")).deletedWith).toBe("mortal");
  expect(all.registrations.get("mortal-staff", type("GroupRoles")).deletedWith).toBe("mortal-staff");
});

test("it is the contract that applications take", async () => {
  const { identity } = await registered("shop");
  expect(identity.kind).toBe("keycloak");
  expect(await valueOf(identity.issuer)).toBe(`http://keycloak.identity.example.com:${all.port}/realms/shop`);
  expect(await valueOf(identity.publicJwksUri!)).toBe(
    `${await valueOf(identity.issuer)}/protocol/openid-connect/certs`,
  );
  expect(await valueOf(identity.jwksUri)).toBe(
    "http://keycloak.identity.svc.cluster.local:8080/realms/shop/protocol/openid-connect/certs",
  );
  expect(await valueOf(identity.realm)).toBe("shop-id");
  expect(await valueOf(identity.admin.url)).toBe(`http://127.0.0.1:${all.port}`);
});
