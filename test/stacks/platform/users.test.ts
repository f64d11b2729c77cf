import type { CakeConfig } from "../../../stacks/config";
import type { Chosen } from "../../../stacks/platform";
import {
  built,
  chosenKeycloak,
  directory,
  forget,
  local,
  mockDeployments,
  recordStacks,
  registrations,
  signingIn,
} from "./fixtures";

/** Some make several stacks, and a machine may be busy. */
jest.setTimeout(60_000);

recordStacks();

test("users and permissions are a layer each, on the database of the stack", async () => {
  const { spec } = await built(signingIn, { manifests: { directory } }, chosenKeycloak);
  const outer = registrations.names().filter((one) => /^cakestack:(auth|cockroach):/.test(one));
  expect(outer).toEqual(
    expect.arrayContaining([
      "cakestack:auth:Keycloak identity",
      "cakestack:auth:Realm florist",
      "cakestack:auth:SpiceDb permissions",
      "cakestack:cockroach:ApplicationDatabase hello",
      "cakestack:cockroach:ApplicationDatabase identity",
      "cakestack:cockroach:ApplicationDatabase permissions",
    ]),
  );
  // 88 connections of the server, 10 for Keycloak, and 6 for each of two pods of SpiceDB.
  expect(spec.needs?.database).toMatchObject({ pods: 10, poolSize: 6 });
});

test("a stack with users, permissions and events has the florist, and one without any of them has not", async () => {
  const whole: CakeConfig = { ...signingIn, events: { kind: "knative" } };
  const names = async ({ identity, authorization, events }: CakeConfig) => {
    forget();
    const config = { ...local, identity, authorization, events };
    await built(config, { manifests: { directory } }, identity ? chosenKeycloak : undefined, {
      manifests: { directory },
    });
    return mockDeployments.map(({ name }) => name);
  };
  expect(await names(whole)).toEqual(["hello", "orders", "assign", "notify", "morning", "ledger"]);
  expect(await names({ ...whole, identity: undefined })).toEqual(["hello"]);
  expect(await names({ ...whole, authorization: undefined })).toEqual(["hello"]);
  expect(await names({ ...whole, events: undefined })).toEqual(["hello"]);
});

test("the server lets in who uses it, and nobody else", async () => {
  const callers = async (config: CakeConfig, chosen?: Chosen) => {
    forget();
    await built(config, { manifests: { directory } }, chosen);
    const rules = JSON.stringify(registrations.get("database-allow-callers").inputs.spec);
    return [...rules.matchAll(/"kubernetes\.io\/metadata\.name":"([a-z-]+)"/g)].map(([, name]) => name);
  };
  expect(await callers(local)).toEqual(["database", "functions"]);
  expect(await callers(signingIn, chosenKeycloak)).toEqual([
    "database",
    "functions",
    "identity",
    "permissions",
  ]);
});

test("another provider is taken as it is: nothing is made for it", async () => {
  const issuer = "https://shop.eu.auth0.com/";
  const config: CakeConfig = { ...local, identity: { kind: "oidc", issuer } };
  const provider = { issuer, jwksUri: `${issuer}.well-known/jwks.json` };
  await built(
    config,
    { manifests: { directory } },
    {
      database: { kind: "postgres" },
      identity: { kind: "oidc", issuer, provider },
    },
  );
  expect(registrations.names().filter((one) => /cakestack:auth|keycloak|identity/.test(one))).toEqual([]);
});
