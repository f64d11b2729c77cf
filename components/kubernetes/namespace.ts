import * as pulumi from "@pulumi/pulumi";
import type { Size } from "../contracts";
import { toQuantity } from "../size";
import { KubernetesObject, type Manifest } from "./object";

export interface NamespaceArgs {
  /** What everything in the namespace may use together. @default – no quota */
  readonly quota?: { readonly cpu: number; readonly memory: Size; readonly pods: number };
  /**
   * Namespaces whose pods may call the pods in this one. @default – none
   */
  readonly callers?: readonly string[];
}

/** What a container gets that asks for nothing; a quota refuses containers without a request. */
const containerDefaults = { cpu: "50m", memory: "128Mi" };

/**
 * A namespace that is closed by default: Pod Security "restricted" is enforced, no traffic passes but DNS and what is
 * asked for, and what it uses is bounded.
 *
 * @example new Namespace("functions", { quota: { cpu: 8, memory: "8 GB", pods: 50 }, callers: ["knative-serving"] })
 */
export class Namespace extends pulumi.ComponentResource {
  /** Name of the namespace, known once it is there. */
  readonly name: pulumi.Output<string>;

  constructor(name: string, args: NamespaceArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:kubernetes:Namespace", name, {}, opts);
    const namespace = new KubernetesObject(name, namespaceManifest(name), { parent: this });
    const create = (suffix: string, manifest: Manifest) =>
      new KubernetesObject(`${name}-${suffix}`, manifest, { parent: this, dependsOn: namespace });
    const children = [
      create("default-deny", defaultDeny(name)),
      create("allow-dns", allowDns(name)),
      create("limits", limits(name)),
    ];
    if (args.callers?.length) children.push(create("allow-callers", allowCallers(name, args.callers)));
    if (args.quota) children.push(create("quota", quota(name, args.quota)));
    // A namespace without its rules is an open one: whoever takes the name waits for them.
    this.name = pulumi.all(children.map((child) => child.id)).apply(() => namespace.metadata.name);
    this.registerOutputs({ name: this.name });
  }
}

function namespaceManifest(name: string): Manifest {
  const level = "restricted";
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name,
      labels: {
        "pod-security.kubernetes.io/enforce": level,
        "pod-security.kubernetes.io/warn": level,
        "pod-security.kubernetes.io/audit": level,
      },
    },
  };
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
  const egress = [{ to: [{ ...peer("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }] }];
  return networkPolicy(namespace, "allow-dns", { podSelector: {}, policyTypes: ["Egress"], egress });
}

const allowCallers = (namespace: string, callers: readonly string[]): Manifest =>
  networkPolicy(namespace, "allow-callers", {
    podSelector: {},
    policyTypes: ["Ingress"],
    ingress: [{ from: callers.map(peer) }],
  });

function limits(namespace: string): Manifest {
  const limit = { type: "Container", defaultRequest: containerDefaults, default: { memory: containerDefaults.memory } };
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
