import { User, UserGroups, UserRoles } from "@pulumi/keycloak";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { passwords as usual, type Passwords } from "./defaults";
import type { Groups, Roles } from "./groups";

/** A user that is there from the start. */
export interface RealmUser {
  readonly firstName: string;
  readonly lastName: string;
  /** Taken as verified. */
  readonly email: string;
  /** @default – none but that of everyone */
  readonly groups?: readonly string[];
  /** @default – those of its groups */
  readonly roles?: readonly string[];
}

/** A user, and what it signs in with at first. */
export interface CreatedUser {
  /** To be waited for. */
  readonly parts: readonly pulumi.CustomResource[];
  /** Secret. */
  readonly password: pulumi.Output<string>;
}

/** Creates a user with a random password. Groups and roles that somebody else gives it stay. */
export function createUser(
  name: string,
  username: string,
  realmId: pulumi.Input<string>,
  { groups: ofGroups = [], roles: ofRoles = [], ...person }: RealmUser,
  realm: { readonly groups: Groups; readonly roles: Roles; readonly passwords?: Passwords },
  opts: pulumi.CustomResourceOptions,
): CreatedUser {
  const { parent } = opts;
  // Of 62 characters, 20 are beyond guessing.
  const length = Math.max(20, realm.passwords?.length ?? usual.length);
  const password = pulumi.secret(new RandomPassword(name, { length, special: false }, { parent }).result);
  const user = new User(
    name,
    {
      realmId,
      username,
      ...person,
      emailVerified: true,
      enabled: true,
      initialPassword: { value: password, temporary: false },
    },
    opts,
  );
  const given = { realmId, userId: user.id, exhaustive: false };
  const inside = { ...opts, deletedWith: user };
  const groupIds = ofGroups.map((group) => realm.groups[group]!.group.id);
  const roleIds = ofRoles.map((role) => realm.roles[role]!.id);
  return {
    parts: [
      user,
      ...(groupIds.length > 0 ? [new UserGroups(name, { ...given, groupIds }, inside)] : []),
      ...(roleIds.length > 0 ? [new UserRoles(name, { ...given, roleIds }, inside)] : []),
    ],
    password,
  };
}
