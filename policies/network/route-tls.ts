import { resourcePolicy, type Finding } from "../policy";
import { at, isObject, isOneOf, items, shown, UNKNOWN, type Properties, type Value } from "../value";
import { needsCertificate } from "./hosts";
import {
  byKind,
  defaultBackends,
  isDomainMapping,
  isGateway,
  isIngress,
  isIngressRoute,
  placed,
} from "./routes";
import { hostsIn } from "./traefik-match";

interface Options {
  readonly securedElsewhere: readonly string[];
}

/** Routes serve their hosts over TLS. */
export const routeTls = resourcePolicy({
  name: "route-tls",
  description: "What is reached from outside of the cluster is reached over TLS.",
  why: "Everyone on the way can read and change what goes over plain HTTP: passwords, tokens, pages.",
  link: "https://kubernetes.io/docs/concepts/services-networking/ingress/#tls",
  options: {
    securedElsewhere: {
      description:
        "Domains, each with every name below it, whose TLS ends before the cluster or is set up by a controller.",
      type: "array",
      items: { type: "string" },
      default: [] as readonly string[],
    },
  },
  // Not what Knative routes itself: whether that has certificates is a setting of its installation.
  ...byKind<Options>(
    { concerns: isIngress, check: ofIngress },
    { concerns: isGateway, check: ofGateway },
    { concerns: isIngressRoute, check: ofIngressRoute },
    { concerns: isDomainMapping, check: ofDomainMapping },
  ),
});

function* ofIngress({ spec }: Properties, { securedElsewhere }: Options): Iterable<Finding> {
  const tls = at(spec, "tls");
  for (const [where, rule] of placed(items(at(spec, "rules")), "spec.rules")) {
    const host = at(rule, "host");
    if (needsCertificate(host, securedElsewhere) && !covers(tls, host))
      yield {
        at: `${where}.host`,
        problem: `is ${shown(host)}, which no entry of spec.tls covers`,
        fix: "Name it in the hosts of an entry of spec.tls, with the Secret of its certificate as secretName",
      };
  }
  for (const backend of defaultBackends)
    if (!isOneOf(at(spec, backend), [undefined]) && tls !== UNKNOWN && items(tls).length === 0)
      yield {
        at: `spec.${backend}`,
        problem: "is served over plain HTTP: spec.tls has no entry",
        fix: "Give each host a rule in spec.rules, and name it in the hosts of an entry of spec.tls",
      };
}

/** A certificate for `*.example.com` is one for each name that has one more part, and no others. */
function covers(tls: Value, host: Value): boolean {
  if (tls === UNKNOWN) return true;
  if (typeof host !== "string") return false;
  const names = [host, ["*", ...host.split(".").slice(1)].join(".")];
  return items(tls).some((entry) => {
    const hosts = at(entry, "hosts");
    return hosts === UNKNOWN || items(hosts).some((one) => isOneOf(one, names));
  });
}

/** TCP and UDP carry what is no route of hosts, and may be encrypted in itself. */
const protocols = ["HTTPS", "TLS", "TCP", "UDP"];

function* ofGateway({ spec }: Properties, { securedElsewhere }: Options): Iterable<Finding> {
  for (const [where, listener] of placed(items(at(spec, "listeners")), "spec.listeners")) {
    const protocol = at(listener, "protocol");
    if (needsCertificate(at(listener, "hostname"), securedElsewhere) && !isOneOf(protocol, protocols))
      yield {
        at: `${where}.protocol`,
        problem: `is ${shown(protocol)}`,
        fix: "Set it to HTTPS, with the Secret of a certificate in tls.certificateRefs",
      };
  }
}

function* ofIngressRoute({ spec }: Properties, { securedElsewhere }: Options): Iterable<Finding> {
  const tls = at(spec, "tls");
  // An empty one is TLS, too: with the certificate that Traefik has for the host.
  if (tls === UNKNOWN || isObject(tls)) return;
  const isPlain = (route: Value) =>
    hostsIn(at(route, "match")).some((host) => needsCertificate(host, securedElsewhere));
  if (items(at(spec, "routes")).some(isPlain))
    yield {
      at: "spec.tls",
      problem: `is ${shown(tls)}: its routes are served over plain HTTP`,
      fix: "Set it to {} for Traefik's certificate of the host, or to the secretName or certResolver of one",
    };
}

function* ofDomainMapping({ metadata, spec }: Properties, { securedElsewhere }: Options): Iterable<Finding> {
  const secret = at(spec, "tls", "secretName");
  const isNamed = secret === UNKNOWN || (typeof secret === "string" && secret !== "");
  if (!isNamed && needsCertificate(at(metadata, "name"), securedElsewhere))
    yield {
      at: "spec.tls.secretName",
      problem: `is ${shown(secret)}: the domain is served over plain HTTP`,
      fix: "Set it to the Secret of a certificate of the domain",
    };
}
