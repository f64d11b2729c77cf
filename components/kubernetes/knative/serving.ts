import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../../contracts";
import { refuse } from "../../refuse";
import type { Caller } from "../namespace";
import { ingresses, type IngressKind } from "./ingress";
import type { ManifestSource } from "./manifests";
import { problemsOf } from "./problems";
import { installRelease } from "./release";
import { settingsOf, type AutoscalerSettings } from "./settings";

export interface KnativeServingArgs {
  readonly cluster: Cluster;
  /** What routes requests to functions. Changing it makes every function unreachable for a minute. */
  readonly ingress: IngressKind;
  /** @default – the official release 1.22.0 */
  readonly manifests?: ManifestSource;
  /** @default – Knative's own: to zero after a minute without requests */
  readonly autoscaler?: AutoscalerSettings;
  /** Pods of each part of Knative and of the ingress. @default 1 */
  readonly replicas?: number;
  /** What its parts ask for of a processor, as a share of what the release has them ask for. @default 1 */
  readonly processorShare?: number;
  /** A port of every node on which the ingress listens. @default – a load balancer */
  readonly nodePort?: number;
  /** Image of the ingress where it is not the official one. */
  readonly ingressImage?: string;
}

/** The release that this component was tried with. */
export const knativeRelease = "1.22.0";

const files = [
  { project: "knative/serving", file: "serving-crds.yaml" },
  { project: "knative/serving", file: "serving-core.yaml" },
];

/** Ports of the proxy in every function's pod: requests over HTTP/1 and HTTP/2, and what the autoscaler reads. */
const proxyPorts = { requests: [8012, 8013], metrics: [9090, 9091] };

/**
 * Knative Serving with an ingress. Ready when its webhook admits Knative's own objects, so that whatever depends on it
 * can be created at the first try.
 *
 * @throws ResourceError naming every argument that is wrong
 */
export class KnativeServing extends pulumi.ComponentResource {
  /** Depend on these to come after all of it; on the component itself is too early while manifests are fetched. */
  readonly ready: Promise<pulumi.Resource[]>;
  /** The pods that call functions. */
  readonly callers: readonly Caller[];

  constructor(name: string, args: KnativeServingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:kubernetes:KnativeServing", name, {}, opts);
    refuse(`Knative Serving ${name}`, problemsOf(args), this);
    this.callers = [
      { namespace: "knative-serving", ports: [...proxyPorts.requests, ...proxyPorts.metrics] },
      { namespace: ingresses[args.ingress].namespace, ports: proxyPorts.requests },
    ];
    this.ready = this.install(name, args);
    this.registerOutputs({ callers: this.callers });
  }

  private async install(name: string, args: KnativeServingArgs): Promise<pulumi.Resource[]> {
    const source = args.manifests ?? { release: knativeRelease };
    const ingress = ingresses[args.ingress];
    const settings = settingsOf({
      ingressClass: ingress.className,
      ingress: args.cluster.ingress,
      autoscaler: args.autoscaler ?? {},
      processorShare: args.processorShare,
    });
    const { replicas = 1, processorShare } = args;
    const release = { source, files, replicas, processorShare, settings };
    const { definitions, admitted } = await installRelease(name, release, this);
    const routes = await ingress.install(`${name}-${args.ingress}`, args, source, {
      parent: this,
      dependsOn: definitions,
    });
    return [...admitted, ...routes];
  }
}
