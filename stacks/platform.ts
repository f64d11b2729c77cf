import type { Cluster, DeployedFunction, FunctionPlatform } from "../components/contracts";
import { deploy } from "../components/events/platform";
import { KnativeServing } from "../components/kubernetes/knative/serving";
import { Namespace } from "../components/kubernetes/namespace";
import { kubernetesProvider } from "../components/kubernetes/provider";
import { knativeRelease, type Settings } from "./presets";

/** What a stack has after `up`. */
export interface Platform {
  readonly functions: Readonly<Record<string, DeployedFunction>>;
}

/** The bill of materials: K (Kubernetes with Knative), then E (functions). */
export function platform(settings: Settings, cluster: Cluster): Platform {
  const { quota, ...knative } = settings.functions;
  const provider = kubernetesProvider("cluster", cluster);

  const serving = new KnativeServing(
    "knative",
    {
      cluster,
      ingress: knative.ingress,
      manifests: knative.manifests ?? { release: knativeRelease },
      autoscaler: knative.autoscaler,
      replicas: knative.replicas,
    },
    { provider },
  );

  const namespace = new Namespace("functions", { quota }, { provider });
  const functions: FunctionPlatform = {
    kind: settings.functions.kind,
    namespace: namespace.name,
    cluster,
    reach: { cluster: true, internet: cluster.egressCidrs.length > 0 },
  };

  const hello = deploy(
    functions,
    "hello",
    { code: { source: "examples/hello" } },
    { provider, dependsOn: [serving] },
  );

  return { functions: { hello } };
}
