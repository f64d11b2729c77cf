import { checkedRedirects, originsOf, redirectCheck } from "../../../../components/auth/client/redirects";

test.each([
  "https://shop.example.com/",
  "https://shop.example.com",
  "https://shop.example.com:8443/signed-in?from=page",
  "http://localhost:3000/",
  "http://shop.default.localhost:8080/",
  "http://127.0.0.1:8000/callback",
  "http://[::1]:8000/callback",
])("%s is taken", (address) => {
  const [bad] = redirectCheck("redirectUris", address);
  expect(bad).toBe(false);
});

test.each([
  ["https://shop.example.com/*", "with a pattern"],
  ["https://*.example.com/", "with a pattern"],
  ["*", "which is no address"],
  ["+", "which is no address"],
  ["/signed-in", "which is no address"],
  ["", "which is no address"],
  ["shop.example.com", "which is no address"],
  ["https://shop.example.com/#token", "with a fragment"],
  ["https://shop.example.com/#", "with a fragment"],
  ["https://shop.example.com\\@evil.example/", "with a pattern"],
  ["https://shop.example.com@evil.example/", "with a login"],
  ["http://shop.example.com/", "with no TLS"],
  ["http://localhost.example.com/", "with no TLS"],
  ["http://127.0.0.1.example.com/", "with no TLS"],
  ["javascript:alert(1)", "with the scheme javascript:"],
  ["com.example.shop:/back", "with the scheme com.example.shop:"],
])("%j is refused: %s", (address, why) => {
  const [bad, problem] = redirectCheck("redirectUris", address);
  expect(bad).toBe(true);
  expect(problem).toContain(`redirectUris has ${JSON.stringify(address)}, ${why}. Allowed: `);
});

test("origins are those of the addresses, each once", () => {
  expect(originsOf(["https://a.example.com/x", "https://a.example.com/y", "http://localhost:80/"])).toEqual([
    "https://a.example.com",
    "http://localhost",
  ]);
});

test("addresses that are known only later are checked then", () => {
  const good = ["https://shop.example.com/", "https://late.example.com/"];
  expect(checkedRedirects("page", "redirectUris", good)).toEqual(good);
  expect(() => checkedRedirects("page", "redirectUris", [...good, "http://late.example.com/"])).toThrow(
    'Client page:\n  - redirectUris has "http://late.example.com/", with no TLS',
  );
});
