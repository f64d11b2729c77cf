import type { Output } from "@pulumi/pulumi";

/** Where a cluster takes images from that were built on this machine. */
export type ImageStore = {
  /** What images of functions are built on: a root file system as a tar file, or an image to pull. */
  readonly base: string;
} & (
  | /** The image store of a containerd whose socket is on this machine. */ {
      readonly kind: "containerd";
      readonly socket: string;
    }
  | /** The nodes of a kind cluster. */ { readonly kind: "kind"; readonly cluster: string }
  | /** A registry that the cluster's nodes pull from, e.g. `registry.example.com/team`. */ {
      readonly kind: "registry";
      readonly prefix: string;
    }
);

/** A Kubernetes cluster that is there and answers. */
export interface Cluster {
  /** Contents of a kubeconfig; secret. */
  readonly kubeconfig: Output<string>;
  /** Public host names end in it: a service `s` in namespace `n` is `s.n.<domain>`. */
  readonly ingress: { readonly domain: string; readonly scheme: "http" | "https"; readonly port: number };
  /** Storage class for volumes; the cluster's default one when undefined. */
  readonly storageClass?: string;
  readonly images: ImageStore;
  /** Addresses from which the cluster reaches the internet, as CIDRs; empty where it cannot. */
  readonly egressCidrs: readonly string[];
}
