import type { ApplicationDatabaseArgs } from "../components/cockroach/application";

/** A database of an application: migrations of its schema, and its share of the server's connections. */
export type StackDatabase = Pick<ApplicationDatabaseArgs, "migrations" | "connections">;

/** The databases of a stack's applications, on the stack's server. */
export const databases = {
  hello: { migrations: "examples/hello/migrations" },
} as const satisfies Readonly<Record<string, StackDatabase>>;
