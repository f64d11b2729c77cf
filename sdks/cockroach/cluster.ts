import * as pulumi from "@pulumi/pulumi";
import type * as inputs from "./types/input";
import type * as outputs from "./types/output";
import { getPackage, hasType, properties, withDefaults } from "./utilities";

const type = "cockroach:index/cluster:Cluster";

const names = [
  "accountId",
  "backupConfig",
  "cloudProvider",
  "cockroachVersion",
  "creatorId",
  "customerCloudAccount",
  "dedicated",
  "deleteProtection",
  "fullVersion",
  "labels",
  "name",
  "operationStatus",
  "parentId",
  "plan",
  "regions",
  "serverless",
  "state",
  "upgradeStatus",
];

/**
 * A cluster of CockroachDB Cloud. Creation waits until it is ready. Its name, its cloud provider, and whether it is
 * serverless or dedicated never change: the provider refuses, since a new cluster would be an empty one. It is
 * imported by its id.
 */
export class Cluster extends pulumi.CustomResource {
  /** One that exists, with properties that qualify the look-up. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: ClusterState,
    opts?: pulumi.CustomResourceOptions,
  ): Cluster {
    return new Cluster(name, state as ClusterArgs, { ...opts, id });
  }

  static override isInstance(candidate: unknown): candidate is Cluster {
    return hasType(candidate, type);
  }

  /** The cloud provider's account that hosts it. */
  declare readonly accountId: pulumi.Output<string>;
  declare readonly backupConfig: pulumi.Output<outputs.ClusterBackupConfig>;
  declare readonly cloudProvider: pulumi.Output<string>;
  declare readonly cockroachVersion: pulumi.Output<string>;
  /** Id of the user who made it. */
  declare readonly creatorId: pulumi.Output<string>;
  declare readonly customerCloudAccount: pulumi.Output<outputs.ClusterCustomerCloudAccount | undefined>;
  declare readonly dedicated: pulumi.Output<outputs.ClusterDedicated | undefined>;
  declare readonly deleteProtection: pulumi.Output<boolean>;
  /** Version with the patch level, such as v25.4.2. */
  declare readonly fullVersion: pulumi.Output<string>;
  declare readonly labels: pulumi.Output<Record<string, string>>;
  declare readonly name: pulumi.Output<string>;
  /** What long-running operation is under way. */
  declare readonly operationStatus: pulumi.Output<string>;
  declare readonly parentId: pulumi.Output<string>;
  declare readonly plan: pulumi.Output<string>;
  declare readonly regions: pulumi.Output<outputs.ClusterRegion[]>;
  declare readonly serverless: pulumi.Output<outputs.ClusterServerless | undefined>;
  /** CREATING, CREATED, CREATION_FAILED, DELETED or LOCKED. */
  declare readonly state: pulumi.Output<string>;
  /** Whether an upgrade is available, under way or to be finalized. */
  declare readonly upgradeStatus: pulumi.Output<string>;

  constructor(name: string, args: ClusterArgs, opts?: pulumi.CustomResourceOptions) {
    super(type, name, properties(args, names), withDefaults(opts), false, getPackage());
  }
}

export interface ClusterArgs {
  /** Backups; Basic has fixed ones. @default – what the plan comes with */
  backupConfig?: pulumi.Input<inputs.ClusterBackupConfig | undefined>;
  /** AWS, AZURE or GCP, for ever. */
  cloudProvider: pulumi.Input<string>;
  /** Major version, such as v25.4: a change upgrades. Not on Basic; on Standard with `upgradeType` MANUAL only. */
  cockroachVersion?: pulumi.Input<string | undefined>;
  /** The account that hosts it in place of Cockroach Labs' own, on Advanced, for ever. */
  customerCloudAccount?: pulumi.Input<inputs.ClusterCustomerCloudAccount | undefined>;
  /** Set for an Advanced cluster; excludes `serverless`. */
  dedicated?: pulumi.Input<inputs.ClusterDedicated | undefined>;
  /** Whether deleting it is refused. @default – the service decides at creation, and keeps it */
  deleteProtection?: pulumi.Input<boolean | undefined>;
  /** Labels, all of them: others are removed. @default – they are left as they are */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /**
   * 6 to 20 lower-case letters, digits and inner dashes, for ever. Always set it: the default is too long.
   *
   * @default the resource's name with seven random characters
   */
  name?: pulumi.Input<string | undefined>;
  /** Id of the folder that it is in; `root` is the organization itself. @default `root` */
  parentId?: pulumi.Input<string | undefined>;
  /** BASIC, STANDARD or ADVANCED. The first two change into each other in place. @default – from `serverless` and `dedicated` */
  plan?: pulumi.Input<string | undefined>;
  /** Where its data lies. */
  regions: pulumi.Input<pulumi.Input<inputs.ClusterRegion>[]>;
  /** Set for a Basic or Standard cluster, if only to `{}`; excludes `dedicated`. */
  serverless?: pulumi.Input<inputs.ClusterServerless | undefined>;
}

/** What may be known of one that is looked up. */
export interface ClusterState extends Partial<ClusterArgs> {
  accountId?: pulumi.Input<string | undefined>;
  creatorId?: pulumi.Input<string | undefined>;
  fullVersion?: pulumi.Input<string | undefined>;
  operationStatus?: pulumi.Input<string | undefined>;
  state?: pulumi.Input<string | undefined>;
  upgradeStatus?: pulumi.Input<string | undefined>;
}
