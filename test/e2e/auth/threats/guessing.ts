import type { Page } from "../../../support/sign-in";
import { isIn, tried } from "./sign-in";
import { until } from "./until";
import { given, type Person, type World } from "./world";

interface Failures {
  readonly disabled: boolean;
  readonly numFailures: number;
  /** In milliseconds. */
  readonly lastFailure: number;
  /** In seconds. */
  readonly failedLoginNotBefore: number;
}

/** What a page says, without what differs from one page to the next. */
const plain = ({ status, body }: Page, username: string): object => ({
  status,
  body: body
    .replaceAll(username, "NAME")
    .replaceAll(/(session_code|tab_id|client_data|execution)=[^"&]+/g, "$1")
    .replaceAll(/"[\w+/=-]{40,}"/g, "TOKEN"),
});

/** Guessing of passwords, and of names. */
export function guessing(world: () => World): void {
  const wrong = "a wrong password of a test";
  const failures = ({ id }: Person) =>
    world().admin<Failures>("GET", `/attack-detection/brute-force/users/${id}`);
  const signIn = (username: string, password: string) => tried(world().application(), { username, password });
  /** Within so many milliseconds, two failures are those of a script. */
  const scriptsAre = (milliseconds: number) =>
    world().admin("PUT", "", { quickLoginCheckMilliSeconds: milliseconds });

  test("wrong passwords close an account, for the right one too, for a while", async () => {
    const person = await world().person();
    // Here it is a script that counts as a person.
    await scriptsAre(0);
    for (let failed = 0; failed < given.failures; failed++) {
      expect(await failures(person)).toMatchObject({ disabled: false });
      expect(isIn(await signIn(person.username, wrong))).toBe(false);
    }
    await scriptsAre(1000);
    expect(isIn(await signIn(person.username, person.password))).toBe(false);
    const { disabled, numFailures, lastFailure, failedLoginNotBefore } = await failures(person);
    expect([disabled, numFailures]).toEqual([true, given.failures]);
    expect(Math.round(failedLoginNotBefore - lastFailure / 1000)).toBeLessThanOrEqual(given.wait);
    await until(async () => isIn(await signIn(person.username, person.password)));
    expect(await failures(person)).toMatchObject({ disabled: false, numFailures: 0 });
    const types = "type=LOGIN_ERROR&type=USER_DISABLED_BY_TEMPORARY_LOCKOUT";
    const events = await world().admin<object[]>("GET", `/events?user=${person.id}&${types}`);
    expect(events).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ type: "LOGIN_ERROR", error: "invalid_user_credentials" }),
        expect.objectContaining({ type: "LOGIN_ERROR", error: "user_temporarily_disabled" }),
        expect.objectContaining({ type: "USER_DISABLED_BY_TEMPORARY_LOCKOUT" }),
      ]),
    );
  });

  test("who is faster than a person is shut out sooner", async () => {
    const person = await world().person();
    // On a busy machine a script is slow, too.
    await scriptsAre(60_000);
    for (let failed = 0; failed < 2; failed++) await signIn(person.username, wrong);
    expect(await failures(person)).toMatchObject({
      disabled: true,
      numFailures: expect.any(Number) as number,
    });
    await scriptsAre(1000);
  });

  test("a wrong password, an unknown name, a closed and a disabled account get the same answer", async () => {
    const [known, closed, disabled] = [
      await world().person(),
      await world().person(),
      await world().person(),
    ];
    await world().admin("PUT", `/users/${disabled.id}`, { enabled: false });
    await scriptsAre(60_000);
    for (let failed = 0; failed < 2; failed++) await signIn(closed.username, wrong);
    const answer = async (username: string, password = wrong) =>
      plain(await signIn(username, password), username);
    const usual = await answer(known.username);
    await scriptsAre(1000);
    expect(usual).toMatchObject({
      status: 200,
      body: expect.stringContaining("Invalid username or password") as string,
    });
    expect(await answer("nobody-of-that-name")).toEqual(usual);
    expect(await answer(closed.username, closed.password)).toEqual(usual);
    expect(await answer(disabled.username)).toEqual(usual);
  });

  test.each([
    ["a short one", () => "x".repeat(given.passwordLength - 1), "invalidPasswordMinLengthMessage"],
    ["the name", ({ username }: Person) => username, "invalidPasswordNotUsernameMessage"],
    ["the address", ({ username }: Person) => `${username}@shop.test`, "invalidPasswordNotEmailMessage"],
    ["the one before", ({ password }: Person) => password, "invalidPasswordHistoryMessage"],
  ])("as a password, %s is refused", async (_, choose, error) => {
    const person = await world().person();
    const credential = { type: "password", value: choose(person), temporary: false };
    const set = (body: object) => world().server.call("PUT", `/shop/users/${person.id}/reset-password`, body);
    expect(await set(credential)).toMatchObject({ status: 400, body: { error } });
    expect(await set({ ...credential, value: "another password of a test" })).toMatchObject({ status: 204 });
    expect(isIn(await signIn(person.username, "another password of a test"))).toBe(true);
  });

  test("passwords are kept as hashes that are slow to make, and nobody is told of them", async () => {
    const { id, password } = await world().person();
    const [credential] = await world().admin<[{ credentialData: string; secretData?: string }]>(
      "GET",
      `/users/${id}/credentials`,
    );
    expect(JSON.parse(credential.credentialData)).toMatchObject({ algorithm: "argon2" });
    expect(credential.secretData).toBeUndefined();
    expect(JSON.stringify(credential)).not.toContain(password);
  });

  test.each(["' OR '1'='1", "x'; DROP TABLE user_entity; --", "%", "\\", "*", "admin'/*"])(
    "a name is a name, also %s",
    async (name) => {
      const page = await signIn(name, "' OR '1'='1");
      expect([page.status, isIn(page)]).toEqual([200, false]);
      const found = await world().admin<object[]>(
        "GET",
        `/users?exact=true&username=${encodeURIComponent(name)}`,
      );
      expect(found).toEqual([]);
      const { username, password } = await world().person();
      expect(isIn(await signIn(username, password))).toBe(true);
    },
  );
}
