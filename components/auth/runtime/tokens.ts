import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload } from "jose";
import { notSignedIn, Refusal, unavailable } from "./refusal";

/** What a token must be. */
export interface TokenRules {
  /** Who made it, to the letter. */
  readonly issuer: string;
  /** Where the issuer's keys are. */
  readonly jwksUri: string;
  /** Who it is for. */
  readonly audience: string;
  /** What of it says so: a name, or a list with it. @default "aud" */
  readonly audienceClaim?: string;
}

/** Signatures that only the issuer can make: one that is made with a shared secret could be anybody's. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];

/** Clocks differ by that much, in seconds. */
const clockTolerance = 5;

/** In milliseconds. */
const keys = {
  timeoutDuration: 3_000,
  // A key that is not known is looked for this often at most, whatever callers show.
  cooldownDuration: 5_000,
  // One that was withdrawn is good for this long at most.
  cacheMaxAge: 300_000,
};

/** Verifies tokens by fixed rules. Keys are fetched when the first one comes, and kept. */
export function tokenVerifier(
  { issuer, jwksUri, audience, audienceClaim = "aud" }: TokenRules,
  limits = keys,
): (token: string) => Promise<JWTPayload> {
  const keySet = createRemoteJWKSet(new URL(jwksUri), limits);
  const usual = audienceClaim === "aud";
  const options = {
    issuer,
    algorithms,
    clockTolerance,
    requiredClaims: ["exp", "iat", "sub"],
    ...(usual && { audience }),
  };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keySet, options);
      if (!usual) checkAudience(payload[audienceClaim], audience);
      checkPurpose(payload);
      return payload;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw isOfToken(error) ? notSignedIn(error) : unavailable("Who you are", error);
    }
  };
}

/** Of an issuer that has it in a claim of its own. */
function checkAudience(found: unknown, audience: string): void {
  if (![found].flat().includes(audience)) throw notSignedIn(`a token for ${JSON.stringify(found)}`);
}

/** Keycloak says so: what tells an application of its user, and what renews a session, are no keys to a service. */
function checkPurpose({ typ, sub }: JWTPayload): void {
  if (typ !== undefined && typ !== "Bearer") throw notSignedIn(`a token of type ${JSON.stringify(typ)}`);
  if (typeof sub !== "string" || sub === "") throw notSignedIn("a token of nobody");
}

/** Whether a token is not good, as opposed to keys that are not to be had, or whatever else keeps it from being verified. */
function isOfToken(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
  // What is no key set, and what answers with another status, are told by the plain class.
  return error instanceof errors.JOSEError && error.code !== errors.JOSEError.code;
}
