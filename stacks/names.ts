/** Namespace of Keycloak, and name of its database. */
export const identityName = "identity";

/** Namespace of SpiceDB, and name of its database. */
export const authorizationName = "permissions";
