/*
 * What the emulator remembers. Fields that the API shows have the API's names, so that showing them is copying them.
 * The API writes numbers of 64 bits as text.
 */

export type Provider = "GCP" | "AWS" | "AZURE";
export type Plan = "BASIC" | "STANDARD";
export type ClusterState = "CREATING" | "CREATED" | "CREATION_FAILED" | "DELETED";
export type UpgradeType = "AUTOMATIC" | "MANUAL";
export type Labels = Readonly<Record<string, string>>;

export interface UsageLimits {
  readonly request_unit_limit?: string;
  readonly storage_mib_limit?: string;
  readonly provisioned_virtual_cpus?: string;
}

export interface AllowlistEntry {
  readonly cidr_ip: string;
  readonly cidr_mask: number;
  readonly name?: string;
  readonly sql: boolean;
  readonly ui: boolean;
}

export interface BackupConfiguration {
  readonly enabled: boolean;
  readonly retention_days: number;
  readonly frequency_minutes: number;
}

export interface Cluster {
  readonly id: string;
  readonly name: string;
  readonly cloud_provider: Provider;
  readonly routing_id: string;
  readonly created_at: string;
  plan: Plan;
  state: ClusterState;
  regions: readonly string[];
  /** Set for clusters of several regions. */
  primary_region?: string;
  upgrade_type: UpgradeType;
  usage_limits?: UsageLimits;
  parent_id: string;
  labels: Labels;
  delete_protection: "ENABLED" | "DISABLED";
  updated_at: string;
  deleted_at?: string;
  allowlist: readonly AllowlistEntry[];
  backups: BackupConfiguration;
  /** The retention of backups can be set once. */
  retentionIsSet: boolean;
  deferral_policy: string;
  /** Request units of this month: nothing is metered here, a test says how many there were. */
  requestUnits: number;
  /** Password of the account that the emulator manages the cluster's PostgreSQL with. */
  readonly password: string;
  /** A fault: creating it fails. */
  readonly isDoomed: boolean;
}

export interface Folder {
  readonly id: string;
  name: string;
  parent_id: string;
  labels: Labels;
}

/** An API key; of its secret only a hash is kept. */
export interface Key {
  readonly id: string;
  readonly name: string;
  readonly hash: string;
  readonly expires_at?: string;
}

export interface Organization {
  readonly id: string;
  readonly label: string;
  readonly name: string;
  readonly created_at: string;
}

export interface State {
  readonly organization: Organization;
  readonly creator: string;
  keys: readonly Key[];
  clusters: readonly Cluster[];
  folders: readonly Folder[];
}
