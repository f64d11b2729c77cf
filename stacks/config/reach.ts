import { limits } from "../../components/events/function/limits";
import { failed, type Check } from "../../components/problems";
import type { CakeConfig } from "./schema";

/** Of what a stack has, what its functions do not reach from where they run. */
export function reachProblems(config: CakeConfig): string[] {
  const { events, functions } = config;
  const kind = functions?.kind ?? "knative";
  const { title, bus } = limits[kind];
  const these = `functions on ${title}`;
  return failed([
    [
      events !== undefined && events.kind !== bus,
      `cake:events.kind is ${events?.kind}, which ${these} do not reach. Allowed: ${bus}. Change it, or cake:functions.kind.`,
    ],
    ...(kind === "knative" ? [] : [...databaseChecks(config, these), ...clusterChecks(config, these)]),
  ]);
}

/** What connects from outside of the cluster. */
function databaseChecks({ environment, database }: CakeConfig, these: string): Check[] {
  const elsewhere = `${these} do not reach`;
  const isLeftOut = database === undefined && environment !== "prod";
  const found = isLeftOut ? "is missing, and its default is kind postgres" : "is of kind postgres";
  return [
    [
      isLeftOut || database?.kind === "postgres",
      `cake:database ${found}: a database in the cluster, which ${elsewhere}. Allowed: kind cockroach, or existing. Choose ` +
        "one of them, or run functions on Knative (cake:functions.kind).",
    ],
    [
      database?.kind === "existing" && database.private !== undefined,
      `cake:database.private says that only the cluster reaches the database: ${elsewhere} it. Remove it where the internet ` +
        "leads there, or run functions on Knative (cake:functions.kind).",
    ],
    [
      database?.kind === "cockroach" && !database.allow?.length,
      `cake:database.allow is missing: ${these} connect from addresses of their cloud, which CockroachDB Cloud ` +
        "refuses. Allowed: those of a NAT that functions go through (cake:functions.network); or 0.0.0.0/0, which is " +
        "everybody who has the password, to try things out in dev.",
    ],
  ];
}

/** What is in the cluster. */
function clusterChecks({ cluster, identity, authorization }: CakeConfig, these: string): Check[] {
  const elsewhere = `${these} do not reach`;
  return [
    [
      identity?.kind === "keycloak" && cluster.kind === "local",
      `cake:identity.kind is keycloak, which a local cluster shows to this machine only: ${elsewhere} it. Allowed: oidc, or ` +
        "keycloak on a cluster that the internet leads to. Change it, or run functions on Knative (cake:functions.kind).",
    ],
    [
      authorization !== undefined,
      `cake:authorization.kind is ${authorization?.kind}, which is in the cluster and has no address beyond it: ${elsewhere} ` +
        "it. Remove it, or run functions on Knative (cake:functions.kind).",
    ],
  ];
}
