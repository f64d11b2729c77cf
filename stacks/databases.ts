import type { ApplicationDatabaseArgs } from "../components/cockroach/application";

/** The databases of a stack's applications, on the stack's server. */
export const databases = {
  hello: { migrations: "examples/hello/migrations" },
} as const satisfies Readonly<Record<string, Pick<ApplicationDatabaseArgs, "migrations" | "connections">>>;
