import type * as pulumi from "@pulumi/pulumi";

type Optional<T> = pulumi.Input<T | undefined>;

/** A region of a cluster. What is not marked as set by the program, the provider fills in. */
export interface ClusterRegion {
  /** Set by the program: name of the region at the cloud provider, such as us-east1 at GCP. */
  name: pulumi.Input<string>;
  /** Set by the program: whether it is the primary one. Exactly one is where a serverless cluster has several. */
  primary?: Optional<boolean>;
  /** Set by the program, on Advanced only: nodes in the region. */
  nodeCount?: Optional<number>;
  /** Set by the program, on Advanced only: virtual processors of each node; excludes `machineType`. */
  numVirtualCpus?: Optional<number>;
  /** Set by the program, on Advanced only: machine type of each node; excludes `numVirtualCpus`. */
  machineType?: Optional<string>;
  internalDns?: Optional<string>;
  privateEndpointDns?: Optional<string>;
  s3VpcEndpointId?: Optional<string>;
  sqlDns?: Optional<string>;
  uiDns?: Optional<string>;
}

export interface ClusterServerless {
  /** What it may use a month. @default – no limit: what is used is paid */
  usageLimits?: Optional<ClusterServerlessUsageLimits>;
  /** AUTOMATIC or MANUAL: who starts upgrades of the major version. MANUAL is refused on Basic. @default `AUTOMATIC` */
  upgradeType?: Optional<string>;
  /**
   * Whether the IP allow list is empty at first, so that nobody can connect. Only for creation. @default – false: the
   * list of a Basic cluster begins with an entry for every address
   */
  withEmptyIpAllowlist?: Optional<boolean>;
  /**
   * US cents a month; excludes `usageLimits`.
   *
   * @deprecated Use `usageLimits`: the provider translates it into them.
   */
  spendLimit?: Optional<number>;
  /** Filled in by the provider. */
  routingId?: Optional<string>;
}

export interface ClusterServerlessUsageLimits {
  /** Request units a month. The cluster is disabled for the rest of the month when they are used up. */
  requestUnitLimit?: Optional<number>;
  /** Storage in MiB. When it is reached, data can only be deleted. */
  storageMibLimit?: Optional<number>;
  /** Virtual processors, on Standard; excludes the two others. When they are busy, requests take longer. */
  provisionedVirtualCpus?: Optional<number>;
}

export interface ClusterDedicated {
  /** Virtual processors of each node; excludes `machineType`. */
  numVirtualCpus?: Optional<number>;
  /** Machine type of each node; excludes `numVirtualCpus`. */
  machineType?: Optional<string>;
  /** Storage of each node in GiB. */
  storageGib?: Optional<number>;
  /** Disk operations a second of each node, on AWS. */
  diskIops?: Optional<number>;
  /** Whether nodes have private addresses only, for ever. */
  privateNetworkVisibility?: Optional<boolean>;
  /** IPv4 range of the cluster in CIDR form, on GCP, for ever. @default `172.28.0.0/14` */
  cidrRange?: Optional<string>;
  /** Whether it is a virtual cluster, which replication between clusters needs, for ever. */
  supportsClusterVirtualization?: Optional<boolean>;
  /** Filled in by the provider. */
  memoryGib?: Optional<number>;
}

export interface ClusterBackupConfig {
  /** Whether backups are made. */
  enabled?: Optional<boolean>;
  /** 5, 10, 15, 30, 60, 240 or 1440 minutes between two. */
  frequencyMinutes?: Optional<number>;
  /** 2, 7, 30, 90 or 365 days that one is kept; can be set once. */
  retentionDays?: Optional<number>;
}

/** Exactly one of the three. */
export interface ClusterCustomerCloudAccount {
  aws?: Optional<ClusterCustomerCloudAccountAws>;
  azure?: Optional<ClusterCustomerCloudAccountAzure>;
  gcp?: Optional<ClusterCustomerCloudAccountGcp>;
}

export interface ClusterCustomerCloudAccountAws {
  /** The IAM role that CockroachDB Cloud takes. */
  arn: pulumi.Input<string>;
}

export interface ClusterCustomerCloudAccountAzure {
  subscriptionId: pulumi.Input<string>;
  tenantId: pulumi.Input<string>;
}

export interface ClusterCustomerCloudAccountGcp {
  /** The service account that CockroachDB Cloud acts as. */
  serviceAccountEmail: pulumi.Input<string>;
}

export interface UserRoleGrantRole {
  /**
   * BILLING_COORDINATOR, BILLING_VIEWER, CLUSTER_ADMIN, CLUSTER_CREATOR, CLUSTER_DEVELOPER, CLUSTER_MONITOR,
   * CLUSTER_OPERATOR_WRITER, FOLDER_ADMIN, FOLDER_MOVER, METRICS_VIEWER, ORG_ADMIN or ORG_MEMBER.
   */
  roleName: pulumi.Input<string>;
  /** CLUSTER, FOLDER or ORGANIZATION. */
  resourceType: pulumi.Input<string>;
  /** Id of the cluster or folder; left out for the organization. */
  resourceId?: Optional<string>;
}
