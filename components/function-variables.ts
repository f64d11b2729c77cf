/*
 * How a function learns of what it uses of other layers: by variables, so that its code is the same on every platform
 * that runs functions.
 */

/** Its database. */
export const databaseVariables = {
  url: "DATABASE_URL",
  poolSize: "DATABASE_POOL_SIZE",
  /** The authority of the server's certificate, where that is neither a public one nor a file that the address names. */
  ca: "DATABASE_CA",
} as const;

/** The bus that it publishes to. */
export const busVariables = {
  url: "EVENTS_URL",
  /** Who it is in its events. */
  source: "EVENTS_SOURCE",
  /** Types of its events, with commas between them. */
  types: "EVENTS_TYPES",
  /** Set where its database is to know which events it has handled. */
  ledger: "EVENTS_LEDGER",
} as const;

/** Who signs its users in. */
export const identityVariables = {
  issuer: "AUTH_ISSUER",
  jwksUri: "AUTH_JWKS_URI",
  audience: "AUTH_AUDIENCE",
} as const;

/** Where its users' tokens say what; only where that is not where Keycloak's say it. */
export const claimVariables = { audience: "AUTH_AUDIENCE_CLAIM", roles: "AUTH_ROLES_CLAIM" } as const;

/** Who knows what its users may do. */
export const authorizationVariables = {
  endpoint: "SPICEDB_ENDPOINT",
  ca: "SPICEDB_CA",
  token: "SPICEDB_TOKEN",
} as const;

/** Where what it could not handle is kept, on platforms whose bus does not keep what it answers with. */
export const deadLetterVariables = { url: "DEAD_LETTERS_URL" } as const;
