import { oidc } from "@pulumi/keycloak";
import * as pulumi from "@pulumi/pulumi";

interface Known {
  readonly clientId: pulumi.Input<string>;
  readonly clientSecret: pulumi.Input<string>;
  /** On the sign-in page. @default – its name */
  readonly displayName?: string;
}

/** Whoever else may say who a user is. Its redirect URI is `<issuer>/broker/<name>/endpoint`. */
export type IdentityProvider = Known &
  (
    | {
        readonly kind: "google";
        /** Only accounts of that Google Workspace. @default – all accounts */
        readonly hostedDomain?: string;
      }
    | { readonly kind: "github" }
    | {
        /** Any OpenID Connect provider; the addresses are those of its discovery document. */
        readonly kind: "oidc";
        readonly issuer: string;
        readonly authorizationUrl: string;
        readonly tokenUrl: string;
        readonly jwksUrl: string;
        readonly userInfoUrl?: string;
        readonly logoutUrl?: string;
      }
  );

/** Addresses that keys and secrets are sent to. */
export const addressesOf = (provider: IdentityProvider): Readonly<Record<string, string | undefined>> => {
  if (provider.kind !== "oidc") return {};
  const { issuer, authorizationUrl, tokenUrl, jwksUrl, userInfoUrl, logoutUrl } = provider;
  return { issuer, authorizationUrl, tokenUrl, jwksUrl, userInfoUrl, logoutUrl };
};

/** Makes a realm take the word of another provider. */
export function identityProvider(
  name: string,
  alias: string,
  realm: pulumi.Input<string>,
  provider: IdentityProvider,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  const common = {
    realm,
    alias,
    clientId: provider.clientId,
    clientSecret: pulumi.secret(provider.clientSecret),
    ...(provider.displayName !== undefined && { displayName: provider.displayName }),
    // Whoever signs in with it changes nothing of an account that is there with the same address: its owner is asked first.
    trustEmail: false,
    storeToken: false,
    syncMode: "IMPORT",
  };
  switch (provider.kind) {
    case "google":
      return new oidc.GoogleIdentityProvider(
        name,
        { ...common, ...(provider.hostedDomain !== undefined && { hostedDomain: provider.hostedDomain }) },
        opts,
      );
    case "github":
      return new oidc.GithubIdentityProvider(name, common, opts);
    case "oidc":
      return new oidc.IdentityProvider(
        name,
        {
          ...common,
          ...addressesOf(provider),
          authorizationUrl: provider.authorizationUrl,
          tokenUrl: provider.tokenUrl,
          validateSignature: true,
          defaultScopes: "openid profile email",
          // RFC 9700, 2.1.1: a code that was stolen on its way is worth nothing.
          extraConfig: { pkceEnabled: "true", pkceMethod: "S256" },
        },
        opts,
      );
    default:
      return provider satisfies never;
  }
}
