import * as pulumi from "@pulumi/pulumi";
import { client, type ClientArgs } from "../../../components/auth/client";
import type { Identity } from "../../../components/contracts";
import { expectCompliance, resource } from "../../../policies/harness";
import { identity } from "../../../policies/identity";
import type { Properties } from "../../../policies/value";
import { valueOf } from "../../support/outputs";
import { recordRegistrations, stopRecording, type Registrations } from "../../support/registrations";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations();
});
afterAll(() => stopRecording());

const keycloak: Identity = {
  kind: "keycloak",
  issuer: pulumi.output("https://id.example.com/realms/shop"),
  jwksUri: pulumi.output("https://id.example.com/realms/shop/keys"),
  realm: pulumi.output("shop"),
  roles: {},
  admin: {
    url: pulumi.output("https://admin.example.com"),
    clientId: pulumi.output("cakestack"),
    clientSecret: pulumi.secret("a secret"),
  },
};

const args: [name: string, args: ClientArgs][] = [
  ["page", { kind: "browser", redirectUris: ["https://shop.example.com/"] }],
  ["robot", { kind: "service" }],
  ["tool", { kind: "device" }],
];

it.each(args)("has nothing against the %s that this project makes", async (name, of) => {
  await valueOf(client(keycloak, name, of).clientId);
  const type = "keycloak:openid/client:Client";
  const { inputs } = registrations.get(name, type);
  for (const policy of identity) expectCompliance(policy, resource(type, inputs as Properties, { name }));
});

it("has policies with names, and sentences on what they want", () => {
  expect(identity.map(({ name }) => name)).toEqual([
    "brute-force-protection",
    "redirect-uris",
    "pkce",
    "oauth-grants",
    "token-lifetimes",
    "default-admin",
  ]);
  for (const { description } of identity) expect(description).toMatch(/^[A-Z].*\.$/);
});
