import * as pulumi from "@pulumi/pulumi";
import { refuse } from "../../refuse";
import { egressTo } from "../egress";
import { attributesOf } from "./event-type";
import type { ManifestSource, ReleaseObject } from "./manifests";
import { releaseProblems } from "./problems";
import { installRelease } from "./release";

export interface KnativeEventingArgs {
  /** @default – the official release 1.23.0 */
  readonly manifests?: ManifestSource;
  /** Pods of each part of it. @default 1 – the one that sends schedules only where there is a schedule */
  readonly replicas?: number;
  /** What its parts ask for of a processor, as a share of what the release has them ask for. @default 1 */
  readonly processorShare?: number;
}

/** The release that this component was tried with. */
export const eventingRelease = "1.23.0";

/** Namespace of Eventing's own pods. */
export const eventingNamespace = "knative-eventing";

/** What a namespace must let out for its pods to publish events: the way to the pods of every kind of Broker. */
export const egressToEventing: object = egressTo({
  reach: { kind: "cluster", namespace: eventingNamespace },
  port: 8080,
});

/** The core, channels in memory, and the Broker on channels. */
const files = [
  "eventing-crds.yaml",
  "eventing-core.yaml",
  "in-memory-channel.yaml",
  "mt-channel-broker.yaml",
].map((file) => ({ project: "knative/eventing", file }));

/** The type of the events that schedules send. Nothing of the release goes through the webhook: this is what is waited for. */
const schedules: ReleaseObject = {
  apiVersion: "eventing.knative.dev/v1beta3",
  kind: "EventType",
  metadata: { name: "dev.knative.sources.ping", namespace: eventingNamespace },
  spec: {
    description: "A schedule has come to a time of its own.",
    attributes: attributesOf("dev.knative.sources.ping"),
  },
};

/**
 * Knative Eventing, beside Knative Serving. Ready when its webhook admits objects, so that whatever depends on it can be
 * admitted. Its pods call functions through Serving's ingress only: no namespace must let them in.
 *
 * @example new KnativeEventing("eventing", { replicas: 2 }, { provider })
 *
 * @throws ResourceError naming every argument that is wrong
 */
export class KnativeEventing extends pulumi.ComponentResource {
  /** Depend on these to come after all of it; on the component itself is too early while manifests are fetched. */
  readonly ready: Promise<pulumi.Resource[]>;

  constructor(name: string, args: KnativeEventingArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("cakestack:kubernetes:KnativeEventing", name, {}, opts);
    refuse(`Knative Eventing ${name}`, releaseProblems(args), this);
    this.ready = this.install(name, args);
    this.registerOutputs({});
  }

  private async install(name: string, args: KnativeEventingArgs): Promise<pulumi.Resource[]> {
    const source = args.manifests ?? { release: eventingRelease };
    const { replicas = 1, processorShare } = args;
    const release = { source, files, replicas, processorShare, more: [schedules] };
    return (await installRelease(name, release, this)).admitted;
  }
}
