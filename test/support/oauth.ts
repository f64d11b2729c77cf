import { createHash, randomBytes } from "node:crypto";
import type { Application, Tokens, Visitor } from "./sign-in";

/** What a page of a server answered. */
export type Page = Awaited<ReturnType<Visitor["ask"]>>;

/** Parameters of a request; an undefined one is left out. */
export type Parameters = Readonly<Record<string, string | undefined>>;

/** What a token endpoint answered. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: Partial<Tokens> & { readonly error?: string; readonly error_description?: string };
}

const endpoint = ({ issuer }: Pick<Application, "issuer">, name: string): string =>
  `${issuer}/protocol/openid-connect/${name}`;

/** Proof that who asks for tokens is who asked for the code: RFC 7636. */
export const proof = (): { readonly verifier: string; readonly challenge: string } => {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
};

/** The address of the page that users sign in at. @param more what differs from what a good application asks */
export function authorizeUrl(application: Application, challenge: string, more: Parameters = {}): string {
  const question = {
    client_id: application.clientId,
    redirect_uri: application.redirectUri,
    response_type: "code",
    scope: "openid",
    state: "a state",
    code_challenge: challenge,
    code_challenge_method: "S256",
    ...more,
  };
  return `${endpoint(application, "auth")}?${form(question).toString()}`;
}

/** Where the form of a page leads; undefined without one. */
export const actionOf = ({ body }: Page): string | undefined =>
  /action="([^"]+)"/.exec(body)?.[1]?.replaceAll("&amp;", "&");

/** Sends the form of a page. @throws Error where it has none */
export function submit(
  visitor: Visitor,
  page: Page,
  fields: Readonly<Record<string, string>>,
): Promise<Page> {
  const action = actionOf(page);
  if (action === undefined) throw new Error(`no form: ${page.status} ${page.body}`);
  return visitor.ask(action, fields);
}

/** What a page sends back to an application: the code, or the error. */
export const answerOf = ({ location }: Page): URLSearchParams =>
  new URLSearchParams(location && URL.canParse(location) ? new URL(location).search : "");

/** Signs a user in up to the code. @throws Error with the page where there is none */
export async function codeFor(
  visitor: Visitor,
  application: Application,
  user: { readonly username: string; readonly password: string },
  challenge: string,
): Promise<string> {
  const page = await visitor.ask(authorizeUrl(application, challenge));
  const { username, password } = user;
  const answer = page.location === undefined ? await submit(visitor, page, { username, password }) : page;
  const code = answerOf(answer).get("code");
  if (code === null) throw new Error(`${username} is not signed in: ${answer.status} ${answer.body}`);
  return code;
}

/** Asks for tokens. An answer that is a page has no body. */
export async function askForTokens(application: Application, fields: Parameters): Promise<TokenAnswer> {
  const body = form({ client_id: application.clientId, ...fields });
  const response = await fetch(endpoint(application, "token"), { method: "POST", body });
  const text = await response.text();
  const isPage = text.startsWith("<");
  return { status: response.status, body: isPage ? {} : (JSON.parse(text) as TokenAnswer["body"]) };
}

/** Asks for new tokens. */
export const refresh = (application: Application, token: string): Promise<TokenAnswer> =>
  askForTokens(application, { grant_type: "refresh_token", refresh_token: token });

/** Asks who a token's user is. @returns the status of the answer */
export async function userInfo(application: Application, token: string): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(endpoint(application, "userinfo"), { headers });
  await response.arrayBuffer();
  return response.status;
}

/** What a token says, unverified. */
export const claimsOf = (token: string): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;

function form(fields: Parameters): URLSearchParams {
  const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  return new URLSearchParams(given);
}
