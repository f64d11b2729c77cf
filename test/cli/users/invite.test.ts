import { withDirectory } from "../../../cli/users/directory";
import { invite, personOf, type Invitation } from "../../../cli/users/invite";
import { firstPassword } from "../../../cli/users/password";
import { FakeKeycloak } from "../../support/fake-keycloak";

let keycloak: FakeKeycloak;
beforeEach(async () => {
  keycloak = await FakeKeycloak.start();
});
afterEach(() => keycloak.stop());

const email = "rose@x.test";
const invited = (more: Partial<Invitation> = {}) =>
  withDirectory(keycloak.access, (directory) => invite(directory, { email, ...more }));

const asked = {
  roles: "GET /shop/roles",
  realm: "GET /shop",
  byName: "GET /shop/users/?username=rose%40x.test&exact=true",
  byAddress: "GET /shop/users/?email=rose%40x.test&exact=true",
  create: "POST /shop/users/",
  map: "POST /shop/users/r/role-mappings/realm",
  password: "PUT /shop/users/r/reset-password",
  mail: "PUT /shop/users/r/execute-actions-email",
  remove: "DELETE /shop/users/r",
};
const roles = ["florist", "driver"].map((name) => ({
  id: `id of ${name}`,
  name,
  description: "",
  composite: false,
}));
const create = (more: object = {}) => ({
  what: asked.create,
  body: { username: email, email, ...more, enabled: true },
});

/** A realm in which nobody is called that. */
function realm(more: object = {}): void {
  keycloak.answer(asked.roles, roles);
  keycloak.answer(asked.realm, {
    passwordPolicy: "length(24) and notUsername(undefined)",
    smtpServer: {},
    ...more,
  });
  keycloak.answer(asked.byName, []);
  keycloak.answer(asked.byAddress, []);
  keycloak.answer(asked.create, undefined, { status: 201, headers: { location: `${keycloak.url}/users/r` } });
  for (const what of [asked.map, asked.password, asked.mail, asked.remove]) {
    keycloak.answer(what, undefined, { status: 204 });
  }
}

const known = [{ what: asked.realm }, { what: asked.byName }, { what: asked.byAddress }];

test("without mail there is a first password as the policy wants it, and it must be changed", async () => {
  realm();
  const { by, ...rest } = await invited({ name: "Rose Thorn", roles: ["driver"] });
  const { password } = rest as { password: string };
  expect([by, password]).toEqual(["password", expect.stringMatching(/^[A-Za-z0-9]{24}$/)]);
  expect(keycloak.told()).toEqual([
    { what: asked.roles },
    ...known,
    create({ firstName: "Rose", lastName: "Thorn" }),
    { what: asked.map, body: [{ id: "id of driver", name: "driver" }] },
    { what: asked.password, body: { type: "password", value: password, temporary: true } },
  ]);
});

test("with mail Keycloak writes, and there is no password", async () => {
  realm({ smtpServer: { host: "mail.x.test" } });
  expect(await invited()).toEqual({ by: "mail" });
  expect(keycloak.told()).toEqual([
    ...known,
    create(),
    { what: asked.mail, body: ["VERIFY_EMAIL", "UPDATE_PASSWORD"] },
  ]);
});

test.each([
  ["the mail cannot be sent", asked.mail, { smtpServer: { host: "mail.x.test" } }],
  ["the password is refused", asked.password, {}],
  ["the role is gone", asked.map, {}],
])("where %s, nobody is left half made", async (_, what, more) => {
  realm(more);
  keycloak.answer(what, { errorMessage: "no luck" }, { status: 500 });
  await expect(invited({ roles: ["florist"] })).rejects.toThrow("answered HTTP 500: no luck.");
  expect(
    keycloak
      .told()
      .slice(-2)
      .map((one) => one.what),
  ).toEqual([what, asked.remove]);
});

const isThere =
  "Stack dev has a user rose@x.test already. Invite another address; or, to begin anew, delete that user first: " +
  "`npx cake users delete rose@x.test`.";

test("who is there already is not invited", async () => {
  realm();
  keycloak.answer(asked.byAddress, [{ id: "x", username: "rose", email }]);
  await expect(invited()).rejects.toThrow(isThere);
  expect(keycloak.told()).toEqual(known);
});

test("nor who is made at the same time by somebody else, and that one stays", async () => {
  realm();
  keycloak.answer(asked.create, { errorMessage: "User exists with same username" }, { status: 409 });
  await expect(invited()).rejects.toThrow(isThere);
  expect(keycloak.told()).toEqual([...known, create()]);
});

test("roles that there are not are all named, before anything is made", async () => {
  realm();
  await expect(invited({ roles: ["florist", "drver", "boss"] })).rejects.toThrow(
    'Stack dev has no role "drver". Did you mean driver? Stack dev has no role "boss". It has: driver, florist. ' +
      "stacks/realm.ts says which roles there are.",
  );
  expect(keycloak.told()).toEqual([{ what: asked.roles }]);
});

test("a realm that Keycloak has no more is said to be gone", async () => {
  keycloak.answer(asked.realm, { error: "Realm not found." }, { status: 404 });
  await expect(invited()).rejects.toThrow(/has no realm shop, which the state of stack dev knows\. Run/);
});

test.each([
  ["Flora Florist", { firstName: "Flora", lastName: "Florist" }],
  [" Anna Maria  Rossi ", { firstName: "Anna Maria", lastName: "Rossi" }],
  [undefined, {}],
])("the name %j is a first and a last one", (name, person) => {
  expect(personOf({ email, name })).toEqual(person);
});

test("an address that is none, and half a name, are refused together", () => {
  expect(() => personOf({ email: "rose", name: "Rose" })).toThrow(
    'The address is "rose". Allowed: an e-mail address, such as flora@florist.example.\n' +
      '--name is "Rose". Allowed: a first and a last name, such as "Flora Florist".',
  );
  for (const wrong of ["", "@", "a@", "@b", "a b@c", "a@b@c"])
    expect(() => personOf({ email: wrong })).toThrow();
});

test("first passwords differ, and are 20 characters where less would do", () => {
  const some = Array.from({ length: 100 }, () => firstPassword("length(8)"));
  expect(new Set(some).size).toBe(100);
  expect(some.every((one) => /^[A-Za-z0-9]{20}$/.test(one))).toBe(true);
  expect([firstPassword().length, firstPassword("maxLength(64) and length(30)").length]).toEqual([20, 30]);
});
