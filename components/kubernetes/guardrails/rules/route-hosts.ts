import { at, isOneOf, literal } from "../cel";
import {
  inSpec,
  itemsInSpec,
  ofDomainMappings,
  ofGatewayRoutes,
  ofGateways,
  ofIngresses,
  ofIngressRoutes,
  routes,
  shown,
} from "../routes";
import { findingIf, findingsIn, type Rule } from "../rule";
import { bindsHosts } from "../traefik-match";

const hostName = "^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$";

const matches = (value: string, expression: string): string =>
  `(type(${value}) == string && ${value}.matches(${literal(expression)}))`;

const unnamed = (value: string): string => `!${matches(value, hostName)}`;

const host = {
  problem: "is not the name of one host",
  fix: "set it to the full name of a host, and repeat the entry for each further one",
};

/** How a message calls a host in a list. */
const called = (where: string, value: string): string => `${literal(`${where} (`)} + ${shown(value)} + ")"`;

/** Everything that a route belongs to is a Service: it is one between Services, and hosts say nothing. */
const isOfMesh = `(size(${itemsInSpec("parentRefs")}) > 0 && ${itemsInSpec("parentRefs")}.all(p, ${at("p", "kind")} == "Service"))`;

/** Routes name their hosts. */
export const routeHosts: Rule = {
  subject: routes,
  findings: [
    ofIngresses(
      findingsIn(
        itemsInSpec("rules"),
        unnamed(at("i", "host")),
        called("spec.rules.host", at("i", "host")),
        host,
      ),
    ),
    ofIngresses(
      findingIf(`${inSpec("defaultBackend")} != null`, literal("spec.defaultBackend"), {
        problem: "answers for every host that no rule names",
        fix: "leave it out, and give each host a rule in spec.rules",
      }),
    ),
    ofGateways(
      findingsIn(
        itemsInSpec("listeners"),
        `!${isOneOf(at("i", "protocol"), ["TCP", "UDP"])} && ${unnamed(at("i", "hostname"))}`,
        called("spec.listeners.hostname", at("i", "hostname")),
        host,
      ),
    ),
    ofGatewayRoutes(findingsIn(itemsInSpec("hostnames"), unnamed("i"), called("spec.hostnames", "i"), host)),
    ofGatewayRoutes(
      findingIf(`size(${itemsInSpec("hostnames")}) == 0 && !${isOfMesh}`, literal("spec.hostnames"), {
        problem: "has none: it answers for every host of its gateways",
        fix: "name its hosts there",
      }),
    ),
    ofIngressRoutes(
      findingsIn(
        itemsInSpec("routes"),
        `!${matches(at("i", "match"), bindsHosts)}`,
        called("spec.routes.match", at("i", "match")),
        {
          problem: "is not bound to hosts by name",
          fix: "begin each of its alternatives with Host(`...`) and the full name of a host, and put other conditions behind &&",
        },
      ),
    ),
    ofDomainMappings(
      findingIf(unnamed("object.metadata.name"), called("metadata.name", "object.metadata.name"), host),
    ),
  ],
  link: "https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards",
};
