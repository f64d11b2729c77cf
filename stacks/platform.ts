import type { Cluster, DeployedFunction, FunctionPlatform, FunctionSpec } from "../components/contracts";
import { deploy } from "../components/events/platform";
import { KnativeServing, type KnativeServingArgs } from "../components/kubernetes/knative/serving";
import { Namespace } from "../components/kubernetes/namespace";
import { kubernetesProvider } from "../components/kubernetes/provider";
import { databaseLayer, type DatabaseImages } from "./database";
import type { ChosenDatabase } from "./database/preflight";
import { databases } from "./databases";
import { functions } from "./functions";
import type { Settings } from "./presets";

/** What a stack has after `up`. */
export interface Platform {
  readonly functions: Readonly<Record<string, DeployedFunction>>;
}

/** What the cluster brings along where it cannot pull the official parts. */
export interface Brought {
  readonly knative?: Pick<KnativeServingArgs, "manifests" | "nodePort" | "ingressImage">;
  readonly database?: DatabaseImages;
}

/** The bill of materials: K (Kubernetes with Knative), C (the database), then E (functions). */
export function platform(
  settings: Settings,
  cluster: Cluster,
  chosen: ChosenDatabase,
  brought: Brought = {},
): Platform {
  const { quota, ...knative } = settings.functions;
  const provider = kubernetesProvider("cluster", cluster);

  const serving = new KnativeServing(
    "knative",
    {
      cluster,
      ingress: knative.ingress,
      manifests: knative.manifests ?? brought.knative?.manifests,
      nodePort: brought.knative?.nodePort,
      ingressImage: brought.knative?.ingressImage,
      autoscaler: knative.autoscaler,
      replicas: knative.replicas,
    },
    { provider },
  );

  const images = brought.database ?? {};
  const database = databaseLayer(settings, chosen, { cluster, images, callers: ["functions"] }, { provider });
  const namespace = new Namespace(
    "functions",
    { quota, callers: serving.callers, egress: [database.egress] },
    { provider },
  );
  const functionPlatform: FunctionPlatform = {
    kind: settings.functions.kind,
    namespace: namespace.name,
    cluster,
    reach: { cluster: true, internet: cluster.egressCidrs.length > 0 },
  };

  const { database: used, ...rest } = functions.hello;
  const spec: FunctionSpec = rest;
  const greetings = database.application(used, databases[used]);
  const connection = greetings.connection("hello", { namespace: namespace.name, pods: spec.scale?.max });
  const hello = deploy(
    functionPlatform,
    "hello",
    { ...spec, needs: { database: connection } },
    { provider, dependsOn: serving.ready },
  );

  return { functions: { hello } };
}
