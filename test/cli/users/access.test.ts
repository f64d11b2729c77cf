import { accessIn, refuseOthers } from "../../../cli/users/access";

const keycloak = { url: "http://admin", realm: "shop", clientId: "cakestack", clientSecret: "s3cret" };
const signIn = { url: "http://page/", passwords: {} };

test("the address and the account are outputs of the stack", () => {
  expect(accessIn("dev", { keycloak, signIn, urls: {} })).toEqual({
    stack: "dev",
    page: "http://page/",
    ...keycloak,
  });
});

test.each([[{}], [{ signIn }]])(
  "a stack that was brought up without Keycloak is to be brought up again",
  (outputs) => {
    expect(() => accessIn("dev", outputs)).toThrow(
      "Stack dev was last brought up without users of its own: its outputs name no Keycloak. Run `npx cake up dev`.",
    );
  },
);

test("users of somebody else, and no users, are said to be", () => {
  expect(() => refuseOthers("dev", { kind: "keycloak" })).not.toThrow();
  expect(() => refuseOthers("dev", { kind: "oidc", issuer: "https://shop.eu.auth0.com/" })).toThrow(
    "cake:identity of stack dev is of kind oidc: its users are those of https://shop.eu.auth0.com/. " +
      "Allowed here: kind keycloak. Manage them there.",
  );
  expect(() => refuseOthers("dev", undefined)).toThrow(
    "Stack dev has no users: cake:identity is missing. Allowed: kind keycloak. Set it in Pulumi.dev.yaml, " +
      "and run `npx cake up dev`.",
  );
});
