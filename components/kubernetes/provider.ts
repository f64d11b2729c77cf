import { Provider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../contracts";

/** The official Kubernetes provider for a cluster. */
export function kubernetesProvider(name: string, cluster: Cluster, opts?: pulumi.ResourceOptions): Provider {
  // A changed ConfigMap is updated in place: replacing one takes Knative's settings away for a moment.
  return new Provider(name, { kubeconfig: cluster.kubeconfig, enableConfigMapMutable: true }, opts);
}
