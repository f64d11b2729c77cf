import type { ApplicationDatabaseArgs } from "../components/cockroach/application";
import { pods } from "../examples/florist/functions";

/** A database of an application: migrations of its schema, its share of the server's connections, and who shares it. */
export type StackDatabase = Pick<ApplicationDatabaseArgs, "migrations" | "connections" | "pods"> & {
  /** Whether it has the tables of a ledger. @default false */
  readonly outbox?: boolean;
};

/** The databases of a stack's applications, on the stack's server. */
export const databases = {
  hello: { migrations: "examples/hello/migrations" },
  florist: { migrations: "examples/florist/migrations", pods, outbox: true },
} as const satisfies Readonly<Record<string, StackDatabase>>;
