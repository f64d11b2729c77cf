import * as pulumi from "@pulumi/pulumi";
import { outputsOf } from "../../stacks/outputs";
import { valueOf } from "../support/outputs";

test("the outputs are the addresses of the functions", async () => {
  const hidden = { url: pulumi.output(undefined), innerUrl: pulumi.output("http://b") };
  const shown = { url: pulumi.output("https://a"), innerUrl: pulumi.output("http://a") };
  const { urls } = outputsOf({ functions: { shown, hidden } });
  expect(await valueOf(pulumi.output({ ...urls }))).toEqual({ shown: "https://a", hidden: undefined });
  expect(outputsOf({ functions: {} })).not.toHaveProperty("signIn");
});

test("where users sign in is shown, what they sign in with is secret", async () => {
  const url = pulumi.output("https://a/account/");
  const { signIn, ...rest } = outputsOf({
    functions: {},
    signIn: { url, passwords: { flora: pulumi.output("s3cret") } },
  });
  expect(rest).not.toHaveProperty("keycloak");
  expect(await valueOf(signIn!.url)).toBe("https://a/account/");
  expect(await valueOf(signIn!.passwords)).toEqual({ flora: "s3cret" });
  expect(await pulumi.isSecret(signIn!.url)).toBe(false);
  expect(await pulumi.isSecret(signIn!.passwords)).toBe(true);
});

test("where users are managed is an output, and the secret of who manages them a secret one", async () => {
  const [issuer, url, clientId] = ["https://a", "https://admin", "cakestack"].map((text) =>
    pulumi.output(text),
  );
  const clientSecret = pulumi.output("s3cret");
  const identity = {
    identity: {
      kind: "keycloak",
      issuer: issuer!,
      jwksUri: issuer!,
      realm: pulumi.output("shop"),
      roles: {},
      admin: { url: url!, clientId: clientId!, clientSecret },
    },
    client: () => ({ clientId: clientId! }),
    egress: {},
  } as const;
  const { keycloak } = outputsOf({ functions: {}, identity });
  expect(await valueOf(pulumi.output({ ...keycloak }))).toEqual({
    url: "https://admin",
    realm: "shop",
    clientId: "cakestack",
    clientSecret: "s3cret",
  });
  expect(await pulumi.isSecret(keycloak!.clientSecret)).toBe(true);
  expect(await pulumi.isSecret(keycloak!.url)).toBe(false);
});
