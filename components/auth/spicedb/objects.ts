import type { Input } from "@pulumi/pulumi";
import type { ServerCertificate } from "../../certificate";
import type { Manifest } from "../../kubernetes/object";
import { keyNames, labels, names, ports } from "./names";
import type { Keys } from "./keys";

type Namespace = Input<string>;

/** What clients connect to. */
export const clientService = (namespace: Namespace): Manifest =>
  service(names.service, namespace, {
    ports: [{ name: "grpc", port: ports.grpc, targetPort: "grpc" }],
  });

/** Where pods find one another: all addresses of those that are ready. */
export const dispatchService = (namespace: Namespace): Manifest =>
  service(names.dispatch, namespace, {
    clusterIP: "None",
    ports: [{ name: "dispatch", port: ports.dispatch, targetPort: "dispatch" }],
  });

function service(name: string, namespace: Namespace, spec: object): Manifest {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace },
    spec: { ...spec, selector: labels },
  };
}

export const tlsSecret = (namespace: Namespace, { ca, certificate, key }: ServerCertificate): Manifest =>
  secret(names.tls, namespace, { "ca.crt": ca, "tls.crt": certificate, "tls.key": key });

export const keysSecret = (namespace: Namespace, { current, accepted }: Keys): Manifest =>
  secret(names.keys, namespace, { [keyNames.current]: current, [keyNames.accepted]: accepted });

function secret(
  name: string,
  namespace: Namespace,
  stringData: Readonly<Record<string, Input<string>>>,
): Manifest {
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, stringData };
}

/** Nodes are drained one pod at a time; a pod that does not work anyway is in nobody's way. */
export function disruptionBudget(namespace: Namespace): Manifest {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: names.budget, namespace },
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: labels },
    },
  };
}

/** What pods of the namespace may call: the server, for the Job that writes the schema and for each other. */
export const toServer = {
  to: [{ podSelector: { matchLabels: labels } }],
  ports: Object.values(ports).map((port) => ({ port, protocol: "TCP" })),
};
