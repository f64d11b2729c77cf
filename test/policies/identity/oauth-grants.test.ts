import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { oauthGrants as policy } from "../../../policies/identity/oauth-grants";
import { UNKNOWN, type Properties, type Value } from "../../../policies/value";

const client = (properties: Properties) => resource("keycloak:openid/client:Client", properties);

it("says all of it", () => {
  expectViolation(
    policy,
    client({ implicitFlowEnabled: true }),
    "implicitFlowEnabled is true.\n  Fix: Set implicitFlowEnabled to false, and use the code flow with PKCE " +
      "(standardFlowEnabled).\n  Why: The implicit grant leaves tokens in histories and logs; the password grant teaches " +
      "users to give their password to applications, and goes past every second factor. " +
      "https://www.rfc-editor.org/rfc/rfc9700.html#section-2.4",
  );
});

it.each([
  ["implicitFlowEnabled", "use the code flow with PKCE (standardFlowEnabled)"],
  [
    "directAccessGrantsEnabled",
    "send users to the sign-in page (standardFlowEnabled), or sign in as a service account",
  ],
])("refuses %s", (field, instead) => {
  const fix = `Fix: Set ${field} to false, and ${instead}.`;
  expectViolation(policy, client({ [field]: true }), `${field} is true.\n  ${fix}`);
  expectViolation(policy, client({ [field]: "false" }), `${field} is "false".\n  ${fix}`);
  for (const value of [false, undefined, UNKNOWN] as Value[])
    expectCompliance(policy, client({ [field]: value }));
});

it("finds both, and one beside what is not known", () => {
  const both = { implicitFlowEnabled: true, directAccessGrantsEnabled: true };
  expectViolation(policy, client(both), /^implicitFlowEnabled/, /^directAccessGrantsEnabled/);
  expectViolation(
    policy,
    client({ implicitFlowEnabled: UNKNOWN, directAccessGrantsEnabled: true }),
    "directAccessGrantsEnabled",
  );
});

it.each<Properties>([
  { standardFlowEnabled: true },
  { serviceAccountsEnabled: true },
  { oauth2DeviceAuthorizationGrantEnabled: true },
  {},
])("takes other grants: %j", (properties) => {
  expectCompliance(policy, client(properties));
});

describe.each([
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:cognito/managedUserPoolClient:ManagedUserPoolClient",
])("%s", (type) => {
  it.each(["implicit", "Code", "", 1])("has no grant but the code and its own: %s", (flow) => {
    expectViolation(
      policy,
      resource(type, { allowedOauthFlows: ["code", flow] }),
      `allowedOauthFlows[1] is ${JSON.stringify(flow)}.\n  Fix: Take it out, and name code or client_credentials.`,
    );
  });

  it.each([
    "ALLOW_USER_PASSWORD_AUTH",
    "USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ADMIN_NO_SRP_AUTH",
    true,
  ])("is shown no password: %s", (flow) => {
    expectViolation(
      policy,
      resource(type, { explicitAuthFlows: ["ALLOW_USER_SRP_AUTH", flow] }),
      `explicitAuthFlows[1] is ${JSON.stringify(flow)}.\n  Fix: Take it out, and name ALLOW_USER_SRP_AUTH, with which no ` +
        "password leaves the user's machine.",
    );
  });

  it.each<Properties>([
    { allowedOauthFlows: ["code"] },
    { allowedOauthFlows: ["client_credentials"] },
    { explicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] },
    { explicitAuthFlows: ["ALLOW_CUSTOM_AUTH"] },
    { explicitAuthFlows: ["CUSTOM_AUTH_FLOW_ONLY"] },
    { allowedOauthFlows: [UNKNOWN], explicitAuthFlows: UNKNOWN },
    {},
  ])("passes: %#", (properties) => {
    expectCompliance(policy, resource(type, properties));
  });

  it("finds one beside what is not known, and what is no list", () => {
    expectViolation(
      policy,
      resource(type, { allowedOauthFlows: [UNKNOWN, "implicit"] }),
      "allowedOauthFlows[1]",
    );
    expectViolation(policy, resource(type, { allowedOauthFlows: "implicit" }), "allowedOauthFlows[0]");
    // Those are Keycloak's.
    expectCompliance(policy, resource(type, { implicitFlowEnabled: true }));
  });
});

it("does not read Cognito's fields of a client of Keycloak", () => {
  expectCompliance(policy, client({ allowedOauthFlows: ["implicit"] }));
  expectCompliance(policy, resource("keycloak:saml/client:Client", { implicitFlowEnabled: true }));
});
