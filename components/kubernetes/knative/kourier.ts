import { KubernetesObject, type Manifest } from "../object";
import type { Ingress } from "./ingress";
import { loadManifests } from "./manifests";

const files = [{ project: "knative-extensions/net-kourier", file: "kourier.yaml" }];

/** Kourier, Knative's own network layer on Envoy: the default where official images can be pulled. */
export const kourier: Ingress = {
  className: "kourier.ingress.networking.knative.dev",
  namespace: "kourier-system",
  async install(name, args, source, opts) {
    const manifests = await loadManifests(source, files, opts.parent!);
    return manifests.map((manifest) => {
      const { kind, metadata } = manifest;
      const logicalName = [name, kind, metadata.namespace, metadata.name].filter(Boolean).join("-").toLowerCase();
      return new KubernetesObject(logicalName, adjust(manifest, args.replicas ?? 1, args.nodePort), opts);
    });
  },
};

function adjust(manifest: Manifest, replicas: number, nodePort?: number): Manifest {
  if (manifest.kind === "Deployment") return { ...manifest, spec: { ...(manifest.spec as object), replicas } };
  if (manifest.kind !== "Service" || manifest.metadata.name !== "kourier" || nodePort === undefined) return manifest;
  const spec = manifest.spec as { ports: { name: string }[] };
  const ports = spec.ports.map((port) => (port.name === "http2" ? { ...port, nodePort } : port));
  return { ...manifest, spec: { ...spec, type: "NodePort", ports } };
}
