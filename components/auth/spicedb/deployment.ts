import type * as pulumi from "@pulumi/pulumi";
import type { Database, PodConnection } from "../../contracts";
import type { Manifest } from "../../kubernetes/object";
import { spreadOver } from "../../kubernetes/availability";
import { authorityMount, authorityVolume } from "../../database-authority";
import { hostOf, keyNames, labels, names, ports, tlsFolder } from "./names";
import { container, restrictedPod, scratch, tlsMount, tlsVolume } from "./pods";
import { serveOptions } from "./settings";

/** How long a pod that is told to stop still serves, and then finishes what it serves, in seconds. */
const farewell = { delay: 5, grace: 5 };

/** What the Deployment is made from. */
export interface ServerSpec {
  /** Name of the namespace, as it stands in addresses. */
  readonly namespace: string;
  readonly image: string;
  readonly engine: Database["engine"];
  readonly connection: PodConnection;
  readonly replicas: number;
  readonly cpu: number;
  readonly memory: string;
  /** Annotations of the pods. */
  readonly versions: Readonly<Record<string, pulumi.Input<string>>>;
}

/** SpiceDB's pods, which keep nothing: a new one is there before an old one goes. */
export function deployment(namespace: pulumi.Input<string>, spec: ServerSpec): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: names.server, namespace },
    spec: {
      replicas: spec.replicas,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      selector: { matchLabels: labels },
      template: { metadata: { labels, annotations: spec.versions }, spec: podSpec(spec) },
    },
  };
}

function podSpec(spec: ServerSpec): object {
  const { connection, replicas } = spec;
  return {
    ...restrictedPod,
    terminationGracePeriodSeconds: farewell.delay + farewell.grace + 5,
    ...(replicas > 1 && { topologySpreadConstraints: spreadOver(labels) }),
    containers: [server(spec)],
    volumes: [tlsVolume(["ca.crt", "tls.crt", "tls.key"]), authorityVolume(connection), scratch],
  };
}

function server(spec: ServerSpec): object {
  const { namespace, image, engine, connection, replicas, cpu, memory } = spec;
  const { secret } = connection;
  return {
    ...container(
      {
        name: "spicedb",
        image,
        command: ["spicedb", "serve", ...serveOptions(namespace, engine, connection, replicas)],
        environment: {
          SPICEDB_GRPC_PRESHARED_KEY: { secret: names.keys, key: keyNames.accepted },
          SPICEDB_DATASTORE_CONN_URI: { secret, key: "url" },
        },
        cpu,
        memory,
      },
      [tlsMount, authorityMount],
    ),
    ports: Object.entries(ports).map(([name, containerPort]) => ({ name, containerPort })),
    startupProbe: { ...health(namespace), periodSeconds: 1, timeoutSeconds: 5, failureThreshold: 120 },
    readinessProbe: { ...health(namespace), periodSeconds: 10, timeoutSeconds: 5 },
    // No liveness probe: a server that is ready stays so by its own account, and one that cannot go on ends.
    ...(replicas > 1 && { lifecycle: { preStop: { sleep: { seconds: farewell.delay } } } }),
  };
}

/** As a client that verifies the name: the kubelet itself asks without TLS only. */
const health = (namespace: string): object => ({
  exec: {
    command: [
      "grpc_health_probe",
      `-addr=localhost:${ports.grpc}`,
      "-tls",
      `-tls-ca-cert=${tlsFolder}/ca.crt`,
      `-tls-server-name=${hostOf(namespace)}`,
    ],
  },
});
