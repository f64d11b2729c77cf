import type { Input } from "@pulumi/pulumi";
import type { Manifest } from "../../kubernetes/object";
import { serviceManifest } from "../../kubernetes/service";
import { adminKeys } from "./environment";
import { httpPort } from "./hosts";
import { clusterPorts, labels } from "./stateful-set";

type Namespace = Input<string>;

/** What the ingress and pods of callers connect to; never health and metrics. */
export const clientService = (name: string, namespace: Namespace): Manifest =>
  serviceManifest(name, namespace, labels, { ports: [{ name: "http", port: httpPort, targetPort: "http" }] });

/** What pods have their names from. They find one another before they are ready. */
export const podService = (name: string, namespace: Namespace): Manifest =>
  serviceManifest(name, namespace, labels, {
    clusterIP: "None",
    publishNotReadyAddresses: true,
    ports: [{ name: "cluster", port: clusterPorts[0] }],
  });

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
