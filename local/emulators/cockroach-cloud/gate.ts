import { allows } from "./api/allowlist";
import type { Fleet } from "./fleet";
import type { Gate } from "./sql/proxy";
import { refused } from "./sql/refusal";
import type { Store } from "./store";

/** Lets connections in as the clusters say: those that are there, from addresses on their list, within their limits. */
export function gateOf(store: Store, fleet: Fleet): Gate {
  return {
    admit(routingId, source) {
      const cluster = store.state.clusters.find((each) => each.routing_id === routingId);
      if (cluster?.state !== "CREATED") {
        const hint = cluster ? `the cluster is ${cluster.state}` : "no cluster has this host name";
        throw refused("codeParamsRoutingFailed", `cluster ${routingId} not found`, hint);
      }
      const refusal = (hint: string) => refused("codeProxyRefusedConnection", "connection refused", hint);
      if (!allows(cluster.allowlist, source)) {
        throw refusal(`the cluster's IP allowlist has no entry for ${source} with SQL access`);
      }
      const limit = cluster.usage_limits?.request_unit_limit;
      if (limit !== undefined && BigInt(cluster.requestUnits) >= BigInt(limit)) {
        throw refusal("the request unit limit is reached; raise it, or wait for the next month");
      }
      return fleet.of(cluster);
    },
  };
}
