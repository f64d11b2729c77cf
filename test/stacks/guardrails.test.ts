import { ruleNames } from "../../components/kubernetes/guardrails";
import { levels } from "../../policies/levels";
import { policies } from "../../policies/policies";
import type { CakeConfig } from "../../stacks/config";
import { guardrailsArgs } from "../../stacks/guardrails";
import { withPresets } from "../../stacks/presets";

const local: CakeConfig = { environment: "dev", cluster: { kind: "local" } };
const existing: CakeConfig = {
  environment: "prod",
  database: { kind: "postgres" },
  cluster: {
    kind: "kubeconfig",
    domain: "apps.example.com",
    scheme: "https",
    registry: "registry.example.com/cake",
  },
};
const argsOf = (config: CakeConfig) => guardrailsArgs(withPresets(config));

test.each(["dev", "preview", "prod"] as const)("the rules are at the levels of %s", (environment) => {
  expect(argsOf({ ...existing, environment }).levels).toEqual(
    Object.fromEntries(ruleNames.map((name) => [name, levels[name][environment]])),
  );
});

test("each rule is a policy of the pack", () => {
  expect(policies.map(({ name }) => name)).toEqual(expect.arrayContaining([...ruleNames]));
});

test("what policies allow is allowed in the cluster", () => {
  const { registries, tokens, publicServices, securedElsewhere } = argsOf(local);
  expect(registries).toEqual(expect.arrayContaining(["docker.io", "registry.k8s.io", "dev.local"]));
  expect(registries).not.toContain("registry.example.com/cake");
  expect(tokens).toEqual([]);
  // As policies/options.json says.
  expect(publicServices).toEqual(["traefik-system/traefik", "kourier-system/kourier"]);
  expect(securedElsewhere).toEqual([]);
});

test("an existing cluster has a registry of its own, and certificates where it is called by https", () => {
  expect(argsOf(existing)).toMatchObject({
    registries: expect.arrayContaining(["registry.example.com/cake"]) as unknown,
    securedElsewhere: ["apps.example.com"],
  });
  const plain = { ...existing, cluster: { ...existing.cluster, scheme: "http" } } as CakeConfig;
  expect(argsOf(plain).securedElsewhere).toEqual([]);
});

test("what others have written is exempt where this stack installs it, and nowhere else", () => {
  const exempt = (config: CakeConfig) => {
    const { exemptNamespaces, exemptUsers } = argsOf(config);
    return [exemptNamespaces, exemptUsers];
  };
  const controller = "system:serviceaccount:knative-serving:controller";
  expect(exempt(local)).toEqual([["knative-serving", "local-path-storage"], [controller]]);
  expect(exempt({ ...local, events: { kind: "knative" } })[0]).toEqual([
    "knative-serving",
    "knative-eventing",
    "local-path-storage",
  ]);
  expect(exempt(existing)).toEqual([["knative-serving", "kourier-system"], [controller]]);
  const functions = { kind: "lambda", region: "eu-central-1" } as const;
  expect(exempt({ ...existing, functions })).toEqual([[], []]);
});
