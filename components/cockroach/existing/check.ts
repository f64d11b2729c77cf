import type * as pulumi from "@pulumi/pulumi";
import type { Database } from "../../contracts";
import type { Address } from "../application/endpoint";
import { configMap, Objects } from "../application/objects";
import { setupSecret } from "../application/secrets";
import { checkTask } from "../application/tasks";
import { postgresImage } from "../image";
import { requirementsScript } from "./requirements";

/** Where a Job runs that reaches the database. */
export interface CheckPlace {
  readonly namespace: pulumi.Input<string>;
  /** @default – the official image of PostgreSQL */
  readonly image?: string;
}

/** Looks at a database from within the cluster. @returns what is done once nothing is wrong with it */
export function checkInCluster(
  name: string,
  server: Address & Pick<Database, "admin" | "engine" | "connections">,
  { namespace, image = postgresImage }: CheckPlace,
  parent: pulumi.Resource,
): pulumi.CustomResource {
  const objects = new Objects(name, parent);
  const secret = objects.byContent("login", setupSecret(namespace, server));
  const scripts = objects.byContent(
    "requirements",
    configMap(namespace, { "check.sql": requirementsScript(server) }),
  );
  const task = checkTask({ namespace, image, secret, scripts }, server.admin.database);
  return objects.job("preflight", task);
}
