import * as pulumi from "@pulumi/pulumi";
import { getPackage, hasType, properties, withDefaults } from "./utilities";

const type = "cockroach:index/allowList:AllowList";
const names = ["cidrIp", "cidrMask", "clusterId", "name", "sql", "ui"];

/**
 * One entry of a cluster's IP allow list: addresses that may connect. It holds within half a minute. Its id, and what
 * it is imported by, is `<cluster id>:<address>/<mask>`.
 */
export class AllowList extends pulumi.CustomResource {
  /** One that exists, with properties that qualify the look-up. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: AllowListState,
    opts?: pulumi.CustomResourceOptions,
  ): AllowList {
    return new AllowList(name, state as AllowListArgs, { ...opts, id });
  }

  static override isInstance(candidate: unknown): candidate is AllowList {
    return hasType(candidate, type);
  }

  declare readonly clusterId: pulumi.Output<string>;
  declare readonly cidrIp: pulumi.Output<string>;
  declare readonly cidrMask: pulumi.Output<number>;
  declare readonly name: pulumi.Output<string>;
  declare readonly sql: pulumi.Output<boolean>;
  declare readonly ui: pulumi.Output<boolean>;

  constructor(name: string, args: AllowListArgs, opts?: pulumi.CustomResourceOptions) {
    super(type, name, properties(args, names), withDefaults(opts), false, getPackage());
  }
}

export interface AllowListArgs {
  /** Id of the cluster. A change makes a new entry. */
  clusterId: pulumi.Input<string>;
  /** IPv4 address that the range begins with. A change makes a new entry. */
  cidrIp: pulumi.Input<string>;
  /** Length of the range's prefix: 32 is one address, 0 is every address. A change makes a new entry. */
  cidrMask: pulumi.Input<number>;
  /** Name of the entry. @default the resource's name with seven random characters */
  name?: pulumi.Input<string | undefined>;
  /** Whether SQL clients may connect from there. */
  sql: pulumi.Input<boolean>;
  /** Whether the DB Console may be opened from there. */
  ui: pulumi.Input<boolean>;
}

/** What may be known of one that is looked up. */
export interface AllowListState {
  clusterId?: pulumi.Input<string | undefined>;
  cidrIp?: pulumi.Input<string | undefined>;
  cidrMask?: pulumi.Input<number | undefined>;
  name?: pulumi.Input<string | undefined>;
  sql?: pulumi.Input<boolean | undefined>;
  ui?: pulumi.Input<boolean | undefined>;
}
