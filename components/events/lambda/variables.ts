import * as pulumi from "@pulumi/pulumi";
import type { FunctionSpec } from "../../contracts";
import { databaseVariables, deadLetterVariables } from "../../function-variables";

/**
 * The variables of a function, its secrets among them: Lambda encrypts them all, with a key of the account's where the
 * platform has one. Secrets Manager would be a bill for each function and a call at each cold start, and whoever may read a
 * function's variables may read those, too.
 *
 * @returns secret where anything of it is
 */
export function variablesOf(
  { environment = {}, secrets = {}, needs }: FunctionSpec,
  deadLetters: pulumi.Input<string> | undefined,
): pulumi.Input<Record<string, pulumi.Input<string>>> {
  const database = needs?.database;
  const hidden = {
    ...secrets,
    ...(database?.url !== undefined && { [databaseVariables.url]: database.url }),
  };
  return {
    NODE_ENV: "production",
    ...environment,
    ...(database && { [databaseVariables.poolSize]: String(database.poolSize) }),
    ...(database?.ca && { [databaseVariables.ca]: database.ca }),
    ...(deadLetters !== undefined && { [deadLetterVariables.url]: deadLetters }),
    ...Object.fromEntries(Object.entries(hidden).map(([name, value]) => [name, pulumi.secret(value)])),
  };
}
