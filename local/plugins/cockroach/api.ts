/*
 * What the CockroachDB Cloud API says and takes, version 2024-09-16, as far as it is used here. Numbers of 64 bits are
 * texts.
 */

export interface UsageLimits {
  readonly request_unit_limit?: string;
  readonly storage_mib_limit?: string;
  readonly provisioned_virtual_cpus?: string;
}

export interface Region {
  readonly name: string;
  readonly sql_dns: string;
  readonly ui_dns: string;
  readonly internal_dns: string;
  readonly private_endpoint_dns: string;
  readonly node_count: number;
  readonly primary?: boolean;
  readonly s3_vpc_endpoint_id?: string;
}

export interface Cluster {
  readonly id: string;
  readonly name: string;
  readonly cloud_provider: string;
  readonly cockroach_version: string;
  readonly plan: string;
  readonly state: "CREATING" | "CREATED" | "CREATION_FAILED" | "DELETED" | "LOCKED";
  readonly creator_id: string;
  readonly operation_status: string;
  readonly upgrade_status: string;
  readonly regions: readonly Region[];
  readonly config: {
    readonly serverless?: {
      readonly routing_id: string;
      readonly upgrade_type: string;
      readonly usage_limits?: UsageLimits;
    };
    readonly dedicated?: {
      readonly machine_type: string;
      readonly num_virtual_cpus: number;
      readonly storage_gib: number;
      readonly memory_gib: number;
      readonly disk_iops: number;
    };
  };
  readonly cidr_range: string;
  readonly network_visibility?: string;
  readonly account_id?: string;
  readonly delete_protection?: "ENABLED" | "DISABLED";
  readonly parent_id?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface BackupConfiguration {
  readonly enabled: boolean;
  readonly retention_days: number;
  readonly frequency_minutes: number;
}

export interface Database {
  readonly name: string;
  readonly table_count?: string;
}

export interface SqlUser {
  readonly name: string;
}

export interface AllowlistEntry {
  readonly cidr_ip: string;
  readonly cidr_mask: number;
  readonly ui: boolean;
  readonly sql: boolean;
  readonly name?: string;
}

export interface Folder {
  readonly resource_id: string;
  readonly name: string;
  readonly parent_id: string;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface Role {
  readonly name: string;
  readonly resource: { readonly type: string; readonly id?: string };
}

export interface ConnectionString {
  readonly connection_string: string;
  readonly params: {
    readonly Host: string;
    readonly Port: string;
    readonly Database: string;
    readonly Username?: string;
  };
}

/** A page of a list. */
export interface Page {
  readonly pagination?: { readonly next_page?: string };
}
