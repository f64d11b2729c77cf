import {
  Guardrails,
  ruleNames,
  type GuardrailsArgs,
  type Level,
} from "../../../../components/kubernetes/guardrails";
import {
  recordRegistrations,
  registered,
  stopRecording,
  type Registrations,
} from "../../../support/registrations";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations();
});
beforeEach(() => registrations.clear());
afterAll(() => stopRecording());

const policyType = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy";
const bindingType = "kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding";

const everywhere = (level: Level) =>
  Object.fromEntries(ruleNames.map((name) => [name, level])) as GuardrailsArgs["levels"];

interface Policy {
  readonly failurePolicy: string;
  readonly matchConstraints: { readonly resourceRules: readonly Record<string, readonly string[]>[] };
  readonly matchConditions: readonly { readonly name: string; readonly expression: string }[];
  readonly variables: readonly { readonly name: string; readonly expression: string }[];
  readonly validations: readonly Record<string, string>[];
}

async function made(args: Partial<GuardrailsArgs> = {}): Promise<void> {
  new Guardrails("rules", { levels: everywhere("mandatory"), registries: ["registry.example.com"], ...args });
  await registered();
}

const policy = (rule: string) => registrations.get(`rules-${rule}`).inputs.spec as Policy;
const binding = (rule: string) =>
  registrations.get(`rules-${rule}-binding`).inputs.spec as Record<string, unknown>;
const text = (rule: string) => JSON.stringify(policy(rule).variables);

test("each rule is a policy, and a binding that comes after it", async () => {
  await made();
  expect(registrations.names()).toEqual(
    [
      "cakestack:kubernetes:Guardrails rules",
      ...ruleNames.flatMap((name) => [`${policyType} rules-${name}`, `${bindingType} rules-${name}-binding`]),
    ].sort(),
  );
  expect(ruleNames).toHaveLength(10);
  for (const name of ruleNames) {
    expect(registrations.get(`rules-${name}`)).toMatchObject({
      type: policyType,
      parent: "rules",
      dependsOn: [],
      inputs: { metadata: { name: `${name}.cakestack.dev` } },
    });
    expect(registrations.get(`rules-${name}-binding`)).toMatchObject({
      type: bindingType,
      parent: "rules",
      dependsOn: [`rules-${name}`],
      inputs: {
        metadata: { name: `${name}.cakestack.dev` },
        spec: { policyName: `${name}.cakestack.dev` },
      },
    });
  }
});

test("a level is what is done; what is disabled is not there", async () => {
  await made({
    levels: { ...everywhere("disabled"), "pod-volumes": "advisory", "pod-privilege": "mandatory" },
  });
  expect(registrations.names()).toEqual(
    [
      "cakestack:kubernetes:Guardrails rules",
      `${policyType} rules-pod-privilege`,
      `${policyType} rules-pod-volumes`,
      `${bindingType} rules-pod-privilege-binding`,
      `${bindingType} rules-pod-volumes-binding`,
    ].sort(),
  );
  expect(binding("pod-volumes").validationActions).toEqual(["Warn", "Audit"]);
  expect(binding("pod-privilege").validationActions).toEqual(["Deny"]);
});

test("what cannot be judged is refused, and what is refused is told why, and where to read more", async () => {
  await made();
  for (const name of ruleNames) {
    const { failurePolicy, validations, variables } = policy(name);
    expect(failurePolicy).toBe("Fail");
    expect(variables.at(-1)!.name).toBe("findings");
    expect(validations).toEqual([
      {
        expression: "size(variables.findings) == 0",
        messageExpression: expect.stringMatching(
          /^variables\.findings\[0\] \+ .* \+ " See https:\/\/[^"]+"$/,
        ) as unknown,
        reason: "Forbidden",
      },
    ]);
  }
});

const both = { apiVersions: ["*"], operations: ["CREATE", "UPDATE"] };
const pods = [
  {
    ...both,
    apiGroups: [""],
    resources: ["pods", "pods/ephemeralcontainers", "podtemplates", "replicationcontrollers"],
  },
  { ...both, apiGroups: ["apps"], resources: ["deployments", "statefulsets", "daemonsets", "replicasets"] },
  { ...both, apiGroups: ["batch"], resources: ["jobs", "cronjobs"] },
  { ...both, apiGroups: ["serving.knative.dev"], resources: ["services", "configurations", "revisions"] },
];
const routes = [
  { ...both, apiGroups: ["networking.k8s.io"], resources: ["ingresses"] },
  {
    ...both,
    apiGroups: ["gateway.networking.k8s.io"],
    resources: ["gateways", "listenersets", "httproutes", "grpcroutes", "tlsroutes"],
  },
  { ...both, apiGroups: ["gateway.networking.x-k8s.io"], resources: ["xlistenersets"] },
  { ...both, apiGroups: ["traefik.io"], resources: ["ingressroutes"] },
  { ...both, apiGroups: ["traefik.containo.us"], resources: ["ingressroutes"] },
  { ...both, apiGroups: ["serving.knative.dev"], resources: ["domainmappings"] },
];

test.each([
  ["pod-host-access", pods],
  ["pod-privilege", pods],
  ["pod-isolation", pods],
  ["pod-volumes", pods],
  ["container-resources", pods],
  ["container-images", pods],
  ["service-account-token", pods],
  ["public-service", [{ ...both, apiGroups: [""], resources: ["services"] }]],
  ["route-tls", routes],
  ["route-hosts", routes],
])("%s is about what it can be broken by", async (name, resources) => {
  await made();
  expect(policy(name).matchConstraints).toEqual({ resourceRules: resources });
});

const systemNamespaces = ["kube-system", "kube-public", "kube-node-lease"];
const selecting = (values: readonly string[]) => ({
  namespaceSelector: {
    matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "NotIn", values }],
  },
});

test("Kubernetes itself is exempt, and who is named beside it", async () => {
  await made();
  expect(binding("pod-privilege").matchResources).toEqual(selecting(systemNamespaces));
  const users = ["system:kube-controller-manager", "system:serviceaccount:kube-system:replicaset-controller"];
  const [changed, judged] = policy("pod-privilege").matchConditions;
  expect(changed).toEqual({
    name: "changed",
    expression:
      "dyn(object).?spec != dyn(oldObject).?spec || dyn(object).?template != dyn(oldObject).?template",
  });
  for (const user of users) expect(judged!.expression).toContain(`"${user}"`);
  expect(judged!.expression).toMatch(/^!\(request\.userInfo\.username in \["[^\]]*"\]\)$/);
  expect(judged!.expression).not.toContain("knative");

  registrations.clear();
  const user = "system:serviceaccount:knative-serving:controller";
  await made({ exemptNamespaces: ["knative-serving"], exemptUsers: [user] });
  expect(binding("route-tls").matchResources).toEqual(selecting([...systemNamespaces, "knative-serving"]));
  expect(policy("route-tls").matchConditions[1]!.expression).toContain(`"${user}"`);
});

test("what is allowed stands in the rules, and nothing else does", async () => {
  await made();
  expect(text("container-images")).toContain("^(?:registry\\\\\\\\.example\\\\\\\\.com)/");
  expect(text("public-service")).toContain("object.metadata.name) in []");
  expect(text("route-tls")).toContain('[\\"localhost\\"].exists');
  expect(text("service-account-token")).not.toContain("matches");

  registrations.clear();
  await made({
    registries: ["ghcr.io/team", "*.pkg.dev"],
    publicServices: ["shop/front"],
    securedElsewhere: ["example.com"],
    tokens: ["tools/*"],
  });
  expect(text("container-images")).toContain("^(?:ghcr\\\\\\\\.io/team|[^/]*\\\\\\\\.pkg\\\\\\\\.dev)/");
  expect(text("public-service")).toContain('in [\\"shop/front\\"]');
  expect(text("route-tls")).toContain('[\\"localhost\\",\\"example.com\\"].exists');
  expect(text("service-account-token")).toContain("^(?:tools/[^/]*)$");
});

test("wrong arguments are named, all at once", () => {
  const args = {
    levels: everywhere("advisory"),
    registries: [],
    exemptNamespaces: ["Team"],
    exemptUsers: [" "],
  };
  expect(() => new Guardrails("rules", args)).toThrow(
    'Guardrails rules:\n  - exemptNamespaces has "Team". Allowed: names of namespaces.\n' +
      '  - exemptUsers has " ". Allowed: names of users, such as system:serviceaccount:knative-serving:controller.',
  );
});
