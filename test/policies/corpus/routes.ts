import type { Manifest } from "../../../policies/harness";
import type { Properties } from "../../../policies/value";

/* Routes of each kind, complete. */

const backend = { service: { name: "shop", port: { number: 80 } } };

/** A rule of an Ingress; without a host one for every host. */
export const ruleFor = (host?: string): Properties => ({
  ...(host !== undefined && { host }),
  http: { paths: [{ path: "/", pathType: "Prefix", backend }] },
});

export const ingress = (name: string, spec: Properties): Manifest => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: { name, namespace: "default" },
  spec: { ingressClassName: "traefik", ...spec },
});

/** What answers where no rule does. */
export const defaultBackend: Properties = backend;

export const gateway = (name: string, ...listeners: readonly Properties[]): Manifest => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name, namespace: "default" },
  spec: {
    gatewayClassName: "traefik",
    listeners: listeners.map((listener, index) => ({
      name: `listener-${index}`,
      port: 8000 + index,
      ...listener,
    })),
  },
});

/** What a listener needs that ends TLS. */
export const certificate: Properties = { certificateRefs: [{ name: "shop-tls" }] };

export const gatewayRoute = (kind: string, name: string, spec: Properties): Manifest => ({
  apiVersion: `gateway.networking.k8s.io/v1${kind === "TLSRoute" ? "alpha2" : ""}`,
  kind,
  metadata: { name, namespace: "default" },
  spec: {
    parentRefs: [{ name: "gateway" }],
    rules: [{ backendRefs: [{ name: "shop", port: 80 }] }],
    ...spec,
  },
});

/** @param matches the rule of each route */
export const ingressRoute = (name: string, matches: readonly string[], spec: Properties = {}): Manifest => ({
  apiVersion: "traefik.io/v1alpha1",
  kind: "IngressRoute",
  metadata: { name, namespace: "default" },
  spec: {
    entryPoints: ["websecure"],
    routes: matches.map((match) => ({ match, kind: "Rule", services: [{ name: "shop", port: 80 }] })),
    ...spec,
  },
});

export const domainMapping = (name: string, spec: Properties = {}): Manifest => ({
  apiVersion: "serving.knative.dev/v1beta1",
  kind: "DomainMapping",
  metadata: { name, namespace: "default" },
  spec: { ref: { apiVersion: "serving.knative.dev/v1", kind: "Service", name: "shop" }, ...spec },
});
