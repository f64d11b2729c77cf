import type { KnativePlatform } from "../../components/contracts";
import { KnativeServing } from "../../components/kubernetes/knative/serving";
import { Namespace } from "../../components/kubernetes/namespace";
import { functionsName as name } from "../names";
import type { KnativeSettings, Settings } from "../presets";
import type { FunctionHost, HostOptions } from ".";

/** Knative Serving in the cluster and, where there are events, Knative Eventing. */
export async function knativeHost(
  { quota, ...knative }: KnativeSettings,
  { events }: Pick<Settings, "events">,
  { cluster, brought, inCluster }: HostOptions,
): Promise<FunctionHost> {
  const serving = new KnativeServing(
    "knative",
    {
      cluster,
      ingress: knative.ingress,
      manifests: knative.manifests ?? brought.knative?.manifests,
      nodePort: brought.knative?.nodePort,
      ingressImage: brought.knative?.ingressImage,
      autoscaler: knative.autoscaler,
      processorShare: brought.knative?.processorShare,
      replicas: knative.replicas,
    },
    inCluster,
  );
  const eventing =
    events?.kind === "knative"
      ? (await import("../events")).eventsLayer(
          events,
          {
            manifests: knative.manifests ?? brought.eventing?.manifests,
            replicas: knative.replicas,
            processorShare: brought.knative?.processorShare,
          },
          inCluster,
        )
      : undefined;
  return {
    namespaces: [name],
    place: (used) => {
      const egress = [...used, eventing].flatMap((one) => one?.egress ?? []);
      const namespace = new Namespace(name, { quota, callers: serving.callers, egress }, inCluster);
      const platform: KnativePlatform = {
        kind: "knative",
        namespace: namespace.name,
        cluster,
        reach: { cluster: true, internet: cluster.egressCidrs.length > 0 },
      };
      const opts = { ...inCluster, dependsOn: serving.ready };
      const bus = eventing?.bus(namespace.name);
      return {
        platform,
        bus,
        consumer: { namespace: namespace.name },
        opts,
        ledger: bus && eventing?.ledger(platform, bus, opts),
      };
    },
  };
}
