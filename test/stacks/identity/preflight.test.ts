import { RunError } from "@pulumi/pulumi";
import type { CakeConfig, IdentityConfig } from "../../../stacks/config";
import { chooseIdentity } from "../../../stacks/identity/preflight";
import { withPresets } from "../../../stacks/presets";

const existing = {
  kind: "kubeconfig",
  domain: "apps.example.com",
  scheme: "https",
  registry: "registry.example.com/cake",
} as const;

const chosen = (
  identity?: IdentityConfig,
  cluster: CakeConfig["cluster"] = { kind: "local" },
  functions?: CakeConfig["functions"],
) => chooseIdentity(withPresets({ environment: "dev", cluster, identity, functions }));

test("a stack that signs nobody in has chosen nobody", async () => {
  expect(await chosen()).toBeUndefined();
});

test("Keycloak is behind the ingress of functions, where that one serves it", async () => {
  expect(await chosen({ kind: "keycloak" })).toEqual({
    kind: "keycloak",
    replicas: 1,
    memory: "900 MB",
    users: true,
    ingress: { className: "traefik", namespace: "traefik-system" },
  });
});

test("behind kourier it needs another one", async () => {
  await expect(chosen({ kind: "keycloak" }, existing)).rejects.toThrow(
    new RunError(
      "cake:identity.ingress is missing, and cake:functions.ingress is kourier, which serves functions only. Name an " +
        "ingress of the cluster (className and namespace), or set cake:functions.ingress to traefik.",
    ),
  );
  const ingress = { className: "nginx", namespace: "ingress-nginx" };
  expect(await chosen({ kind: "keycloak", ingress }, existing)).toMatchObject({ ingress });
});

test("with functions elsewhere there is no ingress but one that is named", async () => {
  const functions = { kind: "lambda", region: "eu-central-1" } as const;
  await expect(chosen({ kind: "keycloak" }, existing, functions)).rejects.toThrow(
    new RunError(
      "cake:identity.ingress is missing, and functions of cake:functions.kind lambda have no ingress in the cluster. Name " +
        "one that the cluster has (className and namespace).",
    ),
  );
  const ingress = { className: "nginx", namespace: "ingress-nginx" };
  expect(await chosen({ kind: "keycloak", ingress }, existing, functions)).toMatchObject({ ingress });
});

test("a provider that does not answer is named with its key", async () => {
  const issuer = "http://127.0.0.1:1/";
  const error = await chosen({ kind: "oidc", issuer }).catch((one: unknown) => one);
  expect(RunError.isInstance(error)).toBe(true);
  expect((error as Error).message).toMatch(
    /^cake:identity\.issuer cannot be used: http:\/\/127\.0\.0\.1:1\/\.well-known\/openid-configuration does not answer/,
  );
});
