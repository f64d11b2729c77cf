import { RunError } from "@pulumi/pulumi";
import { poolOf } from "../../components/cockroach/application/pool";
import { connectionsFor as connectionsForPlan } from "../../components/cockroach/cluster/limits";
import {
  connectionsFor as connectionsForMemory,
  defaults,
} from "../../components/cockroach/postgres/settings";
import { describe } from "../../components/events/function/check";
import { databases, type StackDatabase } from "../databases";
import type { StackFunction } from "../functions";
import { planOf } from "./cost";
import type { ChosenDatabase } from "./preflight";
import type { OwnDatabase } from "./shares";

/** Connections that the platform's own programs take, by their databases. */
type Shares = Readonly<Partial<Record<OwnDatabase, number>>>;

/**
 * Sees that no function scales to more pods than its database has connections for, before anything is made.
 *
 * @param functions by name
 * @param own what the platform's own programs take
 * @throws RunError
 */
export function checkConnections(
  functions: Readonly<Record<string, StackFunction>>,
  chosen: ChosenDatabase,
  own: Shares = {},
): void {
  const share = sharesOf(functions, connectionsLeft(chosen, own));
  const mistakes = Object.entries(functions).flatMap(([name, { database, scale }]) => {
    if (database === undefined) return [];
    const { connections = share(database), pods = scale?.max }: StackDatabase = databases[database];
    const problem = problemOf(connections, pods);
    return problem === undefined ? [] : [describe(name, [problem])];
  });
  if (mistakes.length > 0) throw new RunError(mistakes.join("\n"));
}

function problemOf(connections: number, pods: number | undefined): string | undefined {
  try {
    poolOf(connections, pods);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** Pods of a database that does not say how many use it: as many as a function scales to. */
const usualPods = 10;

/**
 * Shares connections out among the databases of functions, by the pods that use them.
 *
 * @returns connections by the name of a database
 */
export function sharesOf(
  functions: Readonly<Record<string, StackFunction>>,
  connections: number,
): (database: keyof typeof databases) => number {
  const used = new Set(Object.values(functions).flatMap(({ database }) => database ?? []));
  const podsOf = (database: keyof typeof databases) => {
    const { pods = usualPods }: StackDatabase = databases[database];
    return pods;
  };
  const all = [...used].reduce((sum, database) => sum + podsOf(database), 0);
  return (database) => Math.floor((connections * podsOf(database)) / all);
}

/**
 * Connections that are left for functions.
 *
 * @throws RunError when none are
 */
export function connectionsLeft(chosen: ChosenDatabase, own: Shares): number {
  const all = connectionsOf(chosen);
  // CockroachDB advises a number of connections, and refuses none beyond it.
  if (chosen.kind === "cockroach") return all;
  const taken = Object.values(own).reduce((sum, share) => sum + share, 0);
  if (taken < all) return all - taken;
  const takers = Object.entries(own).map(([name, share]) => `${name} ${share}`);
  const way =
    chosen.kind === "postgres" ? "Raise cake:database.memory" : "Raise the server's max_connections";
  throw new RunError(
    `The database takes ${all} connections, and ${takers.join(" and ")} of them are for the platform itself: none is left ` +
      `for functions. ${way}, or lower replicas in cake:identity and cake:authorization.`,
  );
}

/** What one of the platform's own programs gets of a server's connections. */
export const ownShare = (chosen: ChosenDatabase, wanted: number): number =>
  Math.min(wanted, connectionsOf(chosen));

/** Connections that all applications together may hold, as the server's component will say. */
function connectionsOf(chosen: ChosenDatabase): number {
  switch (chosen.kind) {
    case "postgres":
      return connectionsForMemory(chosen.memory ?? defaults.memory);
    case "existing":
      return chosen.server.connections;
    case "cockroach":
      return connectionsForPlan(planOf(chosen));
    default:
      return chosen satisfies never;
  }
}
