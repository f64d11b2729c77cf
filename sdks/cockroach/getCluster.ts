import * as pulumi from "@pulumi/pulumi";
import type * as outputs from "./types/output";
import { getPackage, withDefaults } from "./utilities";

const token = "cockroach:index/getCluster:getCluster";

/** What CockroachDB Cloud knows of a cluster. */
export function getCluster(args: GetClusterArgs, opts?: pulumi.InvokeOptions): Promise<GetClusterResult> {
  const { id } = args;
  return pulumi.runtime.invoke(token, { id }, withDefaults(opts), getPackage()) as Promise<GetClusterResult>;
}

/** As {@link getCluster}, with arguments that are known later. */
export function getClusterOutput(
  args: GetClusterOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetClusterResult> {
  const { id } = args;
  return pulumi.runtime.invokeOutput(token, { id }, withDefaults(opts), getPackage());
}

export interface GetClusterArgs {
  /** Id of the cluster. */
  id: string;
}

export interface GetClusterOutputArgs {
  /** Id of the cluster. */
  id: pulumi.Input<string>;
}

/** The properties of a {@link Cluster}. */
export interface GetClusterResult {
  readonly accountId: string;
  readonly backupConfig: outputs.GetClusterBackupConfig;
  readonly cloudProvider: string;
  readonly cockroachVersion: string;
  readonly creatorId: string;
  readonly customerCloudAccount: outputs.GetClusterCustomerCloudAccount;
  readonly dedicated: outputs.GetClusterDedicated;
  readonly deleteProtection: boolean;
  readonly fullVersion: string;
  readonly id: string;
  readonly labels: Record<string, string>;
  readonly name: string;
  readonly operationStatus: string;
  readonly parentId: string;
  readonly plan: string;
  readonly regions: outputs.GetClusterRegion[];
  readonly serverless: outputs.GetClusterServerless;
  readonly state: string;
  readonly upgradeStatus: string;
}
