import { resourcePolicy, types, type Finding } from "../policy";
import { at, isOneOf, shown, type Properties } from "../value";

const client = "keycloak:openid/client:Client";
const provider = "keycloak:oidc/identityProvider:IdentityProvider";

/** A code that was stolen is worth nothing. */
export const pkce = resourcePolicy({
  name: "pkce",
  description:
    "Every application that gets a code, with a secret or without one, has to prove that it asked for it (PKCE, S256).",
  why: "A code that is read on its way, or is slipped into somebody else's session, signs in whoever shows it.",
  link: "https://www.rfc-editor.org/rfc/rfc9700.html#section-2.1.1",
  concerns: types(client, provider),
  *check({ type, properties }) {
    yield* type === client ? clientFindings(properties) : providerFindings(properties);
  },
});

function* clientFindings({ standardFlowEnabled, pkceCodeChallengeMethod }: Properties): Iterable<Finding> {
  // Without the code flow there are no codes.
  if (isOneOf(standardFlowEnabled, [undefined, false])) return;
  if (!isOneOf(pkceCodeChallengeMethod, ["S256"]))
    yield {
      at: "pkceCodeChallengeMethod",
      problem: `is ${shown(pkceCodeChallengeMethod)}`,
      fix: "Set pkceCodeChallengeMethod to S256",
    };
}

/** Keycloak is the application there. */
function* providerFindings({ extraConfig }: Properties): Iterable<Finding> {
  for (const [field, good] of [
    ["pkceEnabled", "true"],
    ["pkceMethod", "S256"],
  ] as const) {
    const value = at(extraConfig, field);
    const where = `extraConfig.${field}`;
    if (!isOneOf(value, [good]))
      yield { at: where, problem: `is ${shown(value)}`, fix: `Set ${where} to "${good}"` };
  }
}
