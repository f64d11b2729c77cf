import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../../contracts";
import { KubernetesObject, type Manifest } from "../object";
import { ingresses, type IngressKind } from "./ingress";
import { loadManifests, type ManifestSource } from "./manifests";
import { configure, settingsOf, type AutoscalerSettings } from "./settings";
import { retryUntilAdmitted } from "./webhook";

export interface KnativeServingArgs {
  readonly cluster: Cluster;
  /** What routes requests to functions. Changing it makes every function unreachable for a minute. */
  readonly ingress: IngressKind;
  /** @default – the official release 1.22.0 */
  readonly manifests?: ManifestSource;
  /** @default – Knative's own: to zero after a minute without requests */
  readonly autoscaler?: AutoscalerSettings;
  /** Pods of each part that must stay up. @default 1 */
  readonly replicas?: number;
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

/** The order in which kinds of objects come up; what is not named is part of the foundation. */
const phases = {
  CustomResourceDefinition: "definitions",
  Namespace: "definitions",
  Deployment: "programs",
  MutatingWebhookConfiguration: "admission",
  ValidatingWebhookConfiguration: "admission",
  Certificate: "admitted",
  Image: "admitted",
} as const;

type Phase = (typeof phases)[keyof typeof phases] | "foundation";

/** Scaling the control plane itself needs a metrics server, and budgets need a second pod to keep. */
const onlyWithReplicas = ["HorizontalPodAutoscaler", "PodDisruptionBudget"];

/**
 * Knative Serving with an ingress. Ready when its webhook admits Knative's own objects, so that whatever depends on it
 * can be created at the first try.
 */
export class KnativeServing extends pulumi.ComponentResource {
  /** Depend on these to come after all of it; on the component itself is too early while manifests are fetched. */
  readonly ready: Promise<pulumi.Resource[]>;
  /** Namespaces whose pods call functions. */
  readonly callers: readonly string[];

  constructor(name: string, args: KnativeServingArgs, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:kubernetes:KnativeServing", name, {}, opts);
    this.callers = ["knative-serving", ingresses[args.ingress].namespace];
    this.ready = this.install(name, args);
    this.registerOutputs({ callers: this.callers });
  }

  private async install(name: string, args: KnativeServingArgs): Promise<pulumi.Resource[]> {
    const source = args.manifests ?? { release: knativeRelease };
    const ingress = ingresses[args.ingress];
    const manifests = await loadManifests(source, files, this);
    const settings = settingsOf({
      ingressClass: ingress.className,
      ingress: args.cluster.ingress,
      autoscaler: args.autoscaler ?? {},
    });
    const objects = manifests
      .filter((manifest) => (args.replicas ?? 1) > 1 || !onlyWithReplicas.includes(manifest.kind))
      .map((manifest) => configure(manifest, settings));
    const create = (phase: Phase, dependsOn: pulumi.Resource[], more?: pulumi.CustomResourceOptions) =>
      objects
        .filter((manifest) => phaseOf(manifest) === phase)
        .map((manifest) => new KubernetesObject(logicalName(name, manifest), manifest, { parent: this, dependsOn, ...more }));

    const definitions = create("definitions", []);
    const foundation = create("foundation", definitions);
    const programs = create("programs", foundation);
    // Made after what serves them, and so deleted before it: nothing is ever refused for want of an answer.
    const admission = create("admission", programs);
    const admitted = create("admitted", admission, { hooks: { onError: [retryUntilAdmitted(name)] } });
    const routes = await ingress.install(`${name}-${args.ingress}`, args, source, { parent: this, dependsOn: definitions });
    return [...admitted, ...routes];
  }
}

function phaseOf(manifest: Manifest): Phase {
  return phases[manifest.kind as keyof typeof phases] ?? "foundation";
}

/** Kind and name: unique within the release, and the same in every version of it. */
function logicalName(name: string, { kind, metadata }: Manifest): string {
  return [name, kind, metadata.namespace, metadata.name].filter(Boolean).join("-").toLowerCase();
}
