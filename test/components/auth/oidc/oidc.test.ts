import * as pulumi from "@pulumi/pulumi";
import { oidcIdentity } from "../../../../components/auth/oidc";
import { valueOf } from "../../../support/outputs";

test("is the contract that applications take, with secrets as secrets", async () => {
  const identity = oidcIdentity(
    { issuer: "https://id.example.com/", jwksUri: "https://id.example.com/keys" },
    { page: { clientId: "id of page" }, robot: { clientId: "id of robot", clientSecret: "a secret" } },
  );
  expect(identity.kind).toBe("oidc");
  expect(await valueOf(identity.issuer)).toBe("https://id.example.com/");
  expect(await valueOf(identity.jwksUri)).toBe("https://id.example.com/keys");
  expect(identity).not.toHaveProperty("claims");
  expect(identity.clients.page).not.toHaveProperty("clientSecret");
  expect(await pulumi.isSecret(identity.clients.robot!.clientSecret!)).toBe(true);
  expect(await valueOf(identity.clients.robot!.clientId)).toBe("id of robot");
});

test("says where tokens say what", () => {
  const claims = { audience: "client_id", roles: "cognito:groups" };
  const provider = { issuer: "https://id.example.com/", jwksUri: "https://id.example.com/keys" };
  expect(oidcIdentity(provider, {}, claims).claims).toEqual(claims);
});
