import type { Input } from "@pulumi/pulumi";

interface Common {
  /** On the pages where users sign in. @default – its name */
  readonly displayName?: string;
  /** Roles of the realm that its tokens may tell of, of those that the user has. @default – none */
  readonly roles?: readonly string[];
  /** Who its tokens are for: names that services look for in them. @default – nobody */
  readonly audiences?: readonly string[];
}

/**
 * An application that users sign in to, or that signs in itself. None has the implicit or the password grant, and none
 * can do what it was not given.
 */
export type ClientArgs = Common &
  (
    | {
        /** Runs in a browser, or in front of one: code flow with PKCE, and no secret. */
        readonly kind: "browser";
        /** Where users come back to, to the letter. One that is known only later is checked when it is. */
        readonly redirectUris: readonly Input<string>[];
        /** Where they come back to when they have signed out. @default – redirectUris */
        readonly postLogoutRedirectUris?: readonly Input<string>[];
        readonly rotation?: undefined;
      }
    | {
        /** A service that signs in as itself, with a secret. It has all of `roles`. */
        readonly kind: "service";
        /** How often its secret was rotated. Raising it by one makes another one. @default 0 */
        readonly rotation?: number;
        readonly redirectUris?: undefined;
        readonly postLogoutRedirectUris?: undefined;
      }
    | {
        /** A command or a device without a browser: users sign in on another one (RFC 8628). */
        readonly kind: "device";
        readonly rotation?: undefined;
        readonly redirectUris?: undefined;
        readonly postLogoutRedirectUris?: undefined;
      }
  );
