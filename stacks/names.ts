/** Namespace of Keycloak, and name of its database. */
export const identityName = "identity";

/** Namespace of SpiceDB, and name of its database. */
export const authorizationName = "permissions";

/** Name of the bus that carries events: it is in every address that they are posted to. */
export const busName = "events";

/** The function that publishes outboxes and keeps dead letters: `cake events` asks it. */
export const ledgerName = "ledger";

/** Namespace of functions on Knative. */
export const functionsName = "functions";
