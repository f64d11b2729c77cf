import { anyOf, kind, nameIn } from "../kubernetes";
import type { Context, Finding, Resource } from "../policy";
import type { Properties, Value } from "../value";

/** Ingresses, of the group that they were in before, too. */
export const isIngress = anyOf(kind("networking.k8s.io", "Ingress"), kind("extensions", "Ingress"));

/** What has the listeners of a gateway. */
export const isGateway = anyOf(
  kind("gateway.networking.k8s.io", "Gateway", "ListenerSet"),
  kind("gateway.networking.x-k8s.io", "XListenerSet"),
);

/** What binds host names to Services behind a gateway. */
export const isGatewayRoute = kind("gateway.networking.k8s.io", "HTTPRoute", "GRPCRoute", "TLSRoute");

/** Traefik's own routes, of the group that they were in before, too. */
export const isIngressRoute = anyOf(
  kind("traefik.io", "IngressRoute"),
  kind("traefik.containo.us", "IngressRoute"),
);

/** A domain of a Knative Service: its name is the host. */
export const isDomainMapping = kind("serving.knative.dev", "DomainMapping");

/** The backends of an Ingress for what no rule is for: in `networking.k8s.io/v1`, and in the versions before. */
export const defaultBackends = ["defaultBackend", "backend"] as const;

/** What a policy says of one kind of routes. */
interface Part<Options> {
  readonly concerns: (type: string) => boolean;
  readonly check: (object: Properties, options: Options) => Iterable<Finding>;
}

/** A policy's `concerns` and `check`, of what it says of each kind of routes. */
export const byKind = <Options>(...parts: readonly Part<Options>[]) => ({
  concerns: anyOf(...parts.map(({ concerns }) => concerns)),
  *check({ type, properties }: Resource, { options }: Context<Options>): Iterable<Finding> {
    for (const { concerns, check } of parts) if (concerns(type)) yield* check(properties, options);
  },
});

/** The items of a list with where each is: `spec.rules[0]`, `spec.listeners[https]`. */
export const placed = (
  list: readonly Value[],
  where: string,
): readonly (readonly [at: string, item: Value])[] =>
  list.map((item, index) => [`${where}[${nameIn(item, index)}]`, item]);
