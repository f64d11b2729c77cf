import type { Command } from "commander";
import { table } from "../progress";
import { confirmed } from "../prompt";
import { collect } from "../recovery/found";
import type { Directory } from "../users/directory";
import type { User } from "../users/find";

interface InStack {
  readonly stack: string;
}

/** `users`: who signs in to a stack, where its own Keycloak knows them. */
export function addUsers(cake: Command): void {
  const users = cake.command("users").description("manage the users of a stack that has Keycloak");
  users
    .command("list")
    .description("list users with their roles")
    .argument("[stack]", "the stack", "dev")
    .option("--role <role>", "only those who have it, by themselves or by a group")
    .option("--json", "as JSON")
    .action(list);
  inStack(users, "invite", "<email>", "make a user: by a mail with a link, or with a first password")
    .option("--role <role>", "a role of the user; may be repeated", collect)
    .option("--name <name>", 'a first and a last name: "Flora Florist"')
    .action(invite);
  inStack(users, "disable", "<name>", "close an account and end its sessions").action(disable);
  inStack(
    users,
    "enable",
    "<name>",
    "open an account that was disabled, or closed by wrong passwords",
  ).action(enable);
  inStack(users, "delete", "<name>", "delete a user and end its sessions; asks first")
    .option("--yes", "do not ask")
    .action(remove);
  inStack(users, "export", "<name>", "print all that Keycloak keeps of a user, as JSON").action(exportUser);
}

function inStack(users: Command, name: string, argument: string, description: string): Command {
  const what =
    argument === "<email>" ? "the address" : "the name that the user signs in with, or the address";
  return users
    .command(name)
    .description(description)
    .argument(argument, what)
    .option("--stack <stack>", "the stack", "dev");
}

/** Does work on the users of a stack. */
async function onUsers<T>(stack: string, work: (directory: Directory) => Promise<T>): Promise<T> {
  const { accessTo } = await import("../users/access");
  const { withDirectory } = await import("../users/directory");
  return withDirectory(await accessTo(stack), work);
}

/** Does work on one user. */
const onUser = <T>(
  { stack }: InStack,
  name: string,
  work: (directory: Directory, user: User) => Promise<T>,
): Promise<T> =>
  onUsers(stack, async (directory) => {
    const { userNamed } = await import("../users/find");
    return work(directory, await userNamed(directory, name));
  });

async function list(stack: string, { role, json }: { role?: string; json?: boolean }): Promise<void> {
  const { listUsers } = await import("../users/list");
  const users = await onUsers(stack, (directory) => listUsers(directory, role));
  if (json) return console.log(JSON.stringify(users, undefined, 2));
  const rows = users.map(({ username, name, email = "", state, roles }) => [
    username,
    name,
    email,
    state,
    roles.join(", "),
  ]);
  const heading = `Users of stack ${stack}${role === undefined ? "" : ` with the role ${role}`}: ${rows.length}`;
  console.log(table(heading, rows));
}

async function invite(
  email: string,
  { stack, role, name }: InStack & { role?: string[]; name?: string },
): Promise<void> {
  const { invite: sent, personOf } = await import("../users/invite");
  const invitation = { email, name, roles: role };
  // What is typed wrong is said at once.
  personOf(invitation);
  const { page, invited } = await onUsers(stack, async (directory) => ({
    page: directory.access.page,
    invited: await sent(directory, invitation),
  }));
  if (invited.by === "mail") {
    return console.log(`Invited ${email}: a mail with a link to begin with is on its way.`);
  }
  const rows = [
    ["page", page],
    ["first password", invited.password],
  ];
  const once = "The password is not shown again, and must be changed at the first sign-in.";
  console.log(said(table(`Invited ${email}`, rows), once));
}

async function disable(name: string, options: InStack): Promise<void> {
  const { disable: close } = await import("../users/change");
  const { declaredNote } = await import("../users/declared");
  const { username, lifespan } = await onUser(options, name, async (directory, user) => {
    await close(directory, user);
    return { username: user.username, lifespan: await tokenLifespan(directory) };
  });
  const note = await declaredNote(options.stack, username, "disabled");
  console.log(said(`Disabled ${username}, and ended the sessions. ${lifespan}`, note));
}

async function enable(name: string, options: InStack): Promise<void> {
  const { enable: open } = await import("../users/change");
  const username = await onUser(options, name, async (directory, user) => {
    await open(directory, user);
    return user.username;
  });
  console.log(`Enabled ${username}.`);
}

async function remove(name: string, options: InStack & { yes?: boolean }): Promise<void> {
  const { remove: del } = await import("../users/change");
  const { declaredNote } = await import("../users/declared");
  const { fullName } = await import("../users/find");
  const { stack } = options;
  await onUser(options, name, async (directory, user) => {
    const { username, email } = user;
    const note = await declaredNote(stack, username, "deleted");
    if (note !== undefined) console.log(`${note}\n`);
    const who = [fullName(user), email === username ? undefined : email].filter(Boolean).join(", ");
    const question = `Delete user ${username}${who === "" ? "" : ` (${who})`} of stack ${stack}?`;
    if (!options.yes && !(await confirmed(question))) return;
    await del(directory, user);
    console.log(`Deleted ${username}, and ended the sessions. ${await tokenLifespan(directory)}`);
  });
}

async function exportUser(name: string, options: InStack): Promise<void> {
  const { exportUser: all } = await import("../users/export");
  console.log(JSON.stringify(await onUser(options, name, all), undefined, 2));
}

/** What is out cannot be called back. */
async function tokenLifespan(directory: Directory): Promise<string> {
  const { realmOf } = await import("../users/realm");
  const { accessTokenLifespan = 0 } = await realmOf(directory);
  return `What an application was given before is good until it ends, ${accessTokenLifespan} seconds at most.`;
}

const said = (...lines: (string | undefined)[]): string => lines.filter(Boolean).join("\n\n");
