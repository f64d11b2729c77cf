import type * as pulumi from "@pulumi/pulumi";
import { kourier } from "./kourier";
import type { ManifestSource } from "./manifests";
import type { KnativeServingArgs } from "./serving";
import { traefik } from "./traefik";

export type IngressKind = "kourier" | "traefik";

/** A network layer of Knative. */
export interface Ingress {
  /** The value of `ingress-class` in config-network. */
  readonly className: string;
  /** Where its pods are. */
  readonly namespace: string;
  /** The IngressClass of plain Ingresses that it serves, too; undefined where it serves none. */
  readonly ingressClass?: string;
  /** Installs it and gives what must be there before a route can be ready. */
  readonly install: (
    name: string,
    args: KnativeServingArgs,
    source: ManifestSource,
    opts: pulumi.CustomResourceOptions,
  ) => Promise<pulumi.Resource[]>;
}

/** Every network layer that can be chosen. */
export const ingresses: Readonly<Record<IngressKind, Ingress>> = { kourier, traefik };
