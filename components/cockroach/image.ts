/**
 * PostgreSQL, by version: the server in the cluster, and psql in the Jobs that run SQL. It has no certificate
 * authorities: who connects to a server with a public certificate brings them along.
 */
export const postgresImage = "docker.io/library/postgres:18.3-bookworm";
