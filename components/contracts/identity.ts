import type { Output } from "@pulumi/pulumi";

/** What an application is to whoever signs its users in. */
export interface OidcClient {
  readonly clientId: Output<string>;
  /** Of an application that can keep one; secret. */
  readonly clientSecret?: Output<string>;
}

/** Who configures a Keycloak: a service account of its realm `master`. */
export interface KeycloakAdmin {
  /** Address for callers outside, known once it logs in there. */
  readonly url: Output<string>;
  readonly clientId: Output<string>;
  /** Secret. */
  readonly clientSecret: Output<string>;
}

/** Where an issuer's tokens say what others say elsewhere. */
export interface TokenClaims {
  /** Who a token is for. @default "aud" */
  readonly audience?: string;
  /** The roles of its user: a list of names. @default – `roles` in `realm_access`, as Keycloak has it */
  readonly roles?: string;
}

/**
 * Who signs users in: a realm of a Keycloak of ours, or any other OpenID Connect provider. `client` in
 * components/auth/client makes an application known to it.
 */
export type Identity = {
  /** As it stands in every token. */
  readonly issuer: Output<string>;
  /** Where pods get the keys that tokens are verified with; in the cluster, where the issuer is. */
  readonly jwksUri: Output<string>;
  /** Where functions outside of the cluster get them. @default – there, too */
  readonly publicJwksUri?: Output<string>;
} & (
  | {
      readonly kind: "keycloak";
      /** Id of the realm. */
      readonly realm: Output<string>;
      /** Ids of the realm's roles, by name. */
      readonly roles: Readonly<Record<string, Output<string>>>;
      readonly admin: KeycloakAdmin;
    }
  | {
      readonly kind: "oidc";
      /** Applications by name, as they were registered there by hand. */
      readonly clients: Readonly<Record<string, OidcClient>>;
      readonly claims?: TokenClaims;
    }
);
