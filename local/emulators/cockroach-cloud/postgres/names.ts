/** Who the emulator is to a cluster's PostgreSQL. No connection from outside gets in by this name. */
export const manager = "emulator";

/** The role of administrators. Who is a member of it acts as it, see sql/session.ts. */
export const admin = "admin";

/** The cluster's own database, which no user sees. */
export const system = "system";

/** What a new cluster has. */
export const defaultDatabases = ["defaultdb", "postgres"] as const;
