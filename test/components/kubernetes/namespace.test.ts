import { Namespace, type NamespaceArgs } from "../../../components/kubernetes/namespace";
import { valueOf } from "../../support/outputs";
import { recordRegistrations, type Registrations } from "../../support/registrations";

let registrations: Registrations;
beforeAll(async () => {
  registrations = await recordRegistrations();
});
beforeEach(() => registrations.clear());

const policy = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

async function registered(name: string, args?: NamespaceArgs): Promise<string> {
  const namespace = new Namespace(name, args);
  return valueOf(namespace.name);
}

const specOf = (name: string) => registrations.get(name).inputs.spec;

test("a bare namespace is closed: no traffic but DNS, restricted pods, defaults, and nothing else", async () => {
  expect(await registered("bare")).toBe("bare");
  expect(registrations.names()).toEqual([
    "cakestack:kubernetes:Namespace bare",
    "kubernetes:core/v1:LimitRange bare-limits",
    "kubernetes:core/v1:Namespace bare",
    `${policy} bare-allow-dns`,
    `${policy} bare-default-deny`,
  ]);
  expect(registrations.get("bare", "kubernetes:core/v1:Namespace").inputs.metadata).toMatchObject({
    name: "bare",
    labels: {
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/warn": "restricted",
      "pod-security.kubernetes.io/audit": "restricted",
    },
  });
  expect(specOf("bare-default-deny")).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  expect(specOf("bare-allow-dns")).toEqual({
    podSelector: {},
    policyTypes: ["Egress"],
    egress: [
      {
        to: [
          {
            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
            podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
          },
        ],
      },
    ],
  });
  expect(specOf("bare-limits")).toEqual({
    limits: [
      { type: "Container", defaultRequest: { cpu: "50m", memory: "128Mi" }, default: { memory: "128Mi" } },
    ],
  });
});

test("everything in it has the component as parent and comes after the namespace", async () => {
  await registered("ordered", { quota: { cpu: 1, memory: "1 GB", pods: 1 } });
  for (const suffix of ["default-deny", "allow-dns", "limits", "quota"]) {
    expect(registrations.get(`ordered-${suffix}`)).toMatchObject({
      parent: "ordered",
      dependsOn: ["ordered"],
      inputs: { metadata: { namespace: "ordered" } },
    });
  }
});

test("callers reach the ports that they name, and no others", async () => {
  const callers = [
    { namespace: "knative-serving", ports: [8012, 9090] },
    { namespace: "traefik-system", ports: [8012] },
  ];
  await registered("called", { callers });
  expect(specOf("called-allow-callers")).toEqual({
    podSelector: {},
    policyTypes: ["Ingress"],
    ingress: [
      {
        from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "knative-serving" } } }],
        ports: [
          { port: 8012, protocol: "TCP" },
          { port: 9090, protocol: "TCP" },
        ],
      },
      {
        from: [{ namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "traefik-system" } } }],
        ports: [{ port: 8012, protocol: "TCP" }],
      },
    ],
  });
});

test("egress is what is asked for", async () => {
  const egress = [{ to: [{ ipBlock: { cidr: "192.0.2.0/24" } }], ports: [{ port: 26257, protocol: "TCP" }] }];
  await registered("open", { egress });
  expect(specOf("open-allow-egress")).toEqual({ podSelector: {}, policyTypes: ["Egress"], egress });
});

test("a quota bounds what is requested, and how many pods there are", async () => {
  await registered("bounded", { quota: { cpu: 8, memory: "1.5 GB", pods: 50 } });
  expect(specOf("bounded-quota")).toEqual({
    hard: { "requests.cpu": "8", "requests.memory": "1536Mi", pods: "50" },
  });
});

test("every wrong argument is named at once, and nothing is made", () => {
  const make = () => new Namespace("Wrong_", { quota: { cpu: 0, memory: "-1 GB", pods: 1.5 } });
  expect(make).toThrow(
    [
      "Namespace Wrong_:",
      '  - the name is "Wrong_". Allowed: up to 63 lower-case letters, digits and inner dashes.',
      "  - quota.cpu is 0. Allowed: a number of cores above 0.",
      "  - quota.pods is 1.5. Allowed: a whole number from 1.",
      '  - quota.memory: "-1 GB" is no amount of memory.',
    ].join("\n"),
  );
  expect(registrations.names().filter((name) => name.startsWith("kubernetes:"))).toEqual([]);
});
