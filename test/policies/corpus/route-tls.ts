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
const secretName = "shop-tls";

/** What route-tls says of routes when no domain is secured elsewhere. */
export const routeTls: readonly Case[] = [
  {
    says: "an Ingress without TLS",
    manifest: ingress("plain", { rules: [ruleFor(shop)] }),
    breaks: ['spec.rules[0].host is "shop.example.com", which no entry of spec.tls covers.'],
  },
  {
    says: "an Ingress with TLS for one of its hosts",
    manifest: ingress("half", {
      tls: [{ hosts: [shop], secretName }],
      rules: [ruleFor(shop), ruleFor("admin.example.com")],
    }),
    breaks: ['spec.rules[1].host is "admin.example.com", which no entry of spec.tls covers.'],
  },
  {
    says: "an Ingress with a certificate for names with fewer parts",
    manifest: ingress("deeper", {
      tls: [{ hosts: ["*.example.com"], secretName }],
      rules: [ruleFor("a.shop.example.com")],
    }),
    breaks: ['spec.rules[0].host is "a.shop.example.com"'],
  },
  {
    says: "an Ingress with a certificate for the names below its host",
    manifest: ingress("above", {
      tls: [{ hosts: ["*.example.com"], secretName }],
      rules: [ruleFor("example.com")],
    }),
    breaks: ['spec.rules[0].host is "example.com"'],
  },
  {
    says: "an Ingress with TLS for hosts that it does not name",
    manifest: ingress("unnamed", { tls: [{ secretName }], rules: [ruleFor(shop)] }),
    breaks: ['spec.rules[0].host is "shop.example.com"'],
  },
  {
    says: "an Ingress for any host, with TLS for some",
    manifest: ingress("any", { tls: [{ hosts: [shop], secretName }], rules: [ruleFor()] }),
    breaks: ["spec.rules[0].host is missing, which no entry of spec.tls covers."],
  },
  {
    says: "an Ingress without rules and TLS",
    manifest: ingress("default", { defaultBackend }),
    breaks: ["spec.defaultBackend is served over plain HTTP: spec.tls has no entry."],
  },
  {
    says: "an Ingress for a host that only ends like the machine itself",
    manifest: ingress("no-loopback", { rules: [ruleFor("notlocalhost")] }),
    breaks: ['spec.rules[0].host is "notlocalhost"'],
  },
  {
    says: "an Ingress with TLS for each of its hosts",
    manifest: ingress("secured", {
      tls: [
        { hosts: ["other.example.com"], secretName: "other-tls" },
        { hosts: ["admin.example.com", shop], secretName },
      ],
      rules: [ruleFor(shop), ruleFor("admin.example.com")],
    }),
  },
  {
    says: "an Ingress with one certificate for all names of a domain",
    manifest: ingress("wildcard", {
      tls: [{ hosts: ["*.example.com"], secretName }],
      rules: [ruleFor(shop)],
    }),
  },
  {
    says: "an Ingress with TLS, and what answers where no rule does",
    manifest: ingress("both", {
      tls: [{ hosts: [shop], secretName }],
      rules: [ruleFor(shop)],
      defaultBackend,
    }),
  },
  {
    says: "an Ingress for hosts of the machine itself",
    manifest: ingress("loopback", { rules: [ruleFor("localhost"), ruleFor("keycloak.identity.localhost")] }),
  },
  {
    says: "a listener of plain HTTP",
    manifest: gateway("http", { protocol: "HTTP", hostname: shop }),
    breaks: ['spec.listeners[listener-0].protocol is "HTTP".'],
  },
  {
    says: "a listener of plain HTTP for any host, beside one of HTTPS",
    manifest: gateway(
      "http-too",
      { protocol: "HTTPS", hostname: shop, tls: certificate },
      { protocol: "HTTP" },
    ),
    breaks: ['spec.listeners[listener-1].protocol is "HTTP".'],
  },
  {
    says: "a listener of a protocol that nobody knows",
    manifest: gateway("unknown", { protocol: "example.com/odd", hostname: shop }),
    breaks: ['spec.listeners[listener-0].protocol is "example.com/odd".'],
  },
  {
    says: "listeners of HTTPS, TLS, TCP and UDP",
    manifest: gateway(
      "secured",
      { protocol: "HTTPS", hostname: shop, tls: certificate },
      { protocol: "TLS", hostname: shop, tls: { mode: "Passthrough" } },
      { protocol: "TCP" },
      { protocol: "UDP" },
    ),
  },
  {
    says: "a listener of plain HTTP on the machine itself",
    manifest: gateway("loopback", { protocol: "HTTP", hostname: "shop.localhost" }),
  },
  { says: "a route behind a gateway", manifest: gatewayRoute("HTTPRoute", "behind", { hostnames: [shop] }) },
  {
    says: "a route of Traefik without TLS",
    manifest: ingressRoute("plain", ["Host(`shop.example.com`)"]),
    breaks: ["spec.tls is missing: its routes are served over plain HTTP."],
  },
  {
    says: "a route of Traefik without TLS for the machine itself, and for another",
    manifest: ingressRoute("mixed", ["Host(`shop.localhost`)", "Host(`shop.localhost`, `shop.example.com`)"]),
    breaks: ["spec.tls is missing"],
  },
  {
    says: "a route of Traefik without TLS and host",
    manifest: ingressRoute("any", ["PathPrefix(`/`)"]),
    breaks: ["spec.tls is missing"],
  },
  {
    says: "a route of Traefik with a certificate",
    manifest: ingressRoute("secured", ["Host(`shop.example.com`)"], { tls: { secretName } }),
  },
  {
    says: "a route of Traefik with the certificate that it has",
    manifest: ingressRoute("default", ["Host(`shop.example.com`)"], { tls: {} }),
  },
  {
    says: "a route of Traefik without TLS for the machine itself",
    manifest: ingressRoute("loopback", ["Host(`shop.localhost`) && PathPrefix(`/api`)", "Host(`localhost`)"]),
  },
  {
    says: "a domain without a certificate",
    manifest: domainMapping(shop),
    breaks: ["spec.tls.secretName is missing: the domain is served over plain HTTP."],
  },
  { says: "a domain with a certificate", manifest: domainMapping(shop, { tls: { secretName } }) },
  { says: "a domain of the machine itself", manifest: domainMapping("shop.localhost") },
];
