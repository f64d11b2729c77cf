import type { ConnectionShare, Database } from "../../contracts";
import { dispatchHostOf, ports, tlsFolder } from "./names";

const engines: Readonly<Record<Database["engine"], string>> = {
  postgres: "postgres",
  cockroach: "cockroachdb",
};

/**
 * Connections that a pod writes with at least. On PostgreSQL it holds one for as long as it is the pod that keeps the
 * time for all, and another while it collects garbage: with one or two, whoever writes waits for ever.
 */
const leastToWrite: Readonly<Record<Database["engine"], number>> = { postgres: 3, cockroach: 1 };

/** Connections of a pod at least. */
export const leastPool = (engine: Database["engine"]): number => leastToWrite[engine] + 1;

/** A pod's connections: two thirds to read with, as checks are most of the work. */
export function poolsOf(
  engine: Database["engine"],
  { poolSize }: Pick<ConnectionShare, "poolSize">,
): { read: number; write: number } {
  const write = Math.max(leastToWrite[engine], Math.floor(poolSize / 3));
  return { read: poolSize - write, write };
}

/** Options of the program; secrets are in its environment. */
export const datastore = (engine: Database["engine"]): string[] => [`--datastore-engine=${engines[engine]}`];

/** Options of a server. */
export function serveOptions(
  namespace: string,
  engine: Database["engine"],
  connection: Pick<ConnectionShare, "poolSize">,
  replicas: number,
): string[] {
  const { read, write } = poolsOf(engine, connection);
  const tls = (of: string) => [
    `--${of}-tls-cert-path=${tlsFolder}/tls.crt`,
    `--${of}-tls-key-path=${tlsFolder}/tls.key`,
  ];
  const pool = (of: string, size: number) => [
    `--datastore-conn-pool-${of}-max-open=${size}`,
    // One is always open; on a database that is paid by use, 20 would be.
    `--datastore-conn-pool-${of}-min-open=1`,
  ];
  return [
    ...datastore(engine),
    ...tls("grpc"),
    ...pool("read", read),
    ...pool("write", write),
    // Nobody watches; CockroachDB would want a right for it that the run-time user has not.
    "--datastore-disable-watch-support=true",
    // CockroachDB's serverless plans keep the past for 75 minutes only.
    ...(engine === "cockroach" ? ["--datastore-gc-window=1h"] : []),
    ...(replicas > 1
      ? [
          "--dispatch-cluster-enabled=true",
          ...tls("dispatch-cluster"),
          // By DNS: by the Kubernetes API, pods would need an account and a way out to it.
          `--dispatch-upstream-addr=dns:///${dispatchHostOf(namespace)}:${ports.dispatch}`,
          `--dispatch-upstream-ca-path=${tlsFolder}/ca.crt`,
        ]
      : []),
    "--telemetry-endpoint=",
  ];
}
