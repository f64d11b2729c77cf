import { Provider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../contracts";

/** The official Kubernetes provider for a cluster. */
export function kubernetesProvider(name: string, cluster: Cluster, opts?: pulumi.ResourceOptions): Provider {
  return new Provider(name, { kubeconfig: cluster.kubeconfig }, opts);
}
