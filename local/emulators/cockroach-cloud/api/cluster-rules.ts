import { z } from "zod";
import type { Cluster, Labels, Plan, Provider, UpgradeType, UsageLimits } from "../model";
import { regionProblem } from "../regions";
import { ApiError, invalid } from "./errors";
import { int64 } from "./requests";

const limit = int64.transform(String).optional();

const usageLimits = z.object({
  request_unit_limit: limit,
  storage_mib_limit: limit,
  provisioned_virtual_cpus: limit,
});

const serverless = z.object({
  regions: z.array(z.string()).optional(),
  primary_region: z.string().optional(),
  upgrade_type: z.enum(["AUTOMATIC", "MANUAL"]).optional(),
  usage_limits: usageLimits.optional(),
});

const common = {
  plan: z.enum(["BASIC", "STANDARD", "ADVANCED"]).optional(),
  parent_id: z.string().optional(),
  labels: z.record(z.string(), z.string()).optional(),
  delete_protection: z.enum(["ENABLED", "DISABLED"]).optional(),
  dedicated: z.unknown().optional(),
};

export const createRequest = z.object({
  name: z.string(),
  provider: z.enum(["GCP", "AWS", "AZURE"]),
  spec: z.object({
    ...common,
    serverless: serverless.extend({ with_empty_ip_allowlist: z.boolean().optional() }).optional(),
  }),
});

export const updateRequest = z.object({
  ...common,
  serverless: serverless.optional(),
  cockroach_version: z.string().optional(),
  upgrade_status: z.string().optional(),
});

/** What of a cluster has rules that depend on each other. */
export interface Shape {
  readonly provider: Provider;
  readonly plan: Plan;
  readonly regions: readonly string[];
  readonly primary?: string;
  readonly upgradeType: UpgradeType;
  readonly limits: UsageLimits;
}

export function checkName(name: string): void {
  if (/^[a-z0-9][a-z0-9-]{4,18}[a-z0-9]$/.test(name)) return;
  throw invalid(
    "cluster name must be 6-20 characters in length and can include numbers, lowercase letters, and dashes " +
      "(but no leading or trailing dashes)",
  );
}

export function checkShape(shape: Shape): void {
  checkRegions(shape);
  if (shape.plan === "BASIC" && shape.upgradeType === "MANUAL") {
    throw invalid("plan type BASIC does not allow upgrade_type MANUAL");
  }
  checkLimits(shape);
}

function checkRegions({ provider, regions, primary }: Shape): void {
  if (regions.length === 0) throw invalid("at least one region must be specified");
  if (new Set(regions).size < regions.length) throw invalid("regions must be unique");
  for (const region of regions) {
    const problem = regionProblem(provider, region);
    if (problem) throw invalid(problem);
  }
  if (regions.length > 1 && !primary) {
    throw invalid("primary_region is required for a cluster of more than one region");
  }
  if (primary && !regions.includes(primary)) {
    throw invalid(`primary_region '${primary}' is not one of the cluster's regions`);
  }
}

function checkLimits({ plan, limits }: Shape): void {
  const given = Object.entries(limits) as [keyof UsageLimits, string | undefined][];
  for (const [name, value] of given) {
    if (value !== undefined && BigInt(value) <= 0n) throw invalid(`${name} must be greater than zero`);
  }
  const others: readonly (keyof UsageLimits)[] =
    plan === "BASIC" ? ["provisioned_virtual_cpus"] : ["request_unit_limit", "storage_mib_limit"];
  const wrong = others.find((name) => limits[name] !== undefined);
  if (wrong) throw invalid(`${wrong} is not supported for ${plan} clusters`);
  if (plan === "STANDARD" && limits.provisioned_virtual_cpus === undefined) {
    throw invalid("provisioned_virtual_cpus is required for STANDARD clusters");
  }
}

/** @param storage mebibytes in use */
export function checkUse({ requestUnits }: Cluster, limits: UsageLimits, storage: number): void {
  const uses = { request_unit_limit: requestUnits, storage_mib_limit: storage } as const;
  for (const name of ["request_unit_limit", "storage_mib_limit"] as const) {
    const value = limits[name];
    if (value === undefined || BigInt(value) >= BigInt(uses[name])) continue;
    throw new ApiError("precondition", `${name} ${value} is less than current usage ${uses[name]}`);
  }
}

export function checkLabels(labels: Labels): void {
  const entries = Object.entries(labels);
  if (entries.length > 50) throw invalid("labels must contain at most 50 key-value pairs");
  for (const [key, value] of entries) {
    if (/^[a-z][a-z0-9_-]{0,62}$/.test(key) && /^[a-z0-9_-]{0,63}$/.test(value)) continue;
    throw invalid(
      `label '${key}: ${value}': keys must begin with a lowercase letter; keys and values may have up to 63 ` +
        "lowercase letters, numbers, underscores and dashes",
    );
  }
}

/** The plans that are emulated. */
export function planOf(plan: z.infer<typeof common.plan>, dedicated: unknown): Plan | undefined {
  if (plan === "ADVANCED" || dedicated !== undefined) {
    throw new ApiError("unimplemented", "ADVANCED clusters are not emulated: use BASIC or STANDARD");
  }
  return plan;
}
