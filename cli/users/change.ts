import type { Directory } from "./directory";
import type { User } from "./find";

/*
 * What is changed of a user that is there. Sessions end where a user must not go on: applications are refused new tokens
 * at once, and those that are out go on until they end by themselves.
 */

/** Closes an account, and ends its sessions. */
export async function disable({ client }: Directory, { id }: User): Promise<void> {
  // In this order: nobody signs in between the two.
  await client.users.update({ id }, { enabled: false });
  await client.users.logout({ id });
}

/** Opens an account, also one that wrong passwords have closed for a while. */
export async function enable({ client }: Directory, { id }: User): Promise<void> {
  await client.users.update({ id }, { enabled: true });
  await client.attackDetection.del({ id });
}

/** Deletes an account with all that Keycloak keeps of it, its events aside: they are kept for as long as all others. */
export async function remove(directory: Directory, user: User): Promise<void> {
  // Applications are told of the end of a session, and of that of a user they are not.
  await disable(directory, user);
  await directory.client.users.del({ id: user.id });
}
