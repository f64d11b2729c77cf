/** A region of a cluster. */
export interface ClusterRegion {
  /** Name of the region at the cloud provider. */
  name: string;
  /** Whether it is the primary one. */
  primary: boolean;
  /** Host for SQL from outside. */
  sqlDns: string;
  /** Host of the DB Console. */
  uiDns: string;
  /** Host for SQL from within the cloud provider's network, by AWS PrivateLink, Azure Private Link or VPC peering. */
  internalDns: string;
  /** Host for SQL by GCP Private Service Connect. */
  privateEndpointDns: string;
  /** Nodes in the region; 0 for a serverless cluster. */
  nodeCount: number;
  /** Virtual processors of each node, where the regions of an Advanced cluster differ. */
  numVirtualCpus?: number;
  /** Machine type of each node, where the regions of an Advanced cluster differ. */
  machineType?: string;
  /** The gateway endpoint for S3 of an Advanced cluster on AWS. */
  s3VpcEndpointId: string;
}

export interface ClusterServerless {
  usageLimits?: ClusterServerlessUsageLimits;
  /** What the cluster is called in connection strings. */
  routingId: string;
  /** AUTOMATIC or MANUAL. */
  upgradeType: string;
  withEmptyIpAllowlist?: boolean;
  /** @deprecated Use `usageLimits`. */
  spendLimit?: number;
}

export interface ClusterServerlessUsageLimits {
  /** Request units a month. */
  requestUnitLimit?: number;
  /** Storage in MiB. */
  storageMibLimit?: number;
  /** Virtual processors. */
  provisionedVirtualCpus?: number;
}

export interface ClusterDedicated {
  /** Virtual processors of each node. */
  numVirtualCpus: number;
  /** Machine type of each node. */
  machineType: string;
  /** Storage of each node in GiB. */
  storageGib: number;
  /** Memory of each node in GiB. */
  memoryGib: number;
  /** Disk operations a second of each node; 0 is the cloud provider's default. */
  diskIops: number;
  /** Whether nodes have private addresses only. */
  privateNetworkVisibility: boolean;
  /** IPv4 range of the cluster in CIDR form, on GCP. */
  cidrRange: string;
  supportsClusterVirtualization?: boolean;
}

export interface ClusterBackupConfig {
  enabled: boolean;
  frequencyMinutes: number;
  retentionDays: number;
}

export interface ClusterCustomerCloudAccount {
  aws?: ClusterCustomerCloudAccountAws;
  azure?: ClusterCustomerCloudAccountAzure;
  gcp?: ClusterCustomerCloudAccountGcp;
}

export interface ClusterCustomerCloudAccountAws {
  arn: string;
}

export interface ClusterCustomerCloudAccountAzure {
  subscriptionId: string;
  tenantId: string;
}

export interface ClusterCustomerCloudAccountGcp {
  serviceAccountEmail: string;
}

export interface UserRoleGrantRole {
  roleName: string;
  /** CLUSTER, FOLDER or ORGANIZATION. */
  resourceType: string;
  resourceId?: string;
}

export type GetClusterRegion = ClusterRegion;
export type GetClusterServerless = ClusterServerless;
export type GetClusterDedicated = ClusterDedicated;
export type GetClusterBackupConfig = ClusterBackupConfig;
export type GetClusterCustomerCloudAccount = ClusterCustomerCloudAccount;

export interface GetConnectionStringConnectionParams {
  host: string;
  /** A number, as text. */
  port: string;
  database: string;
  username: string;
  /** Secret; absent when none was given. */
  password: string;
}
