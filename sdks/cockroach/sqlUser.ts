import * as pulumi from "@pulumi/pulumi";
import { getPackage, hasType, properties, secret, withDefaults } from "./utilities";

const type = "cockroach:index/sqlUser:SqlUser";
const names = ["clusterId", "name", "password"];

/**
 * A SQL user of a cluster. Every one is made an administrator who can pass that on; SQL takes it away
 * (`REVOKE admin FROM …`). Its id, and what it is imported by, is `<cluster id>:<name>`.
 */
export class SqlUser extends pulumi.CustomResource {
  /** One that exists, with properties that qualify the look-up. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: SqlUserState,
    opts?: pulumi.CustomResourceOptions,
  ): SqlUser {
    return new SqlUser(name, state as SqlUserArgs, { ...opts, id });
  }

  static override isInstance(candidate: unknown): candidate is SqlUser {
    return hasType(candidate, type);
  }

  declare readonly clusterId: pulumi.Output<string>;
  declare readonly name: pulumi.Output<string>;
  declare readonly password: pulumi.Output<string | undefined>;

  constructor(name: string, args: SqlUserArgs, opts?: pulumi.CustomResourceOptions) {
    const inputs = properties(args && { ...args, password: secret(args.password) }, names);
    const options = pulumi.mergeOptions(withDefaults(opts), { additionalSecretOutputs: ["password"] });
    super(type, name, inputs, options, false, getPackage());
  }
}

export interface SqlUserArgs {
  /** Id of the cluster. A change makes a new user. */
  clusterId: pulumi.Input<string>;
  /** Name. A change makes a new user. @default the resource's name with seven random characters */
  name?: pulumi.Input<string | undefined>;
  /**
   * Password, set at creation and at each change. Taking it out of the program changes nothing but the state.
   *
   * @default a random one that nobody sees; another can be set in the Cloud Console
   */
  password?: pulumi.Input<string | undefined>;
}

/** What may be known of one that is looked up. */
export interface SqlUserState {
  clusterId?: pulumi.Input<string | undefined>;
  name?: pulumi.Input<string | undefined>;
  password?: pulumi.Input<string | undefined>;
}
