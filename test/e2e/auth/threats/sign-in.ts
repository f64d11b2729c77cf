import {
  answerOf,
  askForTokens,
  authorizeUrl,
  codeFor,
  proof,
  submit,
  type Page,
} from "../../../support/oauth";
import { Visitor, type Application, type Tokens } from "../../../support/sign-in";

/** A name and a password, right or wrong. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Tries to sign in as somebody whom the server never saw. */
export async function tried(application: Application, { username, password }: Credentials): Promise<Page> {
  const visitor = new Visitor();
  const page = await visitor.ask(authorizeUrl(application, proof().challenge));
  return submit(visitor, page, { username, password });
}

/** Whether what came back signs a user in. */
export const isIn = (page: Page): boolean => answerOf(page).has("code");

/** Signs in, and has the tokens. @throws Error with what was said instead */
export async function tokensOf(
  application: Application,
  user: Credentials,
  visitor = new Visitor(),
): Promise<Tokens> {
  const { verifier, challenge } = proof();
  const code = await codeFor(visitor, application, user, challenge);
  const { status, body } = await askForTokens(application, {
    grant_type: "authorization_code",
    redirect_uri: application.redirectUri,
    code,
    code_verifier: verifier,
  });
  if (status !== 200) throw new Error(`no tokens: ${status} ${JSON.stringify(body)}`);
  return body as Tokens;
}
