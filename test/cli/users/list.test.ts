import { withDirectory } from "../../../cli/users/directory";
import { listUsers } from "../../../cli/users/list";
import { FakeKeycloak } from "../../support/fake-keycloak";

let keycloak: FakeKeycloak;
beforeEach(async () => {
  keycloak = await FakeKeycloak.start();
});
afterEach(() => keycloak.stop());

const users = (first: number) => `GET /shop/users/?first=${first}&max=50&briefRepresentation=true`;
const rolesOf = (id: string) => `GET /shop/users/${id}/role-mappings/realm/composite`;
const named = (...names: string[]) => names.map((name) => ({ id: `id of ${name}`, name, composite: false }));
const list = (role?: string) => withDirectory(keycloak.access, (directory) => listUsers(directory, role));

const flora = {
  id: "f",
  username: "flora",
  firstName: "Flora",
  lastName: "Florist",
  email: "flora@x.test",
  enabled: true,
};
const dario = { id: "d", username: "dario", enabled: false };

function two(): void {
  keycloak.answer(users(0), [dario, flora]);
  keycloak.answer(rolesOf("f"), named("uma_authorization", "florist", "default-roles-shop", "driver"));
  keycloak.answer(rolesOf("d"), named("offline_access", "driver"));
}

test("users are told with their roles, but for those that Keycloak gives everyone", async () => {
  two();
  expect(await list()).toEqual([
    { username: "dario", name: "", email: undefined, state: "disabled", roles: ["driver"] },
    {
      username: "flora",
      name: "Flora Florist",
      email: "flora@x.test",
      state: "enabled",
      roles: ["driver", "florist"],
    },
  ]);
  expect(
    keycloak
      .told()
      .map(({ what }) => what)
      .sort(),
  ).toEqual([users(0), rolesOf("d"), rolesOf("f")].sort());
});

test("those with a role are those who have it in the end", async () => {
  two();
  keycloak.answer("GET /shop/roles", named("florist", "driver", "offline_access"));
  expect((await list("florist")).map(({ username }) => username)).toEqual(["flora"]);
  expect((await list("driver")).map(({ username }) => username)).toEqual(["dario", "flora"]);
});

test("a role that there is not is refused before anybody is asked for", async () => {
  keycloak.answer("GET /shop/roles", named("florist", "driver", "offline_access"));
  await expect(list("florst")).rejects.toThrow(
    'Stack dev has no role "florst". Did you mean florist? It has: driver, florist. ' +
      "stacks/realm.ts says which roles there are.",
  );
  // What Keycloak itself gives is no role to sort users by.
  await expect(list("offline_access")).rejects.toThrow(
    'Stack dev has no role "offline_access". It has: driver, florist.',
  );
  expect(keycloak.told()).toEqual([{ what: "GET /shop/roles" }, { what: "GET /shop/roles" }]);
});

test("pages follow until one is not full", async () => {
  const many = Array.from({ length: 50 }, (_, number) => ({
    id: `i${number}`,
    username: `user${number}`,
    enabled: true,
  }));
  keycloak.answer(users(0), many);
  keycloak.answer(users(50), [{ id: "last", username: "zoe", enabled: true }]);
  for (const { id } of [...many, { id: "last" }]) keycloak.answer(rolesOf(id), []);
  const found = await list();
  expect([found.length, found.at(-1)?.username]).toEqual([51, "zoe"]);
  expect(keycloak.told().filter(({ what }) => what.includes("briefRepresentation")).length).toBe(2);
});
