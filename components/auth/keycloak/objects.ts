import type { Input } from "@pulumi/pulumi";
import type { Manifest } from "../../kubernetes/object";
import { adminKeys } from "./environment";
import { httpPort } from "./hosts";
import { clusterPorts, labels } from "./stateful-set";

type Namespace = Input<string>;

/** What the ingress and pods of callers connect to; never health and metrics. */
export const clientService = (name: string, namespace: Namespace): Manifest =>
  service(name, namespace, { ports: [{ name: "http", port: httpPort, targetPort: "http" }] });

/** What pods have their names from. They find one another before they are ready. */
export const podService = (name: string, namespace: Namespace): Manifest =>
  service(name, namespace, {
    clusterIP: "None",
    publishNotReadyAddresses: true,
    ports: [{ name: "cluster", port: clusterPorts[0] }],
  });

function service(name: string, namespace: Namespace, spec: object): Manifest {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, namespace },
    spec: { ...spec, selector: labels },
  };
}

/** Nodes are drained one pod at a time; a pod that does not work anyway is in nobody's way. */
export function disruptionBudget(name: string, namespace: Namespace): Manifest {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name, namespace },
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: labels },
    },
  };
}

/** The service account that the first start makes. */
export function adminSecret(
  name: string,
  namespace: Namespace,
  clientId: string,
  clientSecret: Input<string>,
): Manifest {
  const stringData = { [adminKeys.clientId]: clientId, [adminKeys.clientSecret]: clientSecret };
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, stringData };
}

/** What pods of the namespace may call: each other. */
export const toEachOther = {
  to: [{ podSelector: { matchLabels: labels } }],
  ports: clusterPorts.map((port) => ({ port, protocol: "TCP" })),
};
