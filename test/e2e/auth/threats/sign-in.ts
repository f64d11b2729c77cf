import { answerOf, authorizeUrl, proof, submit, type Credentials } from "../../../support/oauth";
import { Visitor, type Application, type Page } from "../../../support/sign-in";

/** Tries to sign in as somebody whom the server never saw. */
export async function tried(application: Application, { username, password }: Credentials): Promise<Page> {
  const visitor = new Visitor();
  const page = await visitor.ask(authorizeUrl(application, proof().challenge));
  return submit(visitor, page, { username, password });
}

/** Whether what came back signs a user in. */
export const isIn = (page: Page): boolean => answerOf(page).has("code");
