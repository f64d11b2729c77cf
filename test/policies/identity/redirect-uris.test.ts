import { expectCompliance, expectViolation, resource } from "../../../policies/harness";
import { redirectUris as policy } from "../../../policies/identity/redirect-uris";
import { UNKNOWN, type Value } from "../../../policies/value";

const openid = "keycloak:openid/client:Client";
const fix = "Fix: Write down every address that is used, whole, with https://.";
const back = (...validRedirectUris: Value[]) => resource(openid, { validRedirectUris });

const lists: [type: string, field: string][] = [
  [openid, "validRedirectUris"],
  [openid, "validPostLogoutRedirectUris"],
  [openid, "webOrigins"],
  ["keycloak:saml/client:Client", "validRedirectUris"],
  ["aws:cognito/userPoolClient:UserPoolClient", "callbackUrls"],
  ["aws:cognito/userPoolClient:UserPoolClient", "logoutUrls"],
  ["aws:cognito/managedUserPoolClient:ManagedUserPoolClient", "callbackUrls"],
  ["aws:cognito/managedUserPoolClient:ManagedUserPoolClient", "logoutUrls"],
];

const single: [type: string, field: string][] = [
  ...["rootUrl", "baseUrl", "adminUrl", "backchannelLogoutUrl", "frontchannelLogoutUrl"].map(
    (field): [string, string] => [openid, field],
  ),
  ...[
    "rootUrl",
    "baseUrl",
    "masterSamlProcessingUrl",
    "assertionConsumerPostUrl",
    "assertionConsumerRedirectUrl",
    "logoutServicePostBindingUrl",
    "logoutServiceRedirectBindingUrl",
  ].map((field): [string, string] => ["keycloak:saml/client:Client", field]),
  ["aws:cognito/userPoolClient:UserPoolClient", "defaultRedirectUri"],
  ["aws:cognito/managedUserPoolClient:ManagedUserPoolClient", "defaultRedirectUri"],
];

it("says all of it", () => {
  expectViolation(
    policy,
    back("https://shop.example.com/*"),
    `validRedirectUris[0] is "https://shop.example.com/*", which has a wildcard.\n  ${fix}\n  ` +
      "Why: Whoever finds one page that a pattern lets through, or listens where there is no TLS, gets the code that signs " +
      "a user in. https://www.rfc-editor.org/rfc/rfc9700.html#section-4.1",
  );
});

it.each(lists)("reads the addresses of %s in %s", (type, field) => {
  expectViolation(
    policy,
    resource(type, { [field]: ["https://shop.example.com/", "*", UNKNOWN] }),
    `${field}[1] is "*", which has a wildcard.\n  ${fix}`,
  );
  expectCompliance(policy, resource(type, { [field]: ["https://shop.example.com/"] }));
  expectCompliance(policy, resource(type, { [field]: [UNKNOWN] }));
  expectCompliance(policy, resource(type, { [field]: UNKNOWN }));
});

it.each(single)("reads the address of %s in %s", (type, field) => {
  expectViolation(
    policy,
    resource(type, { [field]: "http://shop.example.com" }),
    `${field} is "http://shop.example.com", without TLS.\n  ${fix}`,
  );
  for (const value of ["https://shop.example.com", "", undefined, UNKNOWN] as Value[])
    expectCompliance(policy, resource(type, { [field]: value }));
});

it.each<[Value, string]>([
  ["*", "which has a wildcard"],
  ["https://*.example.com/", "which has a wildcard"],
  ["/*", "which has a wildcard"],
  ["app://*", "which has a wildcard"],
  ["https://shop.example.com/#signed-in", "which has a fragment"],
  ["shop.example.com", "which is no address"],
  ["//shop.example.com/", "which is no address"],
  ["https://", "which is no address"],
  ["https://shop.example.com/ x", "which is no address"],
  ["https:\\\\shop.example.com", "which is no address"],
  ["${unfinished", "which is no address"],
  ["x${authBaseUrl}", "which is no address"],
  ["x/y", "which is no address"],
  ["+", "which is no address"],
  [5, "which is no address"],
  [undefined, "which is no address"],
  [["https://shop.example.com/"], "which is no address"],
  ["https://user@shop.example.com/", "which has a login"],
  ["https://:secret@shop.example.com/", "which has a login"],
  ["javascript:alert(1)", "which leads to no application"],
  ["data:text/html,x", "which leads to no application"],
  ["vbscript:x", "which leads to no application"],
  ["file:///etc/passwd", "which leads to no application"],
  ["blob:https://shop.example.com/1", "which leads to no application"],
  ["about:blank", "which leads to no application"],
  ["http://shop.example.com/", "without TLS"],
  ["HTTP://shop.example.com/", "without TLS"],
  ["http://localhost.example.com/", "without TLS"],
  ["http://notlocalhost/", "without TLS"],
  ["http://127.0.0.1.example.com/", "without TLS"],
  ["http://128.0.0.1/", "without TLS"],
  ["http://[::2]/", "without TLS"],
])("refuses %j, %s", (address, words) => {
  for (const environment of ["prod", "dev"] as const)
    expectViolation(policy, back(address), new RegExp(`^validRedirectUris\\[0\\] is .*, ${words}\\.`), {
      environment,
    });
});

it.each([
  "https://shop.example.com/signed-in?from=page",
  "https://shop.localhost/",
  "https://localhost:8443",
  "com.example.shop:/signed-in",
  "com.example.shop://signed-in",
  "/signed-in",
  "/realms/shop/account/",
  "${authBaseUrl}/realms/shop/",
  "${authAdminUrl}",
])("takes %s", (address) => {
  expectCompliance(policy, back(address));
});

it.each(["+", "-"])("takes %s where it is a word", (word) => {
  expectCompliance(policy, resource(openid, { validPostLogoutRedirectUris: [word] }));
});

it("takes a word where it means something only", () => {
  expectCompliance(policy, resource(openid, { webOrigins: ["+"] }));
  expectViolation(
    policy,
    resource(openid, { webOrigins: ["-"] }),
    'webOrigins[0] is "-", which is no address',
  );
  expectViolation(policy, resource(openid, { rootUrl: "+" }), 'rootUrl is "+", which is no address');
  expectViolation(
    policy,
    resource("keycloak:saml/client:Client", { validRedirectUris: ["+"] }),
    'validRedirectUris[0] is "+"',
  );
});

it.each([
  "http://localhost:3000/",
  "http://shop.localhost/",
  "http://a.b.localhost/",
  "http://127.0.0.1:8080/",
  "http://127.1.2.3/",
  "http://[::1]:8080/",
])("takes the user's own machine in development only: %s", (address) => {
  expectCompliance(policy, back(address), { environment: "dev" });
  expectCompliance(policy, back(address), { environment: "preview" });
  expectViolation(
    policy,
    back(address),
    `validRedirectUris[0] is "${address}", without TLS, on the user's own machine.\n  ${fix}`,
    { environment: "prod" },
  );
  expectCompliance(policy, back(address), { environment: "prod", options: { loopback: ["prod"] } });
  expectViolation(policy, back(address), "own machine", { environment: "dev", options: { loopback: [] } });
});

it("reads one address in the place of a list, and several faults", () => {
  expectViolation(policy, resource(openid, { validRedirectUris: "*" }), 'validRedirectUris is "*"');
  expectViolation(
    policy,
    resource(openid, { validRedirectUris: ["*"], webOrigins: ["*"], rootUrl: "http://shop.example.com" }),
    "validRedirectUris[0]",
    "webOrigins[0]",
    "rootUrl",
  );
});

it("has nothing to say of a client without addresses, and of what is no client", () => {
  expectCompliance(policy, resource(openid, {}));
  expectCompliance(policy, resource("keycloak:index/realm:Realm", { rootUrl: "*" }));
});
