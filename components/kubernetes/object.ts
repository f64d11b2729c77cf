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
    super(typeToken(manifest), name, managed(manifest), { ...deletionOf(manifest), ...opts });
  }
}

/** The provider's token of an object's type: `kubernetes:apps/v1:Deployment`, `kubernetes:core/v1:Secret`. */
export function typeToken({ apiVersion, kind }: Pick<Manifest, "apiVersion" | "kind">): string {
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
}

/** How the provider is to treat the object; what the manifest says of it itself wins. */
function managed(manifest: Manifest): Manifest {
  const annotations = {
    // A field that someone else has changed is set back by the next update, where it would be a conflict otherwise.
    "pulumi.com/patchForce": "true",
    ...(!ownsOthers(manifest) && { "pulumi.com/deletionPropagationPolicy": "background" }),
    ...manifest.metadata.annotations,
  };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

/*
 * The provider misses the end of a deletion that comes before it watches for it, and then waits until its time is up,
 * ten minutes, before it looks again. Deleted in the background, an object is gone at once.
 */

/** Only what owns others waits for them: their controllers are deleted next. */
function ownsOthers({ apiVersion, kind }: Manifest): boolean {
  return ["Deployment", "Broker", "Trigger"].includes(kind) || apiVersion.startsWith("serving.knative.dev/");
}

/** The API server never deletes a definition at once; without instances it takes well below a second. */
function deletionOf({ kind }: Manifest): pulumi.CustomResourceOptions {
  return kind === "CustomResourceDefinition" ? { customTimeouts: { delete: "8s" } } : {};
}
