import type { Cluster, FunctionPlatform, RowSink, WatchedRows } from "../../contracts";

/** What a database can tell of an outbox: that an event was written, and not what it says. */
export const writtenEvents: WatchedRows = {
  table: "outbox_events",
  columns: ["source", "id"],
  // Later changes of a row are the ledger's own.
  condition: "attempts = 0",
};

/** Has a database tell an address of `writtenEvents`. */
export type Feed = (sink: RowSink) => void;

/** Names that the DNS of the internet does not have (RFC 6761, 6762, 8375, and what ICANN reserved for private use). */
const privateName = /(^|\.)(localhost|local|internal|test|invalid|home\.arpa)$/;
const address = /^[\d.]+$|^\[|:/;

/** What says where functions are called. */
export type Ingress = Pick<Cluster["ingress"], "scheme" | "domain">;

type Place =
  | { readonly kind: Exclude<FunctionPlatform["kind"], "knative"> }
  | { readonly kind: "knative"; readonly cluster: { readonly ingress: Ingress } };

/**
 * Why nobody on the internet can call the functions of a platform, as far as its names tell.
 *
 * @returns undefined where somebody can
 */
export function unreachable(platform: Place): string | undefined {
  if (platform.kind !== "knative") return undefined;
  const { scheme, domain } = platform.cluster.ingress;
  if (scheme !== "https") return `functions are served at ${scheme}://, and a changefeed calls https:// only`;
  const isPublic = domain.includes(".") && !privateName.test(domain) && !address.test(domain);
  return isPublic
    ? undefined
    : `functions are below ${domain}, which CockroachDB's side of the internet cannot reach`;
}
