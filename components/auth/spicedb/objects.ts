import type { Input } from "@pulumi/pulumi";
import type { ServerCertificate } from "../../certificate";
import type { Manifest } from "../../kubernetes/object";
import { serviceManifest } from "../../kubernetes/service";
import { keyNames, labels, names, ports } from "./names";
import type { Keys } from "./keys";

type Namespace = Input<string>;

/** What clients connect to. */
export const clientService = (namespace: Namespace): Manifest =>
  serviceManifest(names.service, namespace, labels, {
    ports: [{ name: "grpc", port: ports.grpc, targetPort: "grpc" }],
  });

/** Where pods find one another: all addresses of those that are ready. */
export const dispatchService = (namespace: Namespace): Manifest =>
  serviceManifest(names.dispatch, namespace, labels, {
    clusterIP: "None",
    ports: [{ name: "dispatch", port: ports.dispatch, targetPort: "dispatch" }],
  });

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

/** What pods of the namespace may call: the server, for the Job that writes the schema and for each other. */
export const toServer = {
  to: [{ podSelector: { matchLabels: labels } }],
  ports: Object.values(ports).map((port) => ({ port, protocol: "TCP" })),
};
