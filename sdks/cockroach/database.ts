import * as pulumi from "@pulumi/pulumi";
import { getPackage, hasType, properties, withDefaults } from "./utilities";

const type = "cockroach:index/database:Database";
const names = ["clusterId", "name", "tableCount"];

/** A database of a cluster. Deleting it deletes its data. Its id, and what it is imported by, is `<cluster id>:<name>`. */
export class Database extends pulumi.CustomResource {
  /** One that exists, with properties that qualify the look-up. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: DatabaseState,
    opts?: pulumi.CustomResourceOptions,
  ): Database {
    return new Database(name, state as DatabaseArgs, { ...opts, id });
  }

  static override isInstance(candidate: unknown): candidate is Database {
    return hasType(candidate, type);
  }

  declare readonly clusterId: pulumi.Output<string>;
  declare readonly name: pulumi.Output<string>;
  /** How many tables it has. */
  declare readonly tableCount: pulumi.Output<number>;

  constructor(name: string, args: DatabaseArgs, opts?: pulumi.CustomResourceOptions) {
    super(type, name, properties(args, names), withDefaults(opts), false, getPackage());
  }
}

export interface DatabaseArgs {
  /** Id of the cluster. A change makes a new, empty database. */
  clusterId: pulumi.Input<string>;
  /** Name; a change renames it in place. @default the resource's name with seven random characters */
  name?: pulumi.Input<string | undefined>;
}

/** What may be known of one that is looked up. */
export interface DatabaseState {
  clusterId?: pulumi.Input<string | undefined>;
  name?: pulumi.Input<string | undefined>;
  tableCount?: pulumi.Input<number | undefined>;
}
