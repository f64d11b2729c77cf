import * as pulumi from "@pulumi/pulumi";
import {
  ApplicationDatabase,
  database,
  type ApplicationDatabaseArgs,
} from "../../../../components/cockroach/application";
import type { Database } from "../../../../components/contracts";
import { valueOf } from "../../../support/outputs";
import { recordRegistrations, type Registrations } from "../../../support/registrations";

export const passwordType = "random:index/randomPassword:RandomPassword";

/** Records registrations; a password is `password of` its name. */
export const recordWithPasswords = (): Promise<Registrations> =>
  recordRegistrations((type, name) => (type === passwordType ? { result: `password of ${name}` } : {}));

/** Of a Secret. It is sent with a mark of its own around it; what is no secret has no `value`. */
export const contentOf = (registrations: Registrations, name: string): Record<string, string> =>
  (registrations.get(name).inputs.stringData as { value: Record<string, string> }).value;

const shared = {
  host: pulumi.output("postgres.database.svc.cluster.local"),
  port: pulumi.output(5432),
  admin: {
    user: pulumi.output("postgres"),
    password: pulumi.secret("admin's password"),
    database: "postgres",
  },
};

export const inCluster: Database = {
  ...shared,
  engine: "postgres",
  plan: "cluster",
  ca: pulumi.output("the authority"),
  reach: { kind: "cluster", namespace: pulumi.output("database") },
  connections: 40,
};

export const basic: Database = {
  ...shared,
  engine: "cockroach",
  plan: "basic",
  clusterId: pulumi.output("a cluster's id"),
  reach: { kind: "internet" },
  connections: 4,
};

/** A database that is set up, and that somebody has connected to. */
export async function make(
  name: string,
  args: Partial<ApplicationDatabaseArgs> = {},
  server = inCluster,
): Promise<ApplicationDatabase> {
  const made = database(server, name, { namespace: "database", mark: "cakestack/test", ...args });
  await Promise.all(made.ready.map((resource) => valueOf(resource.urn)));
  await valueOf(made.connection("probe", { namespace: "functions" }).secret);
  return made;
}
