import { at, items, literal } from "./cel";
import type { Subject } from "./rule";

/** What leads from outside to what runs in the cluster. */
export const routes: Subject = {
  resources: {
    "networking.k8s.io": ["ingresses"],
    "gateway.networking.k8s.io": ["gateways", "listenersets", "httproutes", "grpcroutes", "tlsroutes"],
    "gateway.networking.x-k8s.io": ["xlistenersets"],
    "traefik.io": ["ingressroutes"],
    "traefik.containo.us": ["ingressroutes"],
    "serving.knative.dev": ["domainmappings"],
  },
  variables: [{ name: "spec", expression: at("dyn(object)", "spec") }],
};

/** What has the listeners of a gateway. */
const gateways = ["Gateway", "ListenerSet", "XListenerSet"];

/** What binds host names to Services behind a gateway. */
const gatewayRoutes = ["HTTPRoute", "GRPCRoute", "TLSRoute"];

const ofKinds =
  (...kinds: readonly string[]) =>
  (findings: string): string =>
    `(request.kind.kind in ${literal(kinds)} ? ${findings} : [])`;

/** Findings of objects of one kind. */
export const ofIngresses = ofKinds("Ingress");
export const ofGateways = ofKinds(...gateways);
export const ofGatewayRoutes = ofKinds(...gatewayRoutes);
export const ofIngressRoutes = ofKinds("IngressRoute");
export const ofDomainMappings = ofKinds("DomainMapping");

/** What is at a path in the specification. */
export const inSpec = (...path: readonly string[]): string => at("variables.spec", ...path);

/** The items at a path in it. */
export const itemsInSpec = (...path: readonly string[]): string => items("variables.spec", ...path);

/** Something that should be a text, as a message shows it. */
export const shown = (value: string): string =>
  `(type(${value}) == string ? ${value} : ${value} == null ? "missing" : "no text")`;
