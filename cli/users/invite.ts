import { UserError } from "../../local/errors";
import { isConflict, type Directory } from "./directory";
import { findUser } from "./find";
import { firstPassword } from "./password";
import { realmOf } from "./realm";
import { rolesNamed } from "./roles";

/** Who is invited. */
export interface Invitation {
  /** Also the name that the user signs in with. */
  readonly email: string;
  /** A first and a last name. @default – the user is asked at the first sign-in */
  readonly name?: string;
  /** @default – those that everyone has */
  readonly roles?: readonly string[];
}

/** How the user gets in: by a link that was sent, or by a first password that is to be passed on. */
export type Invited =
  { readonly by: "mail" } | { readonly by: "password"; /** Secret. */ readonly password: string };

/**
 * Makes a user. Where the realm has a mail server, Keycloak writes to the address: its link verifies the address and lets
 * the user set a password. Where it has none, there is a random password, which must be changed at the first sign-in.
 * A user that could not be made whole is taken back.
 *
 * @throws UserError when something of the invitation is wrong, or the user is there already
 */
export async function invite(directory: Directory, invitation: Invitation): Promise<Invited> {
  const { email, roles: names = [] } = invitation;
  const { client } = directory;
  const person = personOf(invitation);
  const roles = await rolesNamed(directory, names);
  const { smtpServer, passwordPolicy } = await realmOf(directory);
  if (await findUser(directory, email)) throw new UserError(isThere(directory, email));
  const { id } = await client.users
    .create({ username: email, email, ...person, enabled: true })
    .catch((error) => {
      throw isConflict(error) ? new UserError(isThere(directory, email)) : error;
    });
  try {
    if (roles.length > 0) await client.users.addRealmRoleMappings({ id, roles });
    if (smtpServer?.host) {
      await client.users.executeActionsEmail({ id, actions: ["VERIFY_EMAIL", "UPDATE_PASSWORD"] });
      return { by: "mail" };
    }
    const password = firstPassword(passwordPolicy);
    // In a request of its own: Keycloak keeps what administrators send, and nothing of this one.
    await client.users.resetPassword({
      id,
      credential: { type: "password", value: password, temporary: true },
    });
    return { by: "password", password };
  } catch (error) {
    // Where that fails, too, the next invitation says that the user is there, and what to do.
    await client.users.del({ id }).catch(() => undefined);
    throw error;
  }
}

/** What of a person is known. @throws UserError that names everything that is wrong */
export function personOf({ email, name }: Invitation): { firstName?: string; lastName?: string } {
  const [, firstName, lastName] = /^\s*(\S.*?)\s+(\S+)\s*$/.exec(name ?? "") ?? [];
  const problems = [
    ...(/^[^\s@]+@[^\s@]+$/.test(email)
      ? []
      : [
          `The address is ${JSON.stringify(email)}. Allowed: an e-mail address, such as flora@florist.example.`,
        ]),
    ...(name === undefined || firstName !== undefined
      ? []
      : [`--name is ${JSON.stringify(name)}. Allowed: a first and a last name, such as "Flora Florist".`]),
  ];
  if (problems.length > 0) throw new UserError(problems.join("\n"));
  return name === undefined ? {} : { firstName, lastName };
}

const isThere = ({ access: { stack } }: Directory, email: string): string =>
  `Stack ${stack} has a user ${email} already. Invite another address; or, to begin anew, delete that user first: ` +
  `\`npx cake users delete ${email}\`.`;
