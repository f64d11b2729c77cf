import type { Case } from "./case";
import {
  certificate,
  defaultBackend,
  domainMapping,
  gateway,
  gatewayRoute,
  ingress,
  ingressRoute,
  ruleFor,
} from "./routes";

const shop = "shop.example.com";
const secured = { protocol: "HTTPS", tls: certificate };

const notBound = "which is not bound to hosts by name.";

/** Rules of Traefik that let in requests for other hosts, too. */
const open = [
  "PathPrefix(`/`)",
  "HostRegexp(`.+`)",
  "HostRegexp(`^[a-z]+\\.example\\.com$`) && PathPrefix(`/api`)",
  "Host(`*.example.com`)",
  "Host(`shop.example.com`, `*`)",
  "!Host(`shop.example.com`)",
  "Host(`shop.example.com`) || PathPrefix(`/health`)",
  "Host(`shop.example.com`) && PathPrefix(`/a`) || PathPrefix(`/b`)",
  "(Host(`shop.example.com`) || PathPrefix(`/a`)) && Method(`GET`)",
];

/** Rules of Traefik for the hosts that they name. */
const bound = [
  "Host(`shop.example.com`)",
  'Host("shop.example.com")',
  "Host(`shop.example.com`, `www.example.com`)",
  "Host(`shop.example.com`) || Host(`www.example.com`)",
  "Host(`shop.example.com`) && PathPrefix(`/api`)",
  "PathPrefix(`/api`) && Host(`shop.example.com`)",
  "Host(`shop.example.com`) && !PathPrefix(`/private`) && Method(`GET`, `HEAD`)",
  "Host(`shop.example.com`) && (PathPrefix(`/a`) || PathPrefix(`/b`))",
  "Host(`shop.example.com`) && !(PathPrefix(`/a`) || PathRegexp(`^/b(/|$)`))",
  "(Host(`shop.example.com`) || Host(`www.example.com`)) && PathPrefix(`/api`)",
  "(Host(`shop.example.com`) && PathPrefix(`/a`)) || (Host(`www.example.com`) && PathPrefix(`/b`))",
];

/** What route-hosts says of routes. */
export const routeHosts: readonly Case[] = [
  {
    says: "an Ingress with a wildcard",
    manifest: ingress("wildcard", { rules: [ruleFor("*.example.com")] }),
    breaks: ['spec.rules[0].host is "*.example.com", where one host must be named.'],
  },
  {
    says: "an Ingress with a rule for any host",
    manifest: ingress("any", { rules: [ruleFor(shop), ruleFor()] }),
    breaks: ["spec.rules[1].host is missing, where one host must be named."],
  },
  {
    says: "an Ingress with a rule for an empty host",
    manifest: ingress("empty", { rules: [ruleFor("")] }),
    breaks: ['spec.rules[0].host is "", where one host must be named.'],
  },
  {
    says: "an Ingress that answers where no rule does",
    manifest: ingress("default", { rules: [ruleFor(shop)], defaultBackend }),
    breaks: ["spec.defaultBackend answers for every host that no rule names."],
  },
  {
    says: "an Ingress that names its hosts",
    manifest: ingress("named", {
      rules: [ruleFor(shop), ruleFor("a-1.b.example.com"), ruleFor("localhost")],
    }),
  },
  {
    says: "an Ingress with a certificate for a wildcard",
    manifest: ingress("secured", {
      tls: [{ hosts: ["*.example.com"], secretName: "shop-tls" }],
      rules: [ruleFor(shop)],
    }),
  },
  {
    says: "a listener with a wildcard",
    manifest: gateway("wildcard", { ...secured, hostname: "*.example.com" }),
    breaks: ['spec.listeners[listener-0].hostname is "*.example.com", where one host must be named.'],
  },
  {
    says: "a listener for any host",
    manifest: gateway("any", { ...secured, hostname: shop }, { protocol: "HTTP" }),
    breaks: ["spec.listeners[listener-1].hostname is missing, where one host must be named."],
  },
  {
    says: "listeners that name their hosts, or have none",
    manifest: gateway("named", { ...secured, hostname: shop }, { protocol: "TCP" }, { protocol: "UDP" }),
  },
  {
    says: "a route of a gateway with a wildcard",
    manifest: gatewayRoute("HTTPRoute", "wildcard", { hostnames: [shop, "*.example.com"] }),
    breaks: ['spec.hostnames[1] is "*.example.com", where one host must be named.'],
  },
  {
    says: "a route of a gateway without hosts",
    manifest: gatewayRoute("HTTPRoute", "any", {}),
    breaks: ["spec.hostnames is missing: it answers for every host of its gateways."],
  },
  {
    says: "a route of a gateway with no host",
    manifest: gatewayRoute("HTTPRoute", "none", { hostnames: [] }),
    breaks: ["spec.hostnames is []: it answers for every host of its gateways."],
  },
  {
    says: "a route of a gateway, and of a Service, without hosts",
    manifest: gatewayRoute("HTTPRoute", "partly", {
      parentRefs: [{ group: "", kind: "Service", name: "shop", port: 80 }, { name: "gateway" }],
    }),
    breaks: ["spec.hostnames is missing"],
  },
  {
    says: "a route of a gateway that names its hosts",
    manifest: gatewayRoute("HTTPRoute", "named", { hostnames: [shop, "www.example.com"] }),
  },
  {
    says: "a route between Services",
    manifest: gatewayRoute("HTTPRoute", "mesh", {
      parentRefs: [{ group: "", kind: "Service", name: "shop", port: 80 }],
    }),
  },
  {
    says: "a route of gRPC with a wildcard",
    manifest: gatewayRoute("GRPCRoute", "wildcard", { hostnames: ["*.example.com"] }),
    breaks: ['spec.hostnames[0] is "*.example.com"'],
  },
  {
    says: "a route of TLS with a wildcard",
    manifest: gatewayRoute("TLSRoute", "wildcard", { hostnames: ["*.example.com"] }),
    breaks: ['spec.hostnames[0] is "*.example.com"'],
  },
  ...open.map((match, index) => ({
    says: `a route of Traefik with ${match}`,
    manifest: ingressRoute(`open-${index}`, ["Host(`shop.example.com`)", match], { tls: {} }),
    breaks: [`spec.routes[1].match is ${JSON.stringify(match)}, ${notBound}`],
  })),
  ...bound.map((match, index) => ({
    says: `a route of Traefik with ${match}`,
    manifest: ingressRoute(`bound-${index}`, [match], { tls: {} }),
  })),
  { says: "a domain", manifest: domainMapping(shop, { tls: { secretName: "shop-tls" } }) },
];
