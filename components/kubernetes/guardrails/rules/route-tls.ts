import { at, isOneOf, items, literal } from "../cel";
import {
  inSpec,
  itemsInSpec,
  ofDomainMappings,
  ofGateways,
  ofIngresses,
  ofIngressRoutes,
  routes,
  shown,
} from "../routes";
import { findingIf, findingsIn, type Rule } from "../rule";
import { hostLists, quoted } from "../traefik-match";

/** Names below it lead to the machine that asks (RFC 6761): no network carries what is sent. */
const loopback = "localhost";

/** TCP and UDP carry what is no route of hosts, and may be encrypted in itself. */
const protocols = ["HTTPS", "TLS", "TCP", "UDP"];

const tls = itemsInSpec("tls");

/** Some entry of `spec.tls` is for the host, or for all names beside it. */
const isCovered = (host: string): string =>
  `(type(${host}) == string && ${tls}.exists(t, ${items("t", "hosts")}.exists(h, h == ${host} || h == "*" + ${host}.substring(${host}.indexOf(".")))))`;

/** Routes serve their hosts over TLS. @param securedElsewhere domains, each with every name below it */
export function routeTls(securedElsewhere: readonly string[]): Rule {
  const domains = literal([loopback, ...securedElsewhere]);
  const needsCertificate = (host: string): string =>
    `!(type(${host}) == string && ${domains}.exists(d, ${host} == d || ${host}.endsWith("." + d)))`;
  const called = (where: string, host: string) => `${literal(`${where} (`)} + ${shown(host)} + ")"`;
  const ruleHost = at("i", "host");
  const match = at("i", "match");
  const names = (condition: string) =>
    `${match}.findAll(${literal(hostLists)}).exists(l, l.findAll(${literal(quoted)}).exists(q, ${condition}))`;
  const isPlain = `(type(${match}) != string || !${names("true")} || ${names(needsCertificate("q.substring(1, size(q) - 1)"))})`;
  return {
    subject: routes,
    findings: [
      ofIngresses(
        findingsIn(
          itemsInSpec("rules"),
          `${needsCertificate(ruleHost)} && !${isCovered(ruleHost)}`,
          called("spec.rules.host", ruleHost),
          {
            problem: "is covered by no entry of spec.tls",
            fix: "name it in the hosts of an entry of spec.tls, with the Secret of its certificate as secretName",
          },
        ),
      ),
      ofIngresses(
        findingIf(
          `${inSpec("defaultBackend")} != null && size(${tls}) == 0`,
          literal("spec.defaultBackend"),
          {
            problem: "is served over plain HTTP: spec.tls has no entry",
            fix: "give each host a rule in spec.rules, and name it in the hosts of an entry of spec.tls",
          },
        ),
      ),
      ofGateways(
        findingsIn(
          itemsInSpec("listeners"),
          `${needsCertificate(at("i", "hostname"))} && !${isOneOf(at("i", "protocol"), protocols)}`,
          called("spec.listeners.protocol", at("i", "protocol")),
          {
            problem: "is not encrypted",
            fix: "set it to HTTPS, with the Secret of a certificate in tls.certificateRefs",
          },
        ),
      ),
      ofIngressRoutes(
        findingIf(
          `${inSpec("tls")} == null && ${itemsInSpec("routes")}.exists(i, ${isPlain})`,
          literal("spec.tls"),
          {
            problem: "is missing: its routes are served over plain HTTP",
            fix: "set it to {} for Traefik's certificate of the host, or to the secretName or certResolver of one",
          },
        ),
      ),
      ofDomainMappings(
        findingIf(
          `${isOneOf(inSpec("tls", "secretName"), [null, ""])} && ${needsCertificate("object.metadata.name")}`,
          literal("spec.tls.secretName"),
          {
            problem: "is missing: the domain is served over plain HTTP",
            fix: "set it to the Secret of a certificate of the domain",
          },
        ),
      ),
    ],
    link: "https://kubernetes.io/docs/concepts/services-networking/ingress/#tls",
  };
}
