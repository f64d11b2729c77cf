import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { Credentials } from "../../contracts";
import { rolesOf } from "../sql/names";
import { generationsOf } from "./rotation";

/** Who logs in to an application's database. */
export interface Users {
  readonly owner: Credentials;
  /** The application's two, which take turns. */
  readonly app: readonly [Credentials, Credentials];
}

/** Users with random passwords, each made anew when a rotation is its turn. */
export function usersOf(database: string, rotation: number, opts: pulumi.CustomResourceOptions): Users {
  const { owner, users } = rolesOf(database);
  const generations = generationsOf(rotation);
  const credentials = (role: string, generation: number): Credentials => {
    const keepers = { generation: String(generation) };
    const password = new RandomPassword(logicalName(role), { length: 32, special: false, keepers }, opts);
    return { user: pulumi.output(role), password: password.result };
  };
  return {
    owner: credentials(owner, generations.owner),
    app: [credentials(users[0], generations.users[0]), credentials(users[1], generations.users[1])],
  };
}

/** Names of resources and of Kubernetes objects have dashes where names in SQL have underscores. */
export const logicalName = (name: string): string => name.replaceAll("_", "-");
