import * as pulumi from "@pulumi/pulumi";
import type { Size } from "../contracts";
import { reasonOf } from "../problems";
import { refuse } from "../refuse";
import { toQuantity } from "../size";
import { KubernetesObject, type Manifest } from "./object";
import { restricted } from "./pod-security";

/** Pods of a namespace, and the TCP ports that they call. */
export interface Caller {
  readonly namespace: string;
  readonly ports: readonly number[];
}

export interface NamespaceArgs {
  /** What everything in the namespace may use together. @default – no quota */
  readonly quota?: { readonly cpu: number; readonly memory: Size; readonly pods: number };
  /** Pods of other namespaces that may call the pods in this one. @default – none */
  readonly callers?: readonly Caller[];
  /** What pods may call besides DNS: the egress rules of a NetworkPolicy. @default – nothing */
  readonly egress?: readonly object[];
}

/** What a namespace can be called. */
export const namespaceName = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** What a container gets that asks for nothing; a quota refuses containers without a request. */
const containerDefaults = { cpu: "50m", memory: "128Mi" };

/**
 * A namespace that is closed by default: Pod Security "restricted" is enforced, no traffic passes but DNS and what is
 * asked for, and what it uses is bounded.
 *
 * @example new Namespace("functions", { quota: { cpu: 8, memory: "8 GB", pods: 50 }, callers: knative.callers })
 *
 * @throws ResourceError naming every argument that is wrong
 */
export class Namespace extends pulumi.ComponentResource {
  /** Name of the namespace, known once it is there. */
  readonly name: pulumi.Output<string>;

  constructor(name: string, args: NamespaceArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:kubernetes:Namespace", name, {}, opts);
    refuse(`Namespace ${name}`, problemsOf(name, args), this);
    const namespace = new KubernetesObject(name, namespaceManifest(name), { parent: this });
    const create = (suffix: string, manifest: Manifest) =>
      new KubernetesObject(`${name}-${suffix}`, manifest, { parent: this, dependsOn: namespace });
    const children = [
      create("default-deny", defaultDeny(name)),
      create("allow-dns", allowDns(name)),
      create("limits", limits(name)),
    ];
    if (args.callers?.length) children.push(create("allow-callers", allowCallers(name, args.callers)));
    if (args.egress?.length) children.push(create("allow-egress", allowEgress(name, args.egress)));
    if (args.quota) children.push(create("quota", quota(name, args.quota)));
    // A namespace without its rules is an open one: whoever takes the name waits for them.
    this.name = pulumi.all(children.map((child) => child.id)).apply(() => namespace.metadata.name);
    this.registerOutputs({ name: this.name });
  }
}

function problemsOf(name: string, { quota: bounds }: NamespaceArgs): string[] {
  const problems: string[] = [];
  if (!namespaceName.test(name)) {
    problems.push(
      `the name is ${JSON.stringify(name)}. Allowed: up to 63 lower-case letters, digits and inner dashes.`,
    );
  }
  if (bounds && !(bounds.cpu > 0))
    problems.push(`quota.cpu is ${bounds.cpu}. Allowed: a number of cores above 0.`);
  if (bounds && !(Number.isInteger(bounds.pods) && bounds.pods > 0)) {
    problems.push(`quota.pods is ${bounds.pods}. Allowed: a whole number from 1.`);
  }
  return bounds ? [...problems, ...reasonOf("quota.memory", () => toQuantity(bounds.memory))] : problems;
}

function namespaceManifest(name: string): Manifest {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels: restricted } };
}

function networkPolicy(namespace: string, name: string, spec: object): Manifest {
  return { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name, namespace }, spec };
}

const defaultDeny = (namespace: string): Manifest =>
  networkPolicy(namespace, "default-deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });

const peer = (namespace: string) => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
});

function allowDns(namespace: string): Manifest {
  // Policies see the pod behind the DNS Service, and its port is the distribution's choice (53 or above 1024).
  const egress = [
    { to: [{ ...peer("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }] },
  ];
  return networkPolicy(namespace, "allow-dns", { podSelector: {}, policyTypes: ["Egress"], egress });
}

function allowCallers(namespace: string, callers: readonly Caller[]): Manifest {
  const ingress = callers.map((caller) => ({
    from: [peer(caller.namespace)],
    ports: caller.ports.map((port) => ({ port, protocol: "TCP" })),
  }));
  return networkPolicy(namespace, "allow-callers", { podSelector: {}, policyTypes: ["Ingress"], ingress });
}

const allowEgress = (namespace: string, egress: readonly object[]): Manifest =>
  networkPolicy(namespace, "allow-egress", { podSelector: {}, policyTypes: ["Egress"], egress });

function limits(namespace: string): Manifest {
  const limit = {
    type: "Container",
    defaultRequest: containerDefaults,
    default: { memory: containerDefaults.memory },
  };
  return {
    apiVersion: "v1",
    kind: "LimitRange",
    metadata: { name: "limits", namespace },
    spec: { limits: [limit] },
  };
}

function quota(namespace: string, { cpu, memory, pods }: NonNullable<NamespaceArgs["quota"]>): Manifest {
  const hard = { "requests.cpu": String(cpu), "requests.memory": toQuantity(memory), pods: String(pods) };
  return { apiVersion: "v1", kind: "ResourceQuota", metadata: { name: "quota", namespace }, spec: { hard } };
}
