import { poolsOf, serveOptions } from "../../../../components/auth/spicedb/settings";

test.each([
  ["cockroach", 2, 1, 1],
  ["cockroach", 4, 3, 1],
  ["cockroach", 6, 4, 2],
  ["postgres", 4, 1, 3],
  ["postgres", 6, 3, 3],
  ["postgres", 15, 10, 5],
] as const)("on %s, of %d connections, %d read and %d write", (engine, poolSize, read, write) => {
  expect(poolsOf(engine, { poolSize })).toEqual({ read, write });
});

test("one server on PostgreSQL dispatches to nobody and tells nobody", () => {
  expect(serveOptions("permissions", "postgres", { poolSize: 6 }, 1)).toEqual([
    "--datastore-engine=postgres",
    "--grpc-tls-cert-path=/etc/spicedb-tls/tls.crt",
    "--grpc-tls-key-path=/etc/spicedb-tls/tls.key",
    "--datastore-conn-pool-read-max-open=3",
    "--datastore-conn-pool-read-min-open=1",
    "--datastore-conn-pool-write-max-open=3",
    "--datastore-conn-pool-write-min-open=1",
    "--datastore-disable-watch-support=true",
    "--telemetry-endpoint=",
  ]);
});

test("several on CockroachDB share the work over TLS, and keep no longer past than the database", () => {
  const options = serveOptions("permissions", "cockroach", { poolSize: 4 }, 2);
  expect(options[0]).toBe("--datastore-engine=cockroachdb");
  expect(options).toEqual(
    expect.arrayContaining([
      "--datastore-gc-window=1h",
      "--dispatch-cluster-enabled=true",
      "--dispatch-cluster-tls-cert-path=/etc/spicedb-tls/tls.crt",
      "--dispatch-cluster-tls-key-path=/etc/spicedb-tls/tls.key",
      "--dispatch-upstream-addr=dns:///spicedb-dispatch.permissions.svc.cluster.local:50053",
      "--dispatch-upstream-ca-path=/etc/spicedb-tls/ca.crt",
    ]),
  );
});
