import {
  answerOf,
  askForTokens,
  authorizeUrl,
  codeFor,
  proof,
  refresh,
  userInfo,
  type Parameters,
} from "../../../support/oauth";
import { Visitor } from "../../../support/sign-in";
import { isIn, tried } from "./sign-in";
import type { World } from "./world";

/** Codes that somebody else may have, and ways to tokens that need none. */
export function codes(world: () => World): void {
  const application = () => world().application();

  /** A code of a user who has just signed in, and what is to be shown with it. */
  async function code(): Promise<{ readonly fields: Parameters }> {
    const { verifier, challenge } = proof();
    const known = await codeFor(new Visitor(), application(), await world().person(), challenge);
    const { redirectUri: redirect_uri } = application();
    return {
      fields: { grant_type: "authorization_code", redirect_uri, code: known, code_verifier: verifier },
    };
  }

  test.each([
    ["no challenge", { code_challenge: undefined, code_challenge_method: undefined }],
    ["a challenge of no kind", { code_challenge_method: undefined }],
    ["a challenge that is the proof itself", { code_challenge_method: "plain" }],
    ["a challenge that is none", { code_challenge: "short" }],
  ])("with %s nobody gets to the page to sign in at", async (_, more) => {
    const page = await new Visitor().ask(authorizeUrl(application(), proof().challenge, more));
    expect([page.status, answerOf(page).get("error")]).toEqual([302, "invalid_request"]);
    expect(isIn(page)).toBe(false);
  });

  test.each<[string, () => Parameters, (string | undefined)?]>([
    ["another proof", () => ({ code_verifier: proof().verifier })],
    ["no proof", () => ({ code_verifier: undefined })],
    ["another address", () => ({ redirect_uri: "https://page.test/" })],
    ["no address", () => ({ redirect_uri: undefined })],
    ["another application", () => ({ client_id: "other" })],
    ["a code that is made up", () => ({ code: `${"x".repeat(36)}.${"y".repeat(36)}.${"z".repeat(36)}` })],
  ])("a code is worth nothing with %s", async (_, change) => {
    const { fields } = await code();
    const { status, body } = await askForTokens(application(), { ...fields, ...change() });
    expect({ status, error: body.error }).toEqual({ status: 400, error: "invalid_grant" });
    expect(body.access_token).toBeUndefined();
  });

  test("a code is good once, and a second use ends what the first one began", async () => {
    const { fields } = await code();
    const first = await askForTokens(application(), fields);
    expect(first.status).toBe(200);
    expect(await userInfo(application(), first.body.access_token!)).toBe(200);
    expect(await askForTokens(application(), fields)).toMatchObject({
      status: 400,
      body: { error: "invalid_grant" },
    });
    expect(await refresh(application(), first.body.refresh_token!)).toMatchObject({ status: 400 });
    expect(await userInfo(application(), first.body.access_token!)).toBe(401);
  });

  test.each(["token", "id_token", "id_token token", "code token", "code id_token", "code id_token token"])(
    "the implicit grant is refused: %s",
    async (kind) => {
      const more = { response_type: kind, nonce: "a nonce" };
      const { status, location } = await new Visitor().ask(
        authorizeUrl(application(), proof().challenge, more),
      );
      const answer = new URLSearchParams(new URL(location ?? "").hash.slice(1));
      expect([status, answer.get("error")]).toEqual([302, "unauthorized_client"]);
      expect([answer.has("access_token"), answer.has("id_token"), answer.has("code")]).toEqual([
        false,
        false,
        false,
      ]);
    },
  );

  test.each([
    "page",
    "other",
    "terminal",
    "service",
    // Keycloak's own.
    "admin-cli",
    "account",
    "account-console",
    "security-admin-console",
    "broker",
    "realm-management",
  ])("the password grant is refused to %s", async (client_id) => {
    const { username, password } = await world().person();
    const client_secret = client_id === "service" ? world().serviceSecret : undefined;
    const fields = { grant_type: "password", client_id, client_secret, username, password };
    const { status, body } = await askForTokens(application(), fields);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(body.access_token).toBeUndefined();
    // It is not the password that is wrong.
    expect(isIn(await tried(application(), { username, password }))).toBe(true);
  });

  test("a service signs in with its secret, and with no other", async () => {
    const signIn = (client_secret?: string) =>
      askForTokens(application(), { client_id: "service", grant_type: "client_credentials", client_secret });
    expect(await signIn(world().serviceSecret)).toMatchObject({ status: 200 });
    expect(await signIn("another")).toMatchObject({ status: 401, body: { error: "unauthorized_client" } });
    expect((await signIn()).status).toBeGreaterThanOrEqual(400);
    expect(await askForTokens(application(), { grant_type: "client_credentials" })).toMatchObject({
      status: 401,
    });
  });
}
