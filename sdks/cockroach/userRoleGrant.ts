import * as pulumi from "@pulumi/pulumi";
import type * as inputs from "./types/input";
import type * as outputs from "./types/output";
import { getPackage, hasType, properties, withDefaults } from "./utilities";

const type = "cockroach:index/userRoleGrant:UserRoleGrant";
const names = ["role", "userId"];

/**
 * One role in CockroachDB Cloud (no SQL role) of a user or a service account. It is imported by
 * `<user id>,<role name>,<resource type>,<resource id>`.
 */
export class UserRoleGrant extends pulumi.CustomResource {
  /** One that exists, with properties that qualify the look-up. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state?: UserRoleGrantState,
    opts?: pulumi.CustomResourceOptions,
  ): UserRoleGrant {
    return new UserRoleGrant(name, state as UserRoleGrantArgs, { ...opts, id });
  }

  static override isInstance(candidate: unknown): candidate is UserRoleGrant {
    return hasType(candidate, type);
  }

  declare readonly role: pulumi.Output<outputs.UserRoleGrantRole>;
  declare readonly userId: pulumi.Output<string>;

  constructor(name: string, args: UserRoleGrantArgs, opts?: pulumi.CustomResourceOptions) {
    super(type, name, properties(args, names), withDefaults(opts), false, getPackage());
  }
}

export interface UserRoleGrantArgs {
  /** What is granted. */
  role: pulumi.Input<inputs.UserRoleGrantRole>;
  /** Id of the user or service account. A change makes a new grant. */
  userId: pulumi.Input<string>;
}

/** What may be known of one that is looked up. */
export interface UserRoleGrantState {
  role?: pulumi.Input<inputs.UserRoleGrantRole | undefined>;
  userId?: pulumi.Input<string | undefined>;
}
