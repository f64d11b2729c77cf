import { accounts } from "./threats/accounts";
import { browsers } from "./threats/browsers";
import { codes } from "./threats/codes";
import { guessing } from "./threats/guessing";
import { redirects } from "./threats/redirects";
import { tokens } from "./threats/tokens";
import { users } from "./threats/users";
import { World } from "./threats/world";

/*
 * What Keycloak's guide says of threats (https://www.keycloak.org/docs/latest/server_admin/#mitigating-security-threats),
 * tried on a realm of the component. docs/identity.md has the list, with what answers each. What the ingress keeps from
 * being reached at all is tried on a whole stack, in identity.test.ts.
 */

/** Building the engine, the provider and Keycloak, where nothing is cached, takes minutes. */
jest.setTimeout(30 * 60_000);

let world: World;
beforeAll(async () => {
  world = await World.make();
});
afterAll(() => world?.end());

test("what the components made stays as it is: nothing has drifted, and nothing would change", async () => {
  expect(await world.difference()).toMatchObject({ code: 0 });
});

describe("guessing", () => {
  guessing(() => world);
});
describe("redirects", () => {
  redirects(() => world);
});
describe("codes", () => {
  codes(() => world);
});
describe("tokens", () => {
  tokens(() => world);
});
describe("browsers", () => {
  browsers(() => world);
});
describe("accounts", () => {
  accounts(() => world);
});
describe("the command for users", () => {
  users(() => world);
});
