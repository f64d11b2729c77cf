import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { pkce as policy } from "../../../policies/identity/pkce";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const client = (properties: Properties) => resource("keycloak:openid/client:Client", properties);
const provider = (extraConfig: Value) =>
  resource("keycloak:oidc/identityProvider:IdentityProvider", { extraConfig });

it("says all of it", () => {
  expectViolation(
    policy,
    client({ accessType: "PUBLIC", standardFlowEnabled: true }),
    "pkceCodeChallengeMethod is missing.\n  Fix: Set pkceCodeChallengeMethod to S256.\n  Why: A code that is read on its " +
      "way, or is slipped into somebody else's session, signs in whoever shows it. " +
      "https://www.rfc-editor.org/rfc/rfc9700.html#section-2.1.1",
  );
});

it.each(["PUBLIC", "CONFIDENTIAL", undefined])("is for an application of type %s", (accessType) => {
  const standardFlowEnabled = true;
  for (const [method, words] of [
    [undefined, "missing"],
    ["", '""'],
    ["plain", '"plain"'],
    ["s256", '"s256"'],
    [true, "true"],
  ] as const)
    expectViolation(
      policy,
      client({ accessType, standardFlowEnabled, pkceCodeChallengeMethod: method }),
      `pkceCodeChallengeMethod is ${words}.`,
    );
  expectCompliance(policy, client({ accessType, standardFlowEnabled, pkceCodeChallengeMethod: "S256" }));
  expectCompliance(policy, client({ accessType, standardFlowEnabled, pkceCodeChallengeMethod: UNKNOWN }));
});

it.each<Properties>([
  { accessType: "PUBLIC", oauth2DeviceAuthorizationGrantEnabled: true },
  { accessType: "CONFIDENTIAL", standardFlowEnabled: false, serviceAccountsEnabled: true },
  { accessType: "BEARER-ONLY" },
  {},
])("is for nobody who gets no code: %j", (properties) => {
  expectCompliance(policy, client(properties));
});

it("is judged later where nobody knows whether it gets one", () => {
  expectCompliance(policy, client({ standardFlowEnabled: UNKNOWN }));
});

it("takes a flow of another type for one that is on", () => {
  expectViolation(policy, client({ standardFlowEnabled: "false" }), "pkceCodeChallengeMethod is missing");
});

describe("where Keycloak itself is the application", () => {
  it.each<[Value, string, string]>([
    [undefined, "missing", "missing"],
    [{}, "missing", "missing"],
    [{ pkceEnabled: "false", pkceMethod: "plain" }, '"false"', '"plain"'],
    [{ pkceEnabled: true, pkceMethod: 256 }, "true", "256"],
    ["S256", "missing", "missing"],
  ])("proves that it asked: %j", (extraConfig, enabled, method) => {
    expectViolation(
      policy,
      provider(extraConfig),
      `extraConfig.pkceEnabled is ${enabled}.\n  Fix: Set extraConfig.pkceEnabled to "true".`,
      `extraConfig.pkceMethod is ${method}.\n  Fix: Set extraConfig.pkceMethod to "S256".`,
    );
  });

  it("finds one beside what is not known", () => {
    expectViolation(policy, provider({ pkceEnabled: UNKNOWN }), "extraConfig.pkceMethod is missing");
    expectViolation(policy, provider({ pkceMethod: "S256" }), "extraConfig.pkceEnabled is missing");
  });

  it.each<Value>([{ pkceEnabled: "true", pkceMethod: "S256" }, UNKNOWN])("passes: %#", (extraConfig) => {
    expectCompliance(policy, provider(extraConfig));
  });
});

it("has nothing to say of others", () => {
  expectCompliance(policy, resource("keycloak:saml/client:Client", { standardFlowEnabled: true }));
});
