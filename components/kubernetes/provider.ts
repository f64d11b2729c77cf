import { Provider } from "@pulumi/kubernetes/provider";
import type * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../contracts";

/** The official Kubernetes provider for a cluster. */
export function kubernetesProvider(name: string, cluster: Cluster, opts?: pulumi.ResourceOptions): Provider {
  // Both are updated in place: replacing a ConfigMap takes Knative's settings away for a moment, and replacing a Secret
  // what the pods need that start in that moment.
  const mutable = { enableConfigMapMutable: true, enableSecretMutable: true };
  return new Provider(name, { kubeconfig: cluster.kubeconfig, ...mutable }, opts);
}
