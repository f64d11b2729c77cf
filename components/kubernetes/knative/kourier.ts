import type { Ingress } from "./ingress";
import { loadManifests, type ReleaseObject } from "./manifests";
import { createInPhases } from "./phases";
import { withReplicas } from "./replicas";
import { configure } from "./settings";

const files = [{ project: "knative-extensions/net-kourier", file: "kourier.yaml" }];

/** Kourier, Knative's own network layer on Envoy: the default where official images can be pulled. */
export const kourier: Ingress = {
  className: "kourier.ingress.networking.knative.dev",
  namespace: "kourier-system",
  async install(name, args, source, opts) {
    const manifests = await loadManifests(source, files, opts.parent!);
    const objects = withReplicas(manifests, args.replicas ?? 1).map((manifest) =>
      onNodePort(configure(manifest), args.nodePort),
    );
    return createInPhases(name, objects, opts).programs;
  },
};

/** The public Service on a port of the nodes instead of a load balancer. */
export function onNodePort(manifest: ReleaseObject, nodePort?: number): ReleaseObject {
  if (nodePort === undefined || manifest.kind !== "Service" || manifest.metadata.name !== "kourier")
    return manifest;
  const spec = manifest.spec as { ports: { name: string }[] };
  const ports = spec.ports.map((port) => (port.name === "http2" ? { ...port, nodePort } : port));
  return { ...manifest, spec: { ...spec, type: "NodePort", ports } };
}
