import { resourcePolicy, type Finding } from "../policy";
import { at, isOneOf, items, shown, UNKNOWN, type Properties, type Value } from "../value";
import { isHost } from "./hosts";
import {
  byKind,
  defaultBackends,
  isDomainMapping,
  isGateway,
  isGatewayRoute,
  isIngress,
  isIngressRoute,
  placed,
} from "./routes";
import { bindsHosts } from "./traefik-match";

/** Routes name their hosts. */
export const routeHosts = resourcePolicy({
  name: "route-hosts",
  description: "Every route names its hosts one by one: no wildcard, and none without a host.",
  why: "A route for any host takes over names that nobody has given it, and answers whoever points one at the cluster.",
  link: "https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards",
  ...byKind(
    { concerns: isIngress, check: ofIngress },
    { concerns: isGateway, check: ofGateway },
    { concerns: isGatewayRoute, check: ofGatewayRoute },
    { concerns: isIngressRoute, check: ofIngressRoute },
    { concerns: isDomainMapping, check: ofDomainMapping },
  ),
});

function* named(where: string, host: Value): Iterable<Finding> {
  if (!isHost(host))
    yield {
      at: where,
      problem: `is ${shown(host)}, where one host must be named`,
      fix: "Set it to the full name of a host, and repeat the entry for each further one",
    };
}

function* ofIngress({ spec }: Properties): Iterable<Finding> {
  for (const [where, rule] of placed(items(at(spec, "rules")), "spec.rules"))
    yield* named(`${where}.host`, at(rule, "host"));
  for (const backend of defaultBackends)
    if (!isOneOf(at(spec, backend), [undefined]))
      yield {
        at: `spec.${backend}`,
        problem: "answers for every host that no rule names",
        fix: "Leave it out, and give each host a rule in spec.rules",
      };
}

function* ofGateway({ spec }: Properties): Iterable<Finding> {
  for (const [where, listener] of placed(items(at(spec, "listeners")), "spec.listeners"))
    // The others have no hosts: it is a mistake to name one there.
    if (!isOneOf(at(listener, "protocol"), ["TCP", "UDP"]))
      yield* named(`${where}.hostname`, at(listener, "hostname"));
}

function* ofGatewayRoute({ spec }: Properties): Iterable<Finding> {
  const hostnames = at(spec, "hostnames");
  for (const [where, host] of placed(items(hostnames), "spec.hostnames")) yield* named(where, host);
  if (hostnames !== UNKNOWN && items(hostnames).length === 0 && !isOfMesh(spec))
    yield {
      at: "spec.hostnames",
      problem: `is ${shown(hostnames)}: it answers for every host of its gateways`,
      fix: "Name its hosts there",
    };
}

/** A route between Services of the cluster, by those that it belongs to: no gateway leads there, and hosts say nothing. */
function isOfMesh(spec: Value): boolean {
  const parents = at(spec, "parentRefs");
  return (
    parents === UNKNOWN ||
    (items(parents).length > 0 && items(parents).every((parent) => isOneOf(at(parent, "kind"), ["Service"])))
  );
}

function* ofIngressRoute({ spec }: Properties): Iterable<Finding> {
  for (const [where, route] of placed(items(at(spec, "routes")), "spec.routes")) {
    const match = at(route, "match");
    if (match === UNKNOWN || (typeof match === "string" && bindsHosts.test(match))) continue;
    yield {
      at: `${where}.match`,
      problem: `is ${shown(match)}, which is not bound to hosts by name`,
      fix: "Begin each of its alternatives with Host(`…`) and the full name of a host, and put other conditions behind &&",
    };
  }
}

function ofDomainMapping({ metadata }: Properties): Iterable<Finding> {
  return named("metadata.name", at(metadata, "name"));
}
