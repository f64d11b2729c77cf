import * as fs from "node:fs";
import * as path from "node:path";
import { assetsOf } from "../../components/events/function/assets";
import { testContext } from "../../components/events/runtime/testing";
import orders from "../../examples/florist/orders";

const source = "examples/florist/orders";
const context = testContext();

beforeAll(() => {
  Object.assign(process.env, {
    AUTH_ISSUER: "https://id.example.com/realms/florist",
    AUTH_JWKS_URI: "https://id.example.com/keys",
    AUTH_AUDIENCE: "orders",
    CLIENT_ID: "orders",
  });
});

test("whoever opens the page learns where to sign in", async () => {
  const answer = await orders(new Request("http://orders/sign-in"), context);
  expect([answer.status, await answer.json()]).toEqual([
    200,
    { issuer: "https://id.example.com/realms/florist", clientId: "orders" },
  ]);
});

test.each(["/me", "/orders/red-roses", "/elsewhere"])("%s is for users that are signed in", async (path) => {
  expect((await orders(new Request(`http://orders${path}`), context)).status).toBe(401);
});

test("everything that the page names is there", () => {
  const assets = assetsOf(source);
  const html = fs.readFileSync(path.join(source, "public", "index.html"), "utf8");
  const named = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, name]) => `/${name}`);
  expect(named.length).toBeGreaterThan(2);
  for (const name of named) expect(Object.keys(assets)).toContain(name);
});
