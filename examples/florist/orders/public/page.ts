import { ErrorResponse, UserManager } from "oidc-client-ts";

/** Who is signed in, as the function says. */
interface Me {
  readonly name: string;
  readonly roles: readonly string[];
}

/** What has become of an order, as the function says. */
interface Order {
  readonly driver: string | null;
  readonly messages: readonly string[];
}

const part = <Part extends HTMLElement>(id: string): Part => document.getElementById(id) as Part;
const page = `${location.origin}/`;

function tell(text: string, refused: boolean): void {
  const answer = part("answer");
  answer.textContent = text;
  answer.classList.toggle("refused", refused);
}

/** Users sign in by the code flow with PKCE. Their tokens are this tab's, and are renewed while it is open. */
async function userManager(): Promise<UserManager> {
  const { issuer, clientId } = (await (await fetch("/sign-in")).json()) as Record<string, string>;
  // Keycloak's own pages. On the second one users end their sessions in other browsers, too.
  part<HTMLAnchorElement>("account").href = `${issuer}/account/`;
  part<HTMLAnchorElement>("devices").href = `${issuer}/account/account-security/device-activity`;
  return new UserManager({
    authority: issuer!,
    client_id: clientId!,
    redirect_uri: page,
    post_logout_redirect_uri: page,
  });
}

/** Whether somebody is signed in. One whose session was ended elsewhere is so no more. */
async function signedIn(users: UserManager): Promise<boolean> {
  if (/[?&](code|error)=/.test(location.search)) {
    const came = users.signinCallback();
    history.replaceState(undefined, "", page);
    await came;
    return true;
  }
  if (!(await users.getUser())) return false;
  try {
    return (await users.signinSilent()) !== null;
  } catch (error) {
    if (!(error instanceof ErrorResponse)) throw error;
    await users.removeUser();
    return false;
  }
}

/** Calls the function as the user that is signed in. */
async function call(users: UserManager, path: string, method = "GET"): Promise<Response> {
  const token = (await users.getUser())?.access_token;
  return fetch(path, { method, headers: { authorization: `Bearer ${token}` } });
}

async function order(users: UserManager, event: SubmitEvent): Promise<void> {
  event.preventDefault();
  const { value: method } = event.submitter as HTMLButtonElement;
  const { value: id } = part<HTMLInputElement>("order-id");
  const response = await call(users, `/orders/${id}`, method);
  const { error, driver, messages } = (await response.json()) as Partial<Order> & { error?: string };
  const state = driver
    ? [`${driver} delivers ${id}.`, ...(messages ?? [])].join(" ")
    : `${id} waits for a driver.`;
  tell(error ?? (method === "POST" ? `You took ${id}.` : state), !response.ok);
}

async function open(): Promise<void> {
  const users = await userManager();
  part("sign-in").onclick = () => users.signinRedirect();
  part("sign-out").onclick = () => users.signoutRedirect();
  part("order").onsubmit = (event) => order(users, event);
  const known = await signedIn(users);
  part(known ? "signed-in" : "signed-out").hidden = false;
  if (!known) return;
  const { name, roles } = (await (await call(users, "/me")).json()) as Me;
  part("who").textContent = [name, ...roles].join(", ");
}

open().catch((error: unknown) => tell(error instanceof Error ? error.message : String(error), true));
