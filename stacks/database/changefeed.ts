import { RunError } from "@pulumi/pulumi";
import { unreachable, type Ingress } from "../../components/events/ledger/feed";
import { hasFlorist } from "../functions";
import type { Settings } from "../presets";
import type { ChosenDatabase } from "./preflight";

/** Whether a stack asks for a changefeed. */
export const wantsChangefeed = ({ events }: Pick<Settings, "events">): boolean =>
  events?.kind === "knative" && events.changefeed === "on";

/**
 * Sees that a changefeed can be had where one is asked for, before anything is made.
 *
 * @throws RunError
 */
export function checkChangefeed(
  settings: Pick<Settings, "events" | "identity" | "authorization">,
  database: ChosenDatabase,
  cluster: { readonly ingress: Ingress },
): void {
  if (!wantsChangefeed(settings)) return;
  const problem = problemOf(settings, database, cluster);
  if (problem !== undefined) {
    throw new RunError(`cake:events.changefeed is on, and ${problem}. Set it to off, or leave it out.`);
  }
}

function problemOf(
  settings: Parameters<typeof checkChangefeed>[0],
  database: ChosenDatabase,
  { ingress }: { readonly ingress: Ingress },
): string | undefined {
  if (!hasFlorist(settings)) {
    return "no function of the stack has an outbox: the florist has one, which needs cake:identity and cake:authorization";
  }
  const server = serverOf(database);
  if (server !== "CockroachDB") return `the database is ${server}, which has none. Allowed: CockroachDB`;
  return unreachable({ kind: "knative", cluster: { ingress } });
}

/** What it is, in words. */
function serverOf(database: ChosenDatabase): string {
  switch (database.kind) {
    case "postgres":
      return "PostgreSQL";
    case "existing":
      return database.server.engine === "cockroach" ? "CockroachDB" : "PostgreSQL";
    case "cockroach":
      return database.emulatorCa === undefined ? "CockroachDB" : "an emulated CockroachDB, a PostgreSQL";
    default:
      return database satisfies never;
  }
}
