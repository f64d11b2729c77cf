import { addressOf } from "../../address";
import type { Cluster } from "../../contracts";

/** Name of the Service, and the first part of public names. */
export const service = "keycloak";

/** The port that requests come in on, inside of the cluster. */
export const httpPort = 8080;

/** Under which names Keycloak is known. */
export interface Hosts {
  /** For browsers: the beginning of every issuer. */
  readonly public: { readonly host: string; readonly url: string };
  /** For who configures it. */
  readonly admin: { readonly host: string; readonly url: string };
  /** For pods. */
  readonly innerUrl: string;
}

/** @param adminHost @default keycloak-admin.<namespace>.<domain> */
export function hostsOf(namespace: string, ingress: Cluster["ingress"], adminHost?: string): Hosts {
  const named = (host: string) => ({ host, url: addressOf(ingress, host) });
  return {
    public: named(`${service}.${namespace}.${ingress.domain}`),
    admin: named(adminHost ?? `${service}-admin.${namespace}.${ingress.domain}`),
    innerUrl: `http://${service}.${namespace}.svc.cluster.local:${httpPort}`,
  };
}
