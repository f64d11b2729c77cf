import type UserRepresentation from "@keycloak/keycloak-admin-client/lib/defs/userRepresentation";
import { UserError } from "../../local/errors";
import { nearest } from "../../stacks/config/problems";
import type { Directory } from "./directory";

/** A user that is there. */
export type User = UserRepresentation & { readonly id: string; readonly username: string };

/** Among how many users the one that was meant is looked for. */
const searched = 1000;

/** The user with a name, or with an address, to the letter; service accounts are none. */
export async function findUser({ client }: Directory, name: string): Promise<User | undefined> {
  const [named] = (await client.users.find({ username: name, exact: true })) as User[];
  if (named || !name.includes("@")) return named;
  const [addressed] = (await client.users.find({ email: name, exact: true })) as User[];
  return addressed;
}

/** @throws UserError when there is no such user, with the one that was meant */
export async function userNamed(directory: Directory, name: string): Promise<User> {
  const found = await findUser(directory, name);
  if (found) return found;
  const { client, access } = directory;
  const others = (await client.users.find({ briefRepresentation: true, max: searched })) as User[];
  const near = nearest(
    name,
    others.flatMap(({ username, email }) => (email === undefined ? [username] : [username, email])),
  );
  throw new UserError(
    `Stack ${access.stack} has no user ${JSON.stringify(name)}.${near === undefined ? "" : ` Did you mean ${near}?`} ` +
      `\`npx cake users list ${access.stack}\` shows all.`,
  );
}

/** What a person is called, as far as it is known. */
export const fullName = ({ firstName, lastName }: UserRepresentation): string =>
  [firstName, lastName].filter(Boolean).join(" ");
