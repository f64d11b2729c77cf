import { settingsOf } from "../../../components/auth/realm/settings";
import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { tokenLifetimes as policy } from "../../../policies/identity/token-lifetimes";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const good = { revokeRefreshToken: true, offlineSessionMaxLifespanEnabled: true };
const realm = (properties: Properties) => resource("keycloak:index/realm:Realm", { ...good, ...properties });
const client = (properties: Properties) => resource("keycloak:openid/client:Client", properties);

/** Fields, what each may be at most in seconds and in words, and the option that says so. */
const ofRealm: [field: string, most: number, words: string, option: string][] = [
  ["accessTokenLifespan", 900, "15 minutes", "accessToken"],
  ["accessTokenLifespanForImplicitFlow", 900, "15 minutes", "accessToken"],
  ["ssoSessionIdleTimeout", 3_600, "1 hour", "idle"],
  ["ssoSessionMaxLifespan", 86_400, "1 day", "session"],
  ["ssoSessionIdleTimeoutRememberMe", 2_592_000, "30 days", "remembered"],
  ["ssoSessionMaxLifespanRememberMe", 2_592_000, "30 days", "remembered"],
  ["clientSessionIdleTimeout", 86_400, "1 day", "session"],
  ["clientSessionMaxLifespan", 86_400, "1 day", "session"],
  ["offlineSessionIdleTimeout", 2_592_000, "30 days", "offlineIdle"],
  ["offlineSessionMaxLifespan", 5_184_000, "60 days", "offline"],
];
const ofClient: typeof ofRealm = [
  ["accessTokenLifespan", 900, "15 minutes", "accessToken"],
  ["clientSessionIdleTimeout", 86_400, "1 day", "session"],
  ["clientSessionMaxLifespan", 86_400, "1 day", "session"],
  ["clientOfflineSessionIdleTimeout", 2_592_000, "30 days", "offlineIdle"],
  ["clientOfflineSessionMaxLifespan", 5_184_000, "60 days", "offline"],
];

it("says all of it", () => {
  expectViolation(
    policy,
    realm({ accessTokenLifespan: "24h" }),
    'accessTokenLifespan is "24h".\n  Fix: Set accessTokenLifespan to "900s" (15 minutes) or less.\n  Why: Nobody can call ' +
      "back an access token, and nobody notices a stolen refresh token that goes on working beside the real one. " +
      "https://www.rfc-editor.org/rfc/rfc9700.html#section-4.14",
  );
});

describe.each([
  ["a realm", realm, ofRealm],
  ["a client", client, ofClient],
] as const)("%s", (_, of, limits) => {
  it.each(limits)("bounds %s", (field, most, words, option) => {
    const fix = `Fix: Set ${field} to "${most}s" (${words}) or less.`;
    expectViolation(policy, of({ [field]: `${most + 1}s` }), `${field} is "${most + 1}s".\n  ${fix}`);
    expectViolation(policy, of({ [field]: `${most + 1}` }), `${field} is "${most + 1}".\n  ${fix}`);
    for (const value of ["a while", "-1", 300, true] as Value[])
      expectViolation(
        policy,
        of({ [field]: value }),
        `${field} is ${JSON.stringify(value)}, which is no duration.\n  ${fix}`,
      );
    for (const value of [`${most}s`, `${most}`, "5m", "0", undefined, UNKNOWN] as Value[])
      expectCompliance(policy, of({ [field]: value }));
    expectCompliance(policy, of({ [field]: `${most + 1}s` }), { options: { [option]: most + 1 } });
  });
});

describe("a realm's refresh tokens", () => {
  const bare = (properties: Properties) => resource("keycloak:index/realm:Realm", properties);

  it.each<[string, Value, string]>([
    ["revokeRefreshToken", undefined, "missing"],
    ["revokeRefreshToken", false, "false"],
    ["revokeRefreshToken", "true", '"true"'],
    ["offlineSessionMaxLifespanEnabled", undefined, "missing"],
    ["offlineSessionMaxLifespanEnabled", false, "false"],
  ])("end: %s %s", (field, value, words) => {
    expectViolation(
      policy,
      bare({ ...good, [field]: value }),
      `${field} is ${words}.\n  Fix: Set ${field} to true.`,
    );
    expectCompliance(policy, bare({ ...good, [field]: UNKNOWN }));
  });

  it("are good for one use", () => {
    expectViolation(
      policy,
      realm({ refreshTokenMaxReuse: 1 }),
      "refreshTokenMaxReuse is 1.\n  Fix: Set refreshTokenMaxReuse to 0.",
    );
    for (const value of [0, undefined, UNKNOWN] as Value[])
      expectCompliance(policy, realm({ refreshTokenMaxReuse: value }));
  });

  it("are told of all at once, the known beside the unknown", () => {
    expectViolation(
      policy,
      bare({ accessTokenLifespan: UNKNOWN, ssoSessionMaxLifespan: "48h" }),
      "ssoSessionMaxLifespan",
      "revokeRefreshToken",
      "offlineSessionMaxLifespanEnabled",
    );
  });

  it("are no matter of a client", () => {
    expectCompliance(policy, client({ revokeRefreshToken: false, ssoSessionMaxLifespan: "48h" }));
  });
});

describe.each([
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:cognito/managedUserPoolClient:ManagedUserPoolClient",
])("%s", (type) => {
  const rest = { accessTokenValidity: 10, refreshTokenRotation: { feature: "ENABLED" } };
  const minutes = { accessToken: "minutes" };
  const pool = (properties: Properties) =>
    resource(type, { ...rest, tokenValidityUnits: minutes, ...properties });
  const access = (accessTokenValidity: Value, accessToken: Value) =>
    pool({ accessTokenValidity, tokenValidityUnits: { accessToken } });

  it("has access tokens for minutes", () => {
    const fix = "Fix: Set accessTokenValidity and tokenValidityUnits.accessToken to 15 minutes or less.";
    expectViolation(
      policy,
      access(undefined, undefined),
      `accessTokenValidity is missing, which is 1 hours.\n  ${fix}`,
    );
    expectViolation(policy, access(1, undefined), `accessTokenValidity is 1 hours.\n  ${fix}`);
    expectViolation(policy, access(1, "hours"), "accessTokenValidity is 1 hours.");
    expectViolation(policy, access(16, "minutes"), "accessTokenValidity is 16 minutes.");
    expectViolation(policy, access(901, "seconds"), "accessTokenValidity is 901 seconds.");
    expectViolation(policy, access(1, "days"), "accessTokenValidity is 1 days.");
    expectViolation(policy, access(1, "weeks"), "accessTokenValidity is 1 weeks.");
    expectViolation(policy, access(1, 5), "accessTokenValidity is 1 5.");
    expectViolation(policy, access("10", "minutes"), 'accessTokenValidity is "10" minutes.');
    expectCompliance(policy, access(15, "minutes"));
    expectCompliance(policy, access(900, "seconds"));
    expectCompliance(policy, access(24, "hours"), { options: { accessToken: 86_400 } });
    for (const [value, unit] of [
      [UNKNOWN, "days"],
      [1, UNKNOWN],
    ] as [Value, Value][])
      expectCompliance(policy, access(value, unit));
  });

  it("has refresh tokens for weeks", () => {
    const refresh = (refreshTokenValidity: Value, refreshToken?: string) =>
      pool({ refreshTokenValidity, tokenValidityUnits: { ...minutes, refreshToken } });
    expectViolation(
      policy,
      refresh(61),
      "refreshTokenValidity is 61 days.\n  Fix: Set refreshTokenValidity and tokenValidityUnits.refreshToken to 60 days or less.",
    );
    expectViolation(policy, refresh(1441, "hours"), "refreshTokenValidity is 1441 hours.");
    for (const one of [refresh(60), refresh(1440, "hours"), refresh(undefined), refresh(UNKNOWN)])
      expectCompliance(policy, one);
    expectViolation(policy, refresh(undefined), "refreshTokenValidity is missing, which is 30 days.", {
      options: { offline: 29 * 86_400 },
    });
  });

  it("can call tokens back, and changes them with each use", () => {
    expectViolation(
      policy,
      pool({ enableTokenRevocation: false }),
      "enableTokenRevocation is false.\n  Fix: Set enableTokenRevocation to true.",
    );
    for (const [rotation, words] of [
      [undefined, "missing"],
      [{ feature: "DISABLED" }, '"DISABLED"'],
    ] as const)
      expectViolation(
        policy,
        pool({ refreshTokenRotation: rotation }),
        `refreshTokenRotation.feature is ${words}.\n  Fix: Set refreshTokenRotation.feature to ENABLED.`,
      );
    expectCompliance(policy, pool({ enableTokenRevocation: true, refreshTokenRotation: UNKNOWN }));
    expectCompliance(policy, pool({ enableTokenRevocation: UNKNOWN }));
  });

  it("is not read as a client of Keycloak", () => {
    expectCompliance(policy, pool({ accessTokenLifespan: "24h" }));
  });
});

it("passes as this project makes realms", () => {
  expectCompliance(policy, realm(settingsOf("shop", {} as never) as Properties));
});

it("has nothing to say of others", () => {
  expectCompliance(policy, resource("keycloak:saml/client:Client", { accessTokenLifespan: "24h" }));
});
