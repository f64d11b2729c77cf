import { createHash, randomBytes } from "node:crypto";
import { Visitor, type Application, type Page, type Tokens } from "./sign-in";

/** Parameters of a request; an undefined one is left out. */
export type Parameters = Readonly<Record<string, string | undefined>>;

/** A name and a password, right or wrong. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

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
  user: Credentials,
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
export async function askForTokens(
  application: Application,
  fields: Parameters,
  visitor = new Visitor(),
): Promise<TokenAnswer> {
  const asked = form({ client_id: application.clientId, ...fields });
  const { status, body } = await visitor.ask(endpoint(application, "token"), Object.fromEntries(asked));
  const isPage = !body.startsWith("{");
  return { status, body: isPage ? {} : (JSON.parse(body) as TokenAnswer["body"]) };
}

/** Signs in, and has the tokens. @throws Error with what was said instead */
export async function tokensOf(
  application: Application,
  user: Credentials,
  visitor = new Visitor(),
): Promise<Tokens> {
  const { verifier, challenge } = proof();
  const code = await codeFor(visitor, application, user, challenge);
  const fields = {
    grant_type: "authorization_code",
    redirect_uri: application.redirectUri,
    code,
    code_verifier: verifier,
  };
  const { status, body } = await askForTokens(application, fields, visitor);
  if (status !== 200) throw new Error(`no tokens: ${status} ${JSON.stringify(body)}`);
  return body as Tokens;
}

/** Asks for new tokens. */
export const refresh = (application: Application, token: string, visitor?: Visitor): Promise<TokenAnswer> =>
  askForTokens(application, { grant_type: "refresh_token", refresh_token: token }, visitor);

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
