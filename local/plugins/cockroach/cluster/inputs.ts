import type { InputProperties, Value } from "../../base";
import { labelsInput } from "../rules";

const usageLimits: InputProperties = {
  requestUnitLimit: { type: "integer", description: "Request units a month.", minimum: 1 },
  storageMibLimit: { type: "integer", description: "Storage in MiB.", minimum: 1 },
  provisionedVirtualCpus: { type: "integer", description: "Virtual processors.", minimum: 1 },
};

const serverless: InputProperties = {
  usageLimits: {
    type: { name: "ClusterServerlessUsageLimits", properties: usageLimits },
    description: "What it may use a month; without, there is no limit.",
  },
  spendLimit: { type: "integer", description: "US cents a month; deprecated.", minimum: 0 },
  upgradeType: {
    type: "string",
    description: "Who starts upgrades of the major version.",
    allowed: ["AUTOMATIC", "MANUAL"],
    computed: true,
    stable: true,
  },
  withEmptyIpAllowlist: {
    type: "boolean",
    description: "Whether the IP allow list is empty at first; for creation only.",
    computed: true,
    stable: true,
  },
  routingId: {
    type: "string",
    description: "What the cluster is called in connection strings.",
    readOnly: true,
    stable: true,
  },
};

const hostOf = (what: string, stable: boolean) =>
  ({ type: "string", description: `Host ${what}.`, readOnly: true, stable }) as const;

const regions: InputProperties = {
  name: { type: "string", description: "Name of the region at the cloud provider.", required: true },
  primary: { type: "boolean", description: "Whether it is the primary one.", computed: true },
  sqlDns: hostOf("for SQL from outside", true),
  uiDns: hostOf("of the DB Console", false),
  internalDns: hostOf("for SQL from within the cloud provider's network", true),
  privateEndpointDns: hostOf("for SQL by Private Service Connect", false),
  s3VpcEndpointId: {
    type: "string",
    description: "The gateway endpoint for S3 of an Advanced cluster on AWS.",
    readOnly: true,
  },
  nodeCount: {
    type: "integer",
    description: "Nodes; 0 for a serverless cluster.",
    readOnly: true,
    stable: true,
  },
};

const backupConfig: InputProperties = {
  enabled: { type: "boolean", description: "Whether backups are made.", computed: true, stable: true },
  frequencyMinutes: {
    type: "integer",
    description: "Minutes between two.",
    computed: true,
    stable: true,
  },
  retentionDays: {
    type: "integer",
    description: "Days that one is kept; can be set once.",
    computed: true,
    stable: true,
  },
};

/** Everything that programs say of a cluster. */
export const clusterInputs: InputProperties = {
  backupConfig: {
    type: { name: "ClusterBackupConfig", properties: backupConfig },
    description: "Backups.",
    computed: true,
    stable: true,
  },
  cloudProvider: {
    type: "string",
    description: "Where it runs, for ever.",
    required: true,
    allowed: ["GCP", "AWS", "AZURE"],
  },
  cockroachVersion: {
    type: "string",
    description: "Major version, such as v25.4; a change upgrades.",
    computed: true,
    stable: true,
  },
  customerCloudAccount: {
    type: "any",
    description: "The account that hosts it; on Advanced, which is not covered here.",
  },
  dedicated: { type: "any", description: "Set for an Advanced cluster, which is not covered here." },
  deleteProtection: { type: "boolean", description: "Whether deleting it is refused.", computed: true },
  labels: labelsInput,
  name: {
    type: "string",
    description: "6 to 20 lower-case letters, digits and inner dashes, for ever.",
    required: true,
    autonamed: true,
  },
  parentId: { type: "string", description: "Id of the folder that it is in, or root.", computed: true },
  plan: {
    type: "string",
    description: "BASIC or STANDARD; each changes into the other in place.",
    allowed: ["BASIC", "STANDARD", "ADVANCED"],
    computed: true,
    stable: true,
  },
  regions: {
    type: { name: "ClusterRegion", properties: regions, isList: true },
    description: "Where its data lies.",
    required: true,
  },
  serverless: {
    type: { name: "ClusterServerless", properties: serverless },
    description: "Set for a Basic or Standard cluster, if only to {}.",
  },
};

/** The same, as the functions here read it. */
export interface ClusterInputs {
  readonly backupConfig?: BackupConfig;
  readonly cloudProvider: string;
  readonly cockroachVersion?: string;
  readonly customerCloudAccount?: Value;
  readonly dedicated?: Value;
  readonly deleteProtection?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
  readonly name: string;
  readonly parentId?: string;
  readonly plan?: string;
  readonly regions: readonly { readonly name: string; readonly primary?: boolean }[];
  readonly serverless?: Serverless;
}

export interface Serverless {
  readonly usageLimits?: UsageLimits;
  readonly spendLimit?: number;
  readonly upgradeType?: string;
  readonly withEmptyIpAllowlist?: boolean;
}

export interface UsageLimits {
  readonly requestUnitLimit?: number;
  readonly storageMibLimit?: number;
  readonly provisionedVirtualCpus?: number;
}

export interface BackupConfig {
  readonly enabled?: boolean;
  readonly frequencyMinutes?: number;
  readonly retentionDays?: number;
}

/** The plan that a program means when it names none. */
export function planOf({ plan, serverless }: Partial<ClusterInputs>): string {
  return plan ?? (serverless?.usageLimits?.provisionedVirtualCpus === undefined ? "BASIC" : "STANDARD");
}
