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
  /** Of the realm. */
  readonly roles: readonly string[];
  /** Everything that the token says. */
  readonly claims: JWTPayload;
}

/** The user that a verified token is about. */
export function userOf(claims: JWTPayload): User {
  const { sub = "", name, preferred_username, email, email_verified } = claims;
  return {
    id: sub,
    name: textIn(name) ?? textIn(preferred_username) ?? sub,
    email: email_verified === true ? textIn(email) : undefined,
    roles: rolesIn(claims.realm_access),
    claims,
  };
}

const textIn = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** Keycloak's way to tell of roles; a token without it is of somebody without one. */
function rolesIn(access: unknown): readonly string[] {
  const roles = (access as { roles?: unknown } | undefined)?.roles;
  return Array.isArray(roles) ? roles.filter((role) => typeof role === "string") : [];
}

/** @throws Refusal (403) unless the user has one of the roles */
export function requireRole(user: User, ...roles: readonly [string, ...string[]]): void {
  if (!roles.some((role) => user.roles.includes(role))) throw forbidden();
}
