import { withDirectory } from "../../../cli/users/directory";
import { userNamed } from "../../../cli/users/find";
import { FakeKeycloak } from "../../support/fake-keycloak";

let keycloak: FakeKeycloak;
beforeEach(async () => {
  keycloak = await FakeKeycloak.start();
});
afterEach(() => keycloak.stop());

const find = (name: string) => withDirectory(keycloak.access, (directory) => userNamed(directory, name));
const byName = (name: string) => `GET /shop/users/?username=${encodeURIComponent(name)}&exact=true`;
const byAddress = (name: string) => `GET /shop/users/?email=${encodeURIComponent(name)}&exact=true`;
const all = "GET /shop/users/?briefRepresentation=true&max=1000";
const flora = { id: "f", username: "flora", email: "flora@x.test" };

test("a user is found by the name", async () => {
  keycloak.answer(byName("flora"), [flora]);
  expect(await find("flora")).toEqual(flora);
  expect(keycloak.told()).toEqual([{ what: byName("flora") }]);
});

test("a user is found by the address, after those whose name it is", async () => {
  keycloak.answer(byName("flora@x.test"), []);
  keycloak.answer(byAddress("flora@x.test"), [flora]);
  expect(await find("flora@x.test")).toEqual(flora);
  expect(keycloak.told()).toEqual([{ what: byName("flora@x.test") }, { what: byAddress("flora@x.test") }]);
});

test.each([
  ["flra", "Did you mean flora? "],
  ["flora@x.tset", "Did you mean flora@x.test? "],
  ["somebody", ""],
])("where there is no %s, the one that was meant is named", async (name, meant) => {
  keycloak.answer(byName(name), []);
  keycloak.answer(byAddress(name), []);
  keycloak.answer(all, [flora, { id: "d", username: "dario" }]);
  await expect(find(name)).rejects.toThrow(
    `Stack dev has no user "${name}". ${meant}\`npx cake users list dev\` shows all.`,
  );
});
