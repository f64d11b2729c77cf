import type { UsageLimits as Limits } from "../api";
import type { BackupConfig, ClusterInputs, Serverless } from "./inputs";

/* What a deprecated spend limit stands for, in the prices of the time when there was nothing else. */
const requestUnitsPerDollar = 5_000_000;
const mebibytesPerDollar = 2048;

/** The request that makes a cluster. */
export function creation(inputs: ClusterInputs): object {
  const { name, cloudProvider, plan, parentId, labels, deleteProtection } = inputs;
  const serverless = inputs.serverless ?? {};
  return {
    name,
    provider: cloudProvider,
    spec: {
      plan,
      serverless: {
        ...regionsOf(inputs),
        usage_limits: limitsOf(serverless),
        upgrade_type: serverless.upgradeType,
        with_empty_ip_allowlist: serverless.withEmptyIpAllowlist || undefined,
      },
      parent_id: parentId,
      labels,
      delete_protection: protection(deleteProtection ?? false),
    },
  };
}

/** The request that changes a cluster. What the program leaves to the service is left out, and so stays. */
export function change(inputs: ClusterInputs): object {
  const { plan, parentId, labels, deleteProtection } = inputs;
  const serverless = inputs.serverless ?? {};
  return {
    plan,
    serverless: {
      primary_region: "",
      ...regionsOf(inputs),
      // Without any, all limits end.
      usage_limits: limitsOf(serverless) ?? {},
      upgrade_type: serverless.upgradeType,
    },
    parent_id: parentId,
    labels,
    delete_protection: deleteProtection === undefined ? undefined : protection(deleteProtection),
  };
}

/**
 * The request that changes a cluster's backups: only what differs, because the retention can be set once.
 *
 * @returns undefined when nothing differs
 */
export function backupChange(wanted: BackupConfig, old: BackupConfig = {}): object | undefined {
  const changed = (["enabled", "frequencyMinutes", "retentionDays"] as const).filter(
    (name) => wanted[name] !== undefined && wanted[name] !== old[name],
  );
  const fields = {
    enabled: "enabled",
    frequencyMinutes: "frequency_minutes",
    retentionDays: "retention_days",
  };
  return changed.length > 0
    ? Object.fromEntries(changed.map((name) => [fields[name], wanted[name]]))
    : undefined;
}

const protection = (isOn: boolean): string => (isOn ? "ENABLED" : "DISABLED");

function regionsOf({ regions }: ClusterInputs): { regions: string[]; primary_region?: string } {
  const primary = regions.find((region) => region.primary)?.name;
  return {
    regions: regions.map(({ name }) => name),
    ...(primary !== undefined && { primary_region: primary }),
  };
}

function limitsOf({ usageLimits, spendLimit }: Serverless): Limits | undefined {
  if (usageLimits) {
    const { requestUnitLimit, storageMibLimit, provisionedVirtualCpus } = usageLimits;
    return {
      request_unit_limit: requestUnitLimit?.toString(),
      storage_mib_limit: storageMibLimit?.toString(),
      provisioned_virtual_cpus: provisionedVirtualCpus?.toString(),
    };
  }
  if (spendLimit === undefined) return undefined;
  const dollars = spendLimit / 100;
  return {
    request_unit_limit: Math.trunc(dollars * requestUnitsPerDollar * 0.8).toString(),
    storage_mib_limit: Math.trunc(dollars * mebibytesPerDollar * 0.2).toString(),
  };
}
