import { withDirectory } from "../../../cli/users/directory";
import { FakeKeycloak } from "../../support/fake-keycloak";
import { freePort } from "../../support/free-port";

let keycloak: FakeKeycloak;
beforeEach(async () => {
  keycloak = await FakeKeycloak.start();
});
afterEach(() => keycloak.stop());

const roles = "GET /shop/roles";
const ask = (change: object = {}, timeout?: number) =>
  withDirectory({ ...keycloak.access, ...change }, ({ client }) => client.roles.find(), timeout);

/** What is said of a failure; never the secret. */
async function refusal(change?: object, timeout?: number): Promise<string> {
  const message = await ask(change, timeout).then(
    () => "none",
    (error: Error) => `${error.name}: ${error.message}`,
  );
  expect(message).not.toContain(keycloak.access.clientSecret);
  return message;
}

test("the service account logs in once, and asks in the realm of the users", async () => {
  keycloak.answer(roles, [{ name: "florist" }]);
  expect(await ask()).toEqual([{ name: "florist" }]);
  expect([keycloak.logins, keycloak.told()]).toEqual([1, [{ what: roles }]]);
});

test("it logs in again when its token is about to end", async () => {
  keycloak.lifespan = 1;
  keycloak.answer(roles, []);
  await withDirectory(keycloak.access, async ({ client }) => {
    await client.roles.find();
    await client.roles.find();
  });
  expect([keycloak.logins, keycloak.told().length]).toEqual([3, 2]);
});

test("a secret that is not Keycloak's is said to be, and what to do", async () => {
  expect(await refusal({ clientSecret: "another" })).toBe(
    `UserError: Keycloak at ${keycloak.url} refuses the service account cakestack of stack dev (HTTP 401): the secret in ` +
      "the stack's state is not the one that it has, or its rights were taken away. Restore the state that belongs to " +
      "Keycloak's database, or make the account anew in a pod of it: kc.sh bootstrap-admin service.",
  );
});

test("rights that were taken away are said to be", async () => {
  keycloak.answer(roles, { error: "HTTP 403 Forbidden" }, { status: 403 });
  expect(await refusal()).toMatch(/refuses the service account cakestack of stack dev \(HTTP 403\)/);
});

test("a Keycloak that is not there is said to be", async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  expect(await refusal({ url })).toBe(
    `UserError: Keycloak does not answer at ${url}: ECONNREFUSED. See that it runs (\`npx cake status\`, ` +
      "`npx cake up dev`), and that the address leads to it from this machine.",
  );
});

test("one that takes too long is waited for no longer", async () => {
  keycloak.silent(roles);
  expect(await refusal({}, 50)).toMatch(/^UserError: Keycloak does not answer at \S+: .*timeout/);
});

test("what stands between and answers in its place is told apart", async () => {
  keycloak.answer("login", "<h1>404 page not found</h1>", { status: 404 });
  expect(await refusal()).toBe(
    `UserError: What answers at ${keycloak.url} is no Keycloak (HTTP 404). See that it runs (\`npx cake status\`, ` +
      "`npx cake up dev`), and that the address leads to it from this machine.",
  );
});

test("the secret goes to nobody whom the address only points to", async () => {
  const other = await FakeKeycloak.start();
  const location = `${other.url}/realms/master/protocol/openid-connect/token`;
  keycloak.answer("login", "", { status: 307, headers: { location } });
  expect(await refusal()).toMatch(/is no Keycloak \(HTTP 307\)/);
  expect([other.logins, other.told()]).toEqual([0, []]);
  await other.stop();
});

test.each([
  [400, "does not take that: too short. Correct it, and try again."],
  [500, "answered HTTP 500: too short. See its log, and try again."],
])("what Keycloak says with %d is passed on", async (status, words) => {
  keycloak.answer(roles, { errorMessage: "too short" }, { status });
  expect(await refusal()).toBe(`UserError: Keycloak at ${keycloak.url} ${words}`);
});

test("a defect of the work stays one", async () => {
  const work = withDirectory(keycloak.access, () => Promise.reject(new TypeError("a defect")));
  await expect(work).rejects.toThrow(new TypeError("a defect"));
});
