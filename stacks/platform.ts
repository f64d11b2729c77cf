import type { Cluster, DeployedFunction, FunctionPlatform } from "../components/contracts";
import { deploy } from "../components/events/platform";
import { KnativeServing, type KnativeServingArgs } from "../components/kubernetes/knative/serving";
import { Namespace } from "../components/kubernetes/namespace";
import { kubernetesProvider } from "../components/kubernetes/provider";
import { functions } from "./functions";
import type { Settings } from "./presets";

/** What a stack has after `up`. */
export interface Platform {
  readonly functions: Readonly<Record<string, DeployedFunction>>;
}

/** What the cluster brings along for Knative, where it cannot pull the official parts. */
export type KnativeParts = Pick<KnativeServingArgs, "manifests" | "nodePort" | "ingressImage">;

/** The bill of materials: K (Kubernetes with Knative), then E (functions). */
export function platform(settings: Settings, cluster: Cluster, brought: KnativeParts = {}): Platform {
  const { quota, ...knative } = settings.functions;
  const provider = kubernetesProvider("cluster", cluster);

  const serving = new KnativeServing(
    "knative",
    {
      cluster,
      ingress: knative.ingress,
      manifests: knative.manifests ?? brought.manifests,
      nodePort: brought.nodePort,
      ingressImage: brought.ingressImage,
      autoscaler: knative.autoscaler,
      replicas: knative.replicas,
    },
    { provider },
  );

  const namespace = new Namespace("functions", { quota, callers: serving.callers }, { provider });
  const functionPlatform: FunctionPlatform = {
    kind: settings.functions.kind,
    namespace: namespace.name,
    cluster,
    reach: { cluster: true, internet: cluster.egressCidrs.length > 0 },
  };

  const hello = deploy(functionPlatform, "hello", functions.hello, { provider, dependsOn: serving.ready });

  return { functions: { hello } };
}
