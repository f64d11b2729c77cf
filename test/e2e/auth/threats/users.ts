import { disable, enable, remove } from "../../../../cli/users/change";
import { withDirectory, type Directory } from "../../../../cli/users/directory";
import { exportUser } from "../../../../cli/users/export";
import { userNamed } from "../../../../cli/users/find";
import { invite, type Invitation } from "../../../../cli/users/invite";
import { listUsers } from "../../../../cli/users/list";
import { MailBox } from "../../../support/mail-box";
import { authorizeUrl, claimsOf, proof, refresh, submit, tokensOf, userInfo } from "../../../support/oauth";
import { freePort } from "../../../support/free-port";
import { Visitor, type Page } from "../../../support/sign-in";
import { isIn, tried } from "./sign-in";
import type { Person, World } from "./world";

/** What `cake users` does, on the real server. */
export function users(world: () => World): void {
  const page = () => world().application();
  const work = <T>(what: (directory: Directory) => Promise<T>) => withDirectory(world().access, what);
  const on = (name: string, what: typeof disable) =>
    work(async (directory) => what(directory, await userNamed(directory, name)));
  const invited = (invitation: Invitation) => work((directory) => invite(directory, invitation));
  const namesWith = async (role?: string) =>
    (await work((directory) => listUsers(directory, role))).map(({ username }) => username);
  const profile = ({ id }: Person) => world().admin<Record<string, unknown>>("GET", `/users/${id}`);

  /** Goes where the server sends its visitor, as long as it is the server itself. */
  async function followed(visitor: Visitor, first: Page): Promise<Page> {
    let at = first;
    while (at.location?.startsWith(world().server.url)) at = await visitor.ask(at.location);
    return at;
  }

  /** Signs in as far as it goes. */
  async function begun(visitor: Visitor, username: string, password: string): Promise<Page> {
    const form = await visitor.ask(authorizeUrl(page(), proof().challenge));
    return followed(visitor, await submit(visitor, form, { username, password }));
  }
  const chosen = async (visitor: Visitor, form: Page, password: string) =>
    followed(
      visitor,
      await submit(visitor, form, { "password-new": password, "password-confirm": password }),
    );

  const good = "a good password of a test";

  test("who is invited without mail must choose another password, a good one, before anything else", async () => {
    const email = "rose@shop.test";
    const answer = await invited({ email, name: "Rose Thorn", roles: ["florist"] });
    const { password } = answer as Extract<typeof answer, { by: "password" }>;
    const visitor = new Visitor();
    let form = await begun(visitor, email, password);
    expect([form.status, isIn(form)]).toEqual([200, false]);
    for (const bad of ["short", email, password]) {
      form = await chosen(visitor, form, bad);
      expect([form.status, isIn(form)]).toEqual([200, false]);
      expect(form.body).toContain("password-new");
    }
    expect(isIn(await chosen(visitor, form, good))).toBe(true);
    const { access_token: token } = await tokensOf(page(), { username: email, password: good });
    expect(claimsOf(token)).toMatchObject({ email, name: "Rose Thorn" });
    expect((claimsOf(token).realm_access as { roles: string[] }).roles.toSorted()).toEqual([
      "driver",
      "florist",
    ]);
    expect(isIn(await tried(page(), { username: email, password }))).toBe(false);
    const known = await world().admin<object[]>("GET", "/admin-events?max=1000");
    expect(JSON.stringify(known)).toContain(email);
    expect(JSON.stringify(known)).not.toContain(password);
  });

  test("who is invited without a name is asked for it", async () => {
    const email = "lily@shop.test";
    const answer = await invited({ email });
    const { password } = answer as Extract<typeof answer, { by: "password" }>;
    const visitor = new Visitor();
    const form = await chosen(visitor, await begun(visitor, email, password), good);
    expect([isIn(form), form.body.includes("firstName")]).toEqual([false, true]);
    const name = { email, firstName: "Lily", lastName: "Valley" };
    expect(isIn(await followed(visitor, await submit(visitor, form, name)))).toBe(true);
  });

  test("who is there already is not invited again", async () => {
    const { username } = await world().person();
    await expect(invited({ email: `${username}@shop.test` })).rejects.toThrow(/has a user \S+ already/);
  });

  test("where there is mail, a link leads to a password, and the address is known to be the user's", async () => {
    const box = await MailBox.open();
    const email = "iris@shop.test";
    const smtpServer = { host: "127.0.0.1", port: String(box.port), from: "shop@shop.test" };
    await world().admin("PUT", "", { smtpServer });
    expect(await invited({ email, name: "Iris Blue" })).toEqual({ by: "mail" });
    await world().admin("PUT", "", { smtpServer: {} });
    await box.close();
    const [link] = /http:\S+action-token\S+?(?=["<\s])/.exec(box.mails[0] ?? "") ?? [];
    const visitor = new Visitor();
    const first = await followed(visitor, await visitor.ask(link!.replaceAll("&amp;", "&")));
    const [, more = ""] = /href="([^"]*action-token[^"]*)"/.exec(first.body) ?? [];
    const form = await followed(visitor, await visitor.ask(more.replaceAll("&amp;", "&")));
    await chosen(visitor, form, good);
    const found = await work((directory) => userNamed(directory, email));
    expect(found).toMatchObject({ emailVerified: true, requiredActions: [] });
    expect(isIn(await tried(page(), { username: email, password: good }))).toBe(true);
  });

  test("where the mail cannot be sent, nobody is made", async () => {
    const smtpServer = { host: "127.0.0.1", port: String(await freePort()), from: "shop@shop.test" };
    await world().admin("PUT", "", { smtpServer });
    await expect(invited({ email: "fern@shop.test" })).rejects.toThrow(/answered HTTP 500: /);
    await world().admin("PUT", "", { smtpServer: {} });
    expect(await namesWith()).not.toContain("fern@shop.test");
  });

  test("users are listed with the roles that they have by themselves and by groups; services are none", async () => {
    const [florist, plain] = [await world().person("staff"), await world().person()];
    const all = await work((directory) => listUsers(directory));
    expect(all.find(({ username }) => username === florist.username)).toEqual({
      username: florist.username,
      name: "Some Person",
      email: `${florist.username}@shop.test`,
      state: "enabled",
      roles: ["driver", "florist"],
    });
    expect(all.filter(({ username }) => username.startsWith("service-account"))).toEqual([]);
    const florists = await namesWith("florist");
    expect([florists.includes(florist.username), florists.includes(plain.username)]).toEqual([true, false]);
  });

  test("who is disabled is signed out, and stays who it was; who is enabled signs in again", async () => {
    const person = await world().person("staff");
    const before = await profile(person);
    const tokens = await tokensOf(page(), person);
    await on(`${person.username}@shop.test`, disable);
    expect(await refresh(page(), tokens.refresh_token)).toMatchObject({ status: 400 });
    expect(await userInfo(page(), tokens.access_token)).toBe(401);
    expect(isIn(await tried(page(), person))).toBe(false);
    expect(await profile(person)).toEqual({
      ...before,
      enabled: false,
      notBefore: expect.any(Number) as number,
    });
    await on(person.username, enable);
    expect(isIn(await tried(page(), person))).toBe(true);
    expect(await refresh(page(), tokens.refresh_token)).toMatchObject({ status: 400 });
    expect(await profile(person)).toEqual({ ...before, notBefore: expect.any(Number) as number });
  });

  test("who was shut out by wrong passwords is let in again", async () => {
    const person = await world().person();
    await world().admin("PUT", "", { quickLoginCheckMilliSeconds: 60_000, minimumQuickLoginWaitSeconds: 60 });
    for (let failed = 0; failed < 2; failed++) {
      await tried(page(), { ...person, password: "a wrong password of a test" });
    }
    await world().admin("PUT", "", { quickLoginCheckMilliSeconds: 1000 });
    expect(isIn(await tried(page(), person))).toBe(false);
    await on(person.username, enable);
    expect(isIn(await tried(page(), person))).toBe(true);
  });

  test("an export has all that is kept of a user, and no password", async () => {
    const person = await world().person("staff");
    await tried(page(), { ...person, password: "a wrong password of a test" });
    await tokensOf(page(), person);
    await on(person.username, enable);
    const all = await work(async (directory) =>
      exportUser(directory, await userNamed(directory, person.username)),
    );
    expect(all).toMatchObject({
      profile: {
        id: person.id,
        username: person.username,
        firstName: "Some",
        email: `${person.username}@shop.test`,
      },
      roles: { realm: ["driver", "florist"] },
      groups: ["/everyone", "/staff"],
      credentials: [{ type: "password" }],
      sessions: [{ username: person.username, clients: expect.any(Object) as object }],
      offlineSessions: [],
      federatedIdentities: [],
      failures: { disabled: false },
      events: expect.arrayContaining([
        expect.objectContaining({ type: "LOGIN", userId: person.id }),
        expect.objectContaining({ type: "LOGIN_ERROR", userId: person.id }),
      ]) as object[],
      adminEvents: expect.arrayContaining([
        expect.objectContaining({ operationType: "CREATE", resourcePath: `users/${person.id}` }),
      ]) as object[],
    });
    const { value, salt } = await world().hashOf(person);
    const text = JSON.stringify(all);
    for (const secret of [person.password, value, salt, "secretData"]) expect(text).not.toContain(secret);
  });

  test("who is deleted is gone, with the sessions", async () => {
    const person = await world().person();
    const tokens = await tokensOf(page(), person);
    await on(person.username, remove);
    expect(await refresh(page(), tokens.refresh_token)).toMatchObject({ status: 400 });
    expect(await userInfo(page(), tokens.access_token)).toBe(401);
    expect(isIn(await tried(page(), person))).toBe(false);
    expect(await namesWith()).not.toContain(person.username);
    await expect(on(person.username, enable)).rejects.toThrow(`Stack dev has no user "${person.username}".`);
  });
}
