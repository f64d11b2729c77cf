import * as pulumi from "@pulumi/pulumi";
import type { Identity, TokenClaims } from "../../contracts";
import type { Provider } from "./discovery";

/** An application as it was registered with a provider by hand. */
export interface RegisteredClient {
  readonly clientId: pulumi.Input<string>;
  /** Of one that can keep it. */
  readonly clientSecret?: pulumi.Input<string>;
}

/**
 * Users of any OpenID Connect provider: Auth0, Cognito, Entra, somebody's Keycloak.
 *
 * @param provider what `discover` found
 * @param clients applications by the names that `client` asks for
 * @param claims where its tokens say who they are for, and which roles their users have
 */
export function oidcIdentity(
  { issuer, jwksUri }: Provider,
  clients: Readonly<Record<string, RegisteredClient>>,
  claims?: TokenClaims,
): Extract<Identity, { kind: "oidc" }> {
  const known = ({ clientId, clientSecret }: RegisteredClient) => ({
    clientId: pulumi.output(clientId),
    ...(clientSecret !== undefined && { clientSecret: pulumi.secret(clientSecret) }),
  });
  return {
    kind: "oidc",
    issuer: pulumi.output(issuer),
    jwksUri: pulumi.output(jwksUri),
    clients: Object.fromEntries(Object.entries(clients).map(([name, one]) => [name, known(one)])),
    ...(claims && { claims }),
  };
}
