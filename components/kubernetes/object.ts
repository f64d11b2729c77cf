import * as pulumi from "@pulumi/pulumi";

/** A Kubernetes object as a manifest has it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: pulumi.Input<string>;
    readonly namespace?: pulumi.Input<string>;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, pulumi.Input<string>>>;
  };
  readonly [field: string]: unknown;
}

/**
 * One Kubernetes object of any kind, by the provider's own type token. Loading the typed classes of @pulumi/kubernetes
 * takes longer than everything else that the program does; the provider checks the fields against the cluster.
 */
export class KubernetesObject extends pulumi.CustomResource {
  declare readonly metadata: pulumi.Output<{
    readonly name: string;
    readonly namespace?: string;
    readonly resourceVersion: string;
  }>;

  constructor(name: string, manifest: Manifest, opts: pulumi.CustomResourceOptions) {
    super(typeToken(manifest), name, owned(manifest), opts);
  }
}

/** The provider's token of an object's type: `kubernetes:apps/v1:Deployment`, `kubernetes:core/v1:Secret`. */
export function typeToken({ apiVersion, kind }: Pick<Manifest, "apiVersion" | "kind">): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

/** A field that someone else has changed is set back by the next update, where it would be a conflict otherwise. */
function owned(manifest: Manifest): Manifest {
  const annotations = { "pulumi.com/patchForce": "true", ...manifest.metadata.annotations };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}
