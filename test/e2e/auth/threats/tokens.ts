import {
  answerOf,
  askForTokens,
  authorizeUrl,
  claimsOf,
  proof,
  refresh,
  userInfo,
  tokensOf,
} from "../../../support/oauth";
import { Visitor, type Tokens } from "../../../support/sign-in";
import { isIn, tried } from "./sign-in";
import type { Person, World } from "./world";

interface Claims {
  readonly iat: number;
  readonly exp: number;
  readonly aud?: string | string[];
  readonly realm_access?: { readonly roles: string[] };
  readonly resource_access?: object;
}

/** Tokens that somebody else may have, and what they are good for. */
export function tokens(world: () => World): void {
  const page = () => world().application();
  const refused = { status: 400, body: { error: "invalid_grant" } };

  /** A user who has just signed in. */
  async function signedIn(...groups: string[]): Promise<{ person: Person; tokens: Tokens }> {
    const person = await world().person(...groups);
    return { person, tokens: await tokensOf(page(), person) };
  }
  const claims = (token: string) => claimsOf(token) as unknown as Claims;

  test("they do not last: five minutes, and half an hour without a sign of the user", async () => {
    const { tokens: all } = await signedIn();
    const lifespan = ({ iat, exp }: Claims) => exp - iat;
    expect(lifespan(claims(all.access_token))).toBe(5 * 60);
    expect(lifespan(claims(all.refresh_token))).toBe(30 * 60);
  });

  test("a refresh token is good once, and a second use ends the session", async () => {
    const { tokens: first } = await signedIn();
    const second = await refresh(page(), first.refresh_token);
    expect(second.status).toBe(200);
    expect(await refresh(page(), first.refresh_token)).toMatchObject(refused);
    // The one who has the newer one is the thief, or is not: neither goes on.
    expect(await refresh(page(), second.body.refresh_token!)).toMatchObject(refused);
    expect(await userInfo(page(), second.body.access_token!)).toBe(401);
  });

  test("a refresh token is good for its own application only, and an access token is none", async () => {
    const { tokens: all } = await signedIn();
    const other = world().application("other");
    expect(await refresh(other, all.refresh_token)).toMatchObject(refused);
    expect(await refresh(page(), all.access_token)).toMatchObject(refused);
    expect(await userInfo(page(), all.refresh_token)).toBe(401);
  });

  test("an administrator ends a user's sessions: what was given before is refused", async () => {
    const { person, tokens: all } = await signedIn();
    await world().admin("POST", `/users/${person.id}/logout`);
    expect(await refresh(page(), all.refresh_token)).toMatchObject(refused);
    expect(await userInfo(page(), all.access_token)).toBe(401);
    expect(isIn(await tried(page(), person))).toBe(true);
  });

  test("an administrator withdraws everything that was given before a time", async () => {
    const { person, tokens: all } = await signedIn();
    await world().admin("PUT", "", { notBefore: claims(all.access_token).iat + 1 });
    const answers = [await refresh(page(), all.refresh_token), await userInfo(page(), all.access_token)];
    await world().admin("PUT", "", { notBefore: 0 });
    expect(answers).toEqual([expect.objectContaining({ status: 400 }), 401]);
    expect(isIn(await tried(page(), person))).toBe(true);
  });

  test("a user who signs out ends the session, and an application can give a token back", async () => {
    const { tokens: all } = await signedIn();
    const { person: another, tokens: given } = await signedIn();
    const place = (name: string) => `${world().issuer}/protocol/openid-connect/${name}`;
    const send = (name: string, fields: Record<string, string>) =>
      fetch(place(name), { method: "POST", body: new URLSearchParams({ client_id: "page", ...fields }) });
    expect((await send("logout", { refresh_token: all.refresh_token })).status).toBe(204);
    expect(await refresh(page(), all.refresh_token)).toMatchObject(refused);
    expect((await send("revoke", { token: given.refresh_token })).status).toBe(200);
    expect(await refresh(page(), given.refresh_token)).toMatchObject(refused);
    expect(isIn(await tried(page(), another))).toBe(true);
  });

  test("a token that was changed, or that nobody has signed, is none", async () => {
    const { tokens: all } = await signedIn();
    const [header = "", payload = "", signature = ""] = all.access_token.split(".");
    const part = (content: object) => Buffer.from(JSON.stringify(content)).toString("base64url");
    const changed = part({ ...claimsOf(all.access_token), preferred_username: "boss" });
    const unsigned = part({ alg: "none", typ: "JWT" });
    for (const token of [
      `${header}.${changed}.${signature}`,
      `${unsigned}.${payload}.`,
      `${unsigned}.${payload}.${signature}`,
      `${header}.${payload}.`,
    ]) {
      expect(await userInfo(page(), token)).toBe(401);
    }
    expect(await userInfo(page(), all.access_token)).toBe(200);
  });

  test("a token tells of the roles that its application was given, of those that the user has", async () => {
    const person = await world().person("staff");
    const rolesFor = async (clientId: "page" | "other") => {
      const { access_token: token } = await tokensOf(world().application(clientId), person);
      const { realm_access, resource_access } = claims(token);
      return { roles: realm_access?.roles.toSorted(), resource_access };
    };
    expect(await rolesFor("page")).toEqual({ roles: ["driver", "florist"], resource_access: undefined });
    expect(await rolesFor("other")).toEqual({ roles: undefined, resource_access: undefined });
    const { tokens: all } = await signedIn();
    expect(claims(all.access_token).realm_access?.roles).toEqual(["driver"]);
  });

  test("asking for more gives no more", async () => {
    const person = await world().person("staff");
    const { verifier, challenge } = proof();
    const visitor = new Visitor();
    const other = world().application("other");
    const scope = "openid roles profile email microprofile-jwt";
    const form = await visitor.ask(authorizeUrl(other, challenge, { scope }));
    const { username, password } = person;
    const action = /action="([^"]+)"/.exec(form.body)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const code = answerOf(await visitor.ask(action, { username, password })).get("code") ?? "";
    const { body } = await askForTokens(other, {
      grant_type: "authorization_code",
      redirect_uri: other.redirectUri,
      code,
      code_verifier: verifier,
    });
    expect(JSON.stringify(claimsOf(body.access_token!))).not.toMatch(/florist|driver|manage-account/);
  });

  test("a token is for those who are named, and for nobody else", async () => {
    const person = await world().person();
    const audienceFor = async (clientId: "page" | "other") =>
      claims((await tokensOf(world().application(clientId), person)).access_token).aud;
    expect(await audienceFor("page")).toBe("orders");
    expect(await audienceFor("other")).toBeUndefined();
  });

  test("a service is told of the role that it was given, and of no other", async () => {
    const service = { ...page(), clientId: "service" };
    const { body } = await askForTokens(service, {
      grant_type: "client_credentials",
      client_secret: world().serviceSecret,
    });
    const { realm_access, resource_access, aud } = claims(body.access_token!);
    expect({ realm_access, resource_access, aud }).toEqual({
      realm_access: { roles: ["driver"] },
      resource_access: undefined,
      aud: undefined,
    });
    expect(body.refresh_token).toBeUndefined();
  });
}
