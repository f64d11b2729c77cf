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

/**
 * Sees that no function scales to more pods than its database has connections for, before anything is made.
 *
 * @param functions by name
 * @throws RunError
 */
export function checkConnections(
  functions: Readonly<Record<string, StackFunction>>,
  chosen: ChosenDatabase,
): void {
  const all = connectionsOf(chosen);
  const mistakes = Object.entries(functions).flatMap(([name, { database, scale }]) => {
    if (database === undefined) return [];
    const { connections = all }: StackDatabase = databases[database];
    const problem = problemOf(connections, scale?.max);
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
