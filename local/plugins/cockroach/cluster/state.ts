import type { Values } from "../../base";
import type { BackupConfiguration, Cluster, Region, UsageLimits as Limits } from "../api";
import type { ClusterInputs } from "./inputs";

/**
 * The properties of a cluster as the API tells it.
 *
 * @param inputs what the program says of it, which decides the order of the regions; none for an import or a look-up
 */
export function propertiesOf(
  cluster: Cluster,
  backups: BackupConfiguration | undefined,
  inputs?: Pick<ClusterInputs, "regions" | "serverless">,
): Values {
  return {
    ...(backups && { backupConfig: backupConfigOf(backups) }),
    accountId: cluster.account_id ?? "",
    cloudProvider: cluster.cloud_provider,
    cockroachVersion: majorOf(cluster.cockroach_version),
    creatorId: cluster.creator_id,
    deleteProtection: cluster.delete_protection === "ENABLED",
    fullVersion: cluster.cockroach_version,
    labels: cluster.labels ?? {},
    name: cluster.name,
    operationStatus: cluster.operation_status,
    parentId: cluster.parent_id ?? "root",
    plan: cluster.plan,
    regions: ordered(cluster.regions, inputs?.regions).map(regionOf),
    ...(cluster.config.serverless && { serverless: serverlessOf(cluster.config.serverless, inputs) }),
    ...(cluster.config.dedicated && { dedicated: dedicatedOf(cluster, cluster.config.dedicated) }),
    state: cluster.state,
    upgradeStatus: cluster.upgrade_status,
  };
}

/** v25.4.2 is of v25.4. */
const majorOf = (version: string): string => /^v\d+\.\d+(?=\.\d)/.exec(version)?.[0] ?? version;

function backupConfigOf({ enabled, frequency_minutes, retention_days }: BackupConfiguration): Values {
  return { enabled, frequencyMinutes: frequency_minutes, retentionDays: retention_days };
}

/** The API sorts regions by name. Those that the program does not name are somebody else's. */
function ordered(
  regions: readonly Region[],
  named: readonly { readonly name: string }[] | undefined,
): readonly Region[] {
  return named === undefined
    ? regions
    : named.flatMap(({ name }) => regions.filter((region) => region.name === name));
}

function regionOf(region: Region): Values {
  return {
    name: region.name,
    primary: region.primary ?? false,
    sqlDns: region.sql_dns,
    uiDns: region.ui_dns,
    internalDns: region.internal_dns,
    privateEndpointDns: region.private_endpoint_dns,
    nodeCount: region.node_count,
    s3VpcEndpointId: region.s3_vpc_endpoint_id ?? "",
  };
}

type ServerlessConfig = NonNullable<Cluster["config"]["serverless"]>;

function serverlessOf(
  { routing_id, upgrade_type, usage_limits }: ServerlessConfig,
  inputs: Pick<ClusterInputs, "serverless"> | undefined,
): Values {
  const { spendLimit, usageLimits, withEmptyIpAllowlist } = inputs?.serverless ?? {};
  const limits = usage_limits ? limitsOf(usage_limits) : usageLimits && {};
  return {
    routingId: routing_id,
    upgradeType: upgrade_type,
    // The API tells neither of the two.
    ...(withEmptyIpAllowlist !== undefined && { withEmptyIpAllowlist }),
    ...(spendLimit === undefined ? limits && { usageLimits: limits } : { spendLimit }),
  };
}

function limitsOf(limits: Limits): Values {
  const numbers = {
    requestUnitLimit: limits.request_unit_limit,
    storageMibLimit: limits.storage_mib_limit,
    provisionedVirtualCpus: limits.provisioned_virtual_cpus,
  };
  return Object.fromEntries(
    Object.entries(numbers).flatMap(([name, value]) => (value === undefined ? [] : [[name, Number(value)]])),
  );
}

function dedicatedOf(cluster: Cluster, config: NonNullable<Cluster["config"]["dedicated"]>): Values {
  return {
    machineType: config.machine_type,
    numVirtualCpus: config.num_virtual_cpus,
    storageGib: config.storage_gib,
    memoryGib: config.memory_gib,
    diskIops: config.disk_iops,
    privateNetworkVisibility: cluster.network_visibility === "PRIVATE",
    cidrRange: cluster.cidr_range,
  };
}
