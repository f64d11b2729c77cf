import type { JWTPayload } from "jose";
import { forbidden } from "./refusal";

/** Who called. */
export interface User {
  /** Never changes, and is nobody else's at the same issuer. */
  readonly id: string;
  /** To be shown. */
  readonly name: string;
  /** Only one that was verified. */
  readonly email: string | undefined;
  /** Those that the token tells of. */
  readonly roles: readonly string[];
  /** Everything that the token says. */
  readonly claims: JWTPayload;
}

/**
 * The user that a verified token is about.
 *
 * @param rolesClaim what of the token lists the user's roles @default – `roles` in `realm_access`, as Keycloak has it
 */
export function userOf(claims: JWTPayload, rolesClaim?: string): User {
  const { sub = "", name, preferred_username, email, email_verified } = claims;
  return {
    id: sub,
    name: textIn(name) ?? textIn(preferred_username) ?? sub,
    email: email_verified === true ? textIn(email) : undefined,
    roles: namesIn(rolesClaim === undefined ? rolesOfRealm(claims.realm_access) : claims[rolesClaim]),
    claims,
  };
}

const textIn = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const rolesOfRealm = (access: unknown): unknown => (access as { roles?: unknown } | undefined)?.roles;

/** A token that lists none is of somebody without any. */
const namesIn = (list: unknown): readonly string[] =>
  Array.isArray(list) ? list.filter((name) => typeof name === "string") : [];

/** @throws Refusal (403) unless the user has one of the roles */
export function requireRole(user: User, ...roles: readonly [string, ...string[]]): void {
  if (!roles.some((role) => user.roles.includes(role))) throw forbidden();
}
