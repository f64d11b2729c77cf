import { hasUnknown, type Failure, type Known, type Values } from "../../base";
import { checkLabels, checkParent, failure } from "../rules";
import { planOf, type BackupConfig, type ClusterInputs, type Serverless } from "./inputs";

const backupFrequencies = [5, 10, 15, 30, 60, 240, 1440];
const backupRetentions = [2, 7, 30, 90, 365];

/** What is wrong with a cluster that a program describes. What is not known yet is absent. */
export function checkCluster(values: Values, unknown: ReadonlySet<string>): Failure[] {
  const inputs = values as unknown as Partial<ClusterInputs>;
  const { name, plan, serverless, dedicated, customerCloudAccount } = inputs;
  const isCovered = dedicated === undefined && customerCloudAccount === undefined && plan !== "ADVANCED";
  if (!isCovered) {
    const reason =
      "Advanced clusters (`dedicated`, `customerCloudAccount`, plan ADVANCED) are not covered by the built-in provider. " +
      "Install the official one: pulumi plugin install resource terraform-provider v1.1.3.";
    return [{ property: dedicated === undefined ? "plan" : "dedicated", reason }];
  }
  return [
    ...failure(
      name !== undefined && !/^[a-z0-9][a-z0-9-]{4,18}[a-z0-9]$/.test(name),
      "name",
      () =>
        `"name" is ${JSON.stringify(name)}. Allowed: 6 to 20 lower-case letters, digits and inner dashes. Set it to such a name.`,
    ),
    ...failure(
      serverless === undefined && !unknown.has("serverless"),
      "serverless",
      () =>
        `"serverless" is missing. Set it, if only to {}: it is what makes the cluster a Basic or Standard one.`,
    ),
    ...checkRegions(inputs),
    ...(serverless ? checkServerless(serverless, unknown.has("plan") ? undefined : planOf(inputs)) : []),
    ...checkVersion(inputs, unknown),
    ...checkBackups(inputs.backupConfig, unknown.has("plan") ? undefined : planOf(inputs)),
    ...checkLabels(inputs.labels),
    ...checkParent(inputs.parentId),
  ];
}

function checkRegions({ regions }: Partial<ClusterInputs>): Failure[] {
  if (regions === undefined) return [];
  const names = regions.map(({ name }) => name);
  const primaries = regions.filter(({ primary }) => primary).map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return [
    ...failure(names.length === 0, "regions", () => `"regions" is empty. Allowed: one region or more.`),
    ...failure(twice !== undefined, "regions", () => `"regions" has ${twice} twice. Take one out.`),
    ...failure(
      primaries.length > 1,
      "regions",
      () =>
        `"regions" has the primary ones ${primaries.join(", ")}. Allowed: one. Set primary on one of them only.`,
    ),
    ...failure(
      names.length > 1 && primaries.length === 0,
      "regions",
      () =>
        `"regions" has ${names.length} regions and no primary one. Set primary to true on one of ${names.join(", ")}.`,
    ),
  ];
}

function checkServerless(serverless: Serverless, plan: string | undefined): Failure[] {
  const { usageLimits = {}, spendLimit, upgradeType } = serverless;
  const { requestUnitLimit, storageMibLimit, provisionedVirtualCpus } = usageLimits;
  const path = "serverless.usageLimits";
  return [
    ...failure(
      spendLimit !== undefined && serverless.usageLimits !== undefined,
      "serverless.spendLimit",
      () =>
        `"serverless.spendLimit" and "${path}" exclude each other. Keep usageLimits: spendLimit is deprecated.`,
    ),
    ...failure(
      provisionedVirtualCpus !== undefined && (requestUnitLimit ?? storageMibLimit) !== undefined,
      path,
      () =>
        `"${path}" has provisionedVirtualCpus and others. Allowed: provisionedVirtualCpus alone (STANDARD), or requestUnitLimit and storageMibLimit (BASIC).`,
    ),
    ...failure(
      provisionedVirtualCpus !== undefined && plan === "BASIC",
      path,
      () =>
        `"${path}.provisionedVirtualCpus" is for plan STANDARD, and the plan is BASIC. Set requestUnitLimit and storageMibLimit, or the plan to STANDARD.`,
    ),
    ...failure(
      upgradeType === "MANUAL" && plan === "BASIC",
      "serverless.upgradeType",
      () => `"serverless.upgradeType" is MANUAL on plan BASIC. Allowed: AUTOMATIC. Leave it out.`,
    ),
  ];
}

function checkVersion(inputs: Partial<ClusterInputs>, unknown: ReadonlySet<string>): Failure[] {
  const { cockroachVersion } = inputs;
  return failure(
    cockroachVersion !== undefined && !unknown.has("plan") && planOf(inputs) === "BASIC",
    "cockroachVersion",
    () =>
      `"cockroachVersion" is "${cockroachVersion}" on plan BASIC, which upgrades itself. Leave it out, or set the plan to STANDARD.`,
  );
}

function checkBackups(backups: BackupConfig | undefined, plan: string | undefined): Failure[] {
  if (backups === undefined) return [];
  const { frequencyMinutes, retentionDays } = backups;
  return [
    ...failure(
      plan === "BASIC",
      "backupConfig",
      () =>
        `"backupConfig" is set on plan BASIC, whose backups are daily. Leave it out, or set the plan to STANDARD.`,
    ),
    ...failure(
      frequencyMinutes !== undefined && !backupFrequencies.includes(frequencyMinutes),
      "backupConfig.frequencyMinutes",
      () =>
        `"backupConfig.frequencyMinutes" is ${frequencyMinutes}. Allowed: ${backupFrequencies.join(", ")}.`,
    ),
    ...failure(
      retentionDays !== undefined && !backupRetentions.includes(retentionDays),
      "backupConfig.retentionDays",
      () => `"backupConfig.retentionDays" is ${retentionDays}. Allowed: ${backupRetentions.join(", ")}.`,
    ),
  ];
}

const insteadOfChanging =
  "The data would be lost with the old cluster. Set it back; or make a second cluster with the new value beside this " +
  "one, move the data, and take this one out of the program.";

/** Why a live cluster cannot become what the program says. */
export function refuseCluster({ inputs: before, outputs }: Known, values: Values): string[] {
  const now = values as unknown as Partial<ClusterInputs>;
  const was = before as unknown as Partial<ClusterInputs>;
  const old = outputs as unknown as Partial<ClusterInputs>;
  const forever = (["name", "cloudProvider"] as const).flatMap((property) => {
    const [from, to] = [was[property], now[property]];
    if (from === undefined || hasUnknown(to) || from === to) return [];
    return [
      `"${property}" of the cluster "${was.name}" is "${from}" and cannot become "${to}". ${insteadOfChanging}`,
    ];
  });
  const wantsEmptyList = now.serverless?.withEmptyIpAllowlist === true;
  const hadEmptyList = [was, old].some((one) => one.serverless?.withEmptyIpAllowlist === true);
  return [
    ...forever,
    ...(wantsEmptyList && !hadEmptyList
      ? [
          `"serverless.withEmptyIpAllowlist" of the cluster "${was.name}" is for its creation. Leave it out, and delete ` +
            "the entry 0.0.0.0/0 of its allow list in CockroachDB Cloud.",
        ]
      : []),
    ...refuseRegions(was, now),
    ...refuseVersion(was, old, now),
  ];
}

function refuseRegions(was: Partial<ClusterInputs>, now: Partial<ClusterInputs>): string[] {
  if (hasUnknown(now.regions) || planOf(now) !== "BASIC") return [];
  const kept = now.regions?.map(({ name }) => name) ?? [];
  const gone = (was.regions ?? []).map(({ name }) => name).filter((name) => !kept.includes(name));
  return gone.map(
    (name) =>
      `"regions" of the cluster "${was.name}" lacks ${name}, and Basic has no way to take a region out. ${insteadOfChanging}`,
  );
}

function refuseVersion(
  was: Partial<ClusterInputs>,
  old: Partial<ClusterInputs>,
  now: Partial<ClusterInputs>,
): string[] {
  const { cockroachVersion } = now;
  if (cockroachVersion === undefined || cockroachVersion === old.cockroachVersion) return [];
  const changed = [
    ...(old.plan !== undefined && now.plan !== undefined && now.plan !== old.plan ? ["plan"] : []),
    ...(was.serverless?.upgradeType !== now.serverless?.upgradeType ? ["serverless.upgradeType"] : []),
  ];
  if (changed.length > 0) {
    return [
      `"cockroachVersion" and ${changed.map((one) => `"${one}"`).join(", ")} cannot change in one update. Change the latter first, and the version in the next update.`,
    ];
  }
  return old.serverless?.upgradeType === "MANUAL"
    ? []
    : [
        `"cockroachVersion" cannot change to ${cockroachVersion} while upgrades are AUTOMATIC. Leave it out, or set serverless.upgradeType to MANUAL first.`,
      ];
}
