import type { ApplicationDatabaseArgs } from "../components/cockroach/application";
import { florist } from "./functions";

/** A database of an application: migrations of its schema, its share of the server's connections, and who shares it. */
export type StackDatabase = Pick<ApplicationDatabaseArgs, "migrations" | "connections" | "pods">;

/** Pods of the florist's functions at most, and one of their ledger. */
const floristPods: number = Object.values(florist).reduce((all, { scale }) => all + scale.max, 1);

/** The databases of a stack's applications, on the stack's server. */
export const databases = {
  hello: { migrations: "examples/hello/migrations" },
  florist: { migrations: "examples/florist/migrations", pods: floristPods },
} as const satisfies Readonly<Record<string, StackDatabase>>;
