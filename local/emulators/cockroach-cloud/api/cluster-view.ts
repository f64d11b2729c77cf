import { hostOf } from "../hosts";
import type { Cluster } from "../model";

/** What the emulated clusters say they run; the part after the plus says what they are. */
const version = "v25.4.2+emulated";

export const majorVersion = "v25.4";

/** A cluster as the API shows it. */
export function showCluster(cluster: Cluster, creator: string) {
  const { id, name, cloud_provider, plan, state, parent_id, labels, delete_protection } = cluster;
  const { created_at, updated_at, deleted_at, routing_id, upgrade_type, usage_limits, primary_region } =
    cluster;
  return {
    id,
    name,
    cockroach_version: version,
    upgrade_status: "FINALIZED",
    plan,
    cloud_provider,
    account_id: "",
    state,
    creator_id: creator,
    operation_status: "UNSPECIFIED",
    config: { serverless: { routing_id, upgrade_type, usage_limits } },
    regions: cluster.regions.map((region) => ({
      name: region,
      sql_dns: hostOf(cluster, region),
      ui_dns: "",
      internal_dns: "",
      private_endpoint_dns: "",
      node_count: 0,
      primary: region === primary_region ? true : undefined,
    })),
    cidr_range: "",
    created_at,
    updated_at,
    deleted_at,
    labels,
    delete_protection,
    parent_id,
    sql_dns: sqlHost(cluster),
    is_customer_cloud_account: false,
  };
}

/** The host that connection strings have. */
export const sqlHost = (cluster: Cluster): string =>
  hostOf(cluster, cluster.primary_region ?? cluster.regions[0] ?? "");
