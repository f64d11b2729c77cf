import { failed, type Check } from "../../problems";
import { nameProblem } from "../sql/names";
import type { ApplicationDatabaseArgs } from "./index";

/** Everything that is wrong with an application's database, each with what was found, what is allowed, what to do. */
export function problemsOf(name: string, args: ApplicationDatabaseArgs): string[] {
  const { server, rotation = 0, connections } = args;
  const checks: Check[] = [
    [
      !Number.isInteger(rotation) || rotation < 0,
      `rotation is ${rotation}. Allowed: a whole number from 0, which each rotation raises by one.`,
    ],
    [
      connections !== undefined &&
        !(Number.isInteger(connections) && connections >= 1 && connections <= server.connections),
      `connections is ${connections}. Allowed: a whole number from 1 to ${server.connections}, which is what the ` +
        `database server takes of all applications.`,
    ],
    [
      args.watched !== undefined && server.engine !== "cockroach",
      `watched is given, and the server is a ${server.engine}, which has no changefeeds. Allowed: a CockroachDB. Take it out.`,
    ],
    [
      args.mark.trim() === "",
      "mark is empty. Give the name of what the database belongs to, such as shop/prod.",
    ],
  ];
  const named = nameProblem(name);
  return [...(named === undefined ? [] : [named]), ...failed(checks)];
}
