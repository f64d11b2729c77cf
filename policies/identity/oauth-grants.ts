import { resourcePolicy, types, type Finding } from "../policy";
import { isOneOf, items, shown, type Properties } from "../value";

const client = "keycloak:openid/client:Client";
const cognito = [
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:cognito/managedUserPoolClient:ManagedUserPoolClient",
];

/** What Keycloak calls a grant that nobody should have, and what takes its place. */
const refused = {
  implicitFlowEnabled: "use the code flow with PKCE (standardFlowEnabled)",
  directAccessGrantsEnabled:
    "send users to the sign-in page (standardFlowEnabled), or sign in as a service account",
} as const;

/** What Cognito may be told in each list, and what takes the place of everything else. */
const allowed = {
  allowedOauthFlows: { values: ["code", "client_credentials"], instead: "name code or client_credentials" },
  explicitAuthFlows: {
    values: [
      "ALLOW_USER_AUTH",
      "ALLOW_USER_SRP_AUTH",
      "ALLOW_CUSTOM_AUTH",
      "ALLOW_REFRESH_TOKEN_AUTH",
      "CUSTOM_AUTH_FLOW_ONLY",
    ],
    instead: "name ALLOW_USER_SRP_AUTH, with which no password leaves the user's machine",
  },
} as const;

/** No token comes by an address, and no application sees a password. */
export const oauthGrants = resourcePolicy({
  name: "oauth-grants",
  description: "No application has the implicit grant, or the password grant.",
  why: "The implicit grant leaves tokens in histories and logs; the password grant teaches users to give their password to applications, and goes past every second factor.",
  link: "https://www.rfc-editor.org/rfc/rfc9700.html#section-2.4",
  concerns: types(client, ...cognito),
  *check({ type, properties }) {
    yield* type === client ? keycloakFindings(properties) : cognitoFindings(properties);
  },
});

function* keycloakFindings(properties: Properties): Iterable<Finding> {
  for (const [field, instead] of Object.entries(refused)) {
    const value = properties[field];
    if (!isOneOf(value, [undefined, false]))
      yield { at: field, problem: `is ${shown(value)}`, fix: `Set ${field} to false, and ${instead}` };
  }
}

function* cognitoFindings(properties: Properties): Iterable<Finding> {
  for (const [field, { values, instead }] of Object.entries(allowed))
    for (const [index, value] of items(properties[field]).entries())
      if (!isOneOf(value, values))
        yield { at: `${field}[${index}]`, problem: `is ${shown(value)}`, fix: `Take it out, and ${instead}` };
}
