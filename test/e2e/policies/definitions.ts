import type { Manifest } from "../../../policies/harness";

/** Groups that a bare cluster does not have, and what is in them. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  "serving.knative.dev/v1": ["Service", "Configuration", "Revision"],
  "serving.knative.dev/v1beta1": ["DomainMapping"],
  "gateway.networking.k8s.io/v1": ["Gateway", "HTTPRoute", "GRPCRoute"],
  "gateway.networking.k8s.io/v1alpha2": ["TLSRoute"],
  "traefik.io/v1alpha1": ["IngressRoute"],
};

/** Definitions of what others install, as far as rules are about it: anything may stand in such an object. */
export const definitions: readonly Manifest[] = Object.entries(kinds).flatMap(([apiVersion, all]) => {
  const [group = "", version = ""] = apiVersion.split("/");
  return all.map((kind) => {
    const singular = kind.toLowerCase();
    const plural = `${singular}s`;
    return {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: {
        name: `${plural}.${group}`,
        // The group is Kubernetes' own, and these are none of its.
        annotations: { "api-approved.kubernetes.io": "unapproved, for a test" },
      },
      spec: {
        group,
        scope: "Namespaced",
        names: { kind, singular, plural },
        versions: [
          {
            name: version,
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
            },
          },
        ],
      },
    };
  });
});
