import type { Duration } from "../../contracts";

/*
 * What a realm is like that nobody has said more of. Where Keycloak's own default is as strict, it stands here too, so
 * that a change made by hand is set back. Sources:
 * - BCP: OAuth 2.0 Security Best Current Practice, RFC 9700
 * - NIST: Digital Identity Guidelines, SP 800-63B revision 4
 * - ASVS: OWASP Application Security Verification Standard 4.0.3
 * - guide: https://www.keycloak.org/docs/latest/server_admin/#mitigating-security-threats
 */

/** Lifetimes. */
export interface Sessions {
  /** Of what is shown to applications: it cannot be called back. @default "5 minutes" – guide: short */
  readonly accessToken?: Duration;
  /** Without a sign of the user. @default "30 minutes" – NIST 2.2.3: at most an hour */
  readonly idle?: Duration;
  /** However busy. @default "10 hours" – NIST 2.2.3: at most 24 hours */
  readonly longest?: Duration;
}

export const sessions: Required<Sessions> = {
  accessToken: "5 minutes",
  idle: "30 minutes",
  longest: "10 hours",
};

/** What passwords must be. There are no rules of digits and signs: NIST 3.1.1.2 forbids them. */
export interface Passwords {
  /** Characters at least. @default 15 – NIST 3.1.1.2, for who signs in with nothing else */
  readonly length?: number;
  /** Passwords before it that it must not be. @default 5 */
  readonly history?: number;
}

export const passwords: Required<Passwords> = { length: 15, history: 5 };

/** NIST 3.1.1.2: where there is a second factor; fewer are never accepted. */
export const leastPassword = 8;

/** Keycloak's way to write what passwords must be. */
export const passwordPolicy = ({ length, history }: Required<Passwords>): string =>
  [
    `length(${length})`,
    "notUsername(undefined)",
    "notEmail(undefined)",
    ...(history > 0 ? [`passwordHistory(${history})`] : []),
  ].join(" and ");

/** When an account is closed for a while: ASVS 2.2.1, less than 100 tries in an hour. */
export interface Guard {
  /** Wrong passwords, one after the other, that close it. @default 5 */
  readonly failures?: number;
  /** For how long, longer each time. @default "1 minute" */
  readonly wait?: Duration;
  /** The longest that it is closed: who locks others out on purpose does it no longer. @default "15 minutes" */
  readonly longestWait?: Duration;
}

export const guard: Required<Guard> = { failures: 5, wait: "1 minute", longestWait: "15 minutes" };

/** What every realm has. */
export const hardened = {
  // Only private addresses may come without TLS: pods, which fetch keys, and a developer's own machine.
  sslRequired: "external",
  // Who may have an account is decided, not taken.
  registrationAllowed: false,
  editUsernameAllowed: false,
  loginWithEmailAllowed: true,
  duplicateEmailsAllowed: false,
  rememberMe: false,
  // BCP 2.2.2 and 4.14.2: each refresh token is good for one use, and a second use ends the session.
  revokeRefreshToken: true,
  refreshTokenMaxReuse: 0,
  // A token for when the user is away ends, too: after a month without use, and after two.
  offlineSessionIdleTimeout: "720h",
  offlineSessionMaxLifespanEnabled: true,
  offlineSessionMaxLifespan: "1440h",
  // RFC 6749, 4.1.2: a code is used at once. The rest is Keycloak's own.
  accessCodeLifespan: "1m",
  accessCodeLifespanLogin: "30m",
  accessCodeLifespanUserAction: "5m",
  actionTokenGeneratedByUserLifespan: "5m",
  actionTokenGeneratedByAdminLifespan: "12h",
  userManagedAccess: false,
} as const;

/** What browsers are told. guide: clickjacking, content security. */
export const headers = {
  contentSecurityPolicy: "frame-src 'self'; frame-ancestors 'self'; object-src 'none';",
  xFrameOptions: "SAMEORIGIN",
  xContentTypeOptions: "nosniff",
  xRobotsTag: "none",
  referrerPolicy: "no-referrer",
  strictTransportSecurity: "max-age=31536000; includeSubDomains",
} as const;

/** Keys of a user's own: two algorithms that all authenticators have, and the user is always verified. */
export const webAuthn = {
  signatureAlgorithms: ["ES256", "RS256"],
  attestationConveyancePreference: "none",
  userVerificationRequirement: "required",
};

/**
 * What is remembered of users: signing in and out, what is changed of an account, and everything that fails. The list is
 * written out because the server would fill in its own, which a preview would show as a change.
 */
export const eventTypes = [
  "LOGIN",
  "LOGIN_ERROR",
  "LOGOUT",
  "LOGOUT_ERROR",
  "REGISTER",
  "REGISTER_ERROR",
  "CODE_TO_TOKEN_ERROR",
  "REFRESH_TOKEN_ERROR",
  "CLIENT_LOGIN",
  "CLIENT_LOGIN_ERROR",
  "OAUTH2_DEVICE_AUTH_ERROR",
  "OAUTH2_DEVICE_CODE_TO_TOKEN_ERROR",
  "UPDATE_CREDENTIAL",
  "UPDATE_CREDENTIAL_ERROR",
  "REMOVE_CREDENTIAL",
  "RESET_PASSWORD",
  "RESET_PASSWORD_ERROR",
  "UPDATE_EMAIL",
  "UPDATE_PROFILE",
  "VERIFY_EMAIL",
  "DELETE_ACCOUNT",
  "FEDERATED_IDENTITY_LINK",
  "REMOVE_FEDERATED_IDENTITY",
  "IDENTITY_PROVIDER_LOGIN_ERROR",
  "IMPERSONATE",
  "USER_DISABLED_BY_TEMPORARY_LOCKOUT",
  "USER_DISABLED_BY_PERMANENT_LOCKOUT",
] as const;

/** Events are kept for that long. */
export const eventsKept: Duration = "720 hours";

/** The group that every user is in from the start. */
export const everyone = "everyone";
