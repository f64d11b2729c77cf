import { randomInt } from "node:crypto";
import type { Cluster, Provider } from "./model";
import { regions } from "./regions";

/*
 * Where the emulated service is. Names and port are the same on this machine and in pods, so that one connection
 * string is good for both. In pods the names stand for an address that no network has (RFC 5737): network policies
 * see it as the internet, as they do the real service.
 */

/** All host names end in it; `localhost` names are this machine's by RFC 6761. */
export const domain = "cockroach.localhost";

/** Where pods reach the databases. The platform's DNS (addons/dns.yaml) says so, too. */
export const serviceAddress = "203.0.113.1";

/** Where connections of pods come from, for IP allowlists. */
export const platformAddress = "198.51.100.1";

/**
 * Name of the socket, in Linux's abstract namespace, that the platform passes connections of pods on to. It is as long
 * as such names can be: some releases of Node fill up shorter ones, which makes other names of them.
 */
export const platformSocket = (instance: string): string =>
  `cakestack/${instance}/cockroach-cloud`.padEnd(107, "/");

const zoneOf = (provider: Provider, region: string): string =>
  `${provider.toLowerCase()}-${region}.${domain}`;

/** The host of a cluster in one of its regions. Its first label routes a connection, by TLS's server name. */
export function hostOf({ routing_id, cloud_provider }: Cluster, region: string): string {
  return `${routing_id}.${zoneOf(cloud_provider, region)}`;
}

/** The names on the server's certificate: as on the real one, a wildcard for each region. */
export const certificateNames: readonly string[] = (["AWS", "GCP"] as const).flatMap((provider) =>
  Object.keys(regions[provider]).map((region) => `*.${zoneOf(provider, region)}`),
);

/** @returns the routing id that a host name begins with, or undefined for a name of something else */
export function routingIdOf(host: string): string | undefined {
  return host.endsWith(`.${domain}`) ? host.slice(0, host.indexOf(".")) : undefined;
}

/** Names of clusters are unique, and so are these. */
export const newRoutingId = (name: string): string => `${name}-${randomInt(1000, 100_000)}`;
