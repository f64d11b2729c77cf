import type { Cluster } from "./contracts";

/** The ports that go without saying. */
export const usualPorts = { http: 80, https: 443 } as const;

/** The address of a host behind a cluster's ingress, as browsers write it: without the port that goes without saying. */
export function addressOf(
  { scheme, port }: Pick<Cluster["ingress"], "scheme" | "port">,
  host: string,
): string {
  return `${scheme}://${host}${port === usualPorts[scheme] ? "" : `:${port}`}`;
}
