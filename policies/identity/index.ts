import { bruteForceProtection } from "./brute-force-protection";
import { defaultAdmin } from "./default-admin";
import { oauthGrants } from "./oauth-grants";
import { pkce } from "./pkce";
import { redirectUris } from "./redirect-uris";
import { tokenLifetimes } from "./token-lifetimes";

/** Rules of this layer. */
export const identity = [
  bruteForceProtection,
  redirectUris,
  pkce,
  oauthGrants,
  tokenLifetimes,
  defaultAdmin,
] as const;
