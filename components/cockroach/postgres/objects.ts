import type * as pulumi from "@pulumi/pulumi";
import type { Size } from "../../contracts";
import type { Manifest } from "../../kubernetes/object";
import { serviceManifest } from "../../kubernetes/service";
import { toQuantity } from "../../size";
import { authentication, serverSettings, type ServerSize } from "./settings";
import { labels, port } from "./stateful-set";

type Namespace = pulumi.Input<string>;

/** The files that the server reads its settings from. */
export function settings(name: string, namespace: Namespace, size: ServerSize): Manifest {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name, namespace },
    data: { "postgresql.conf": serverSettings(size), "pg_hba.conf": authentication },
  };
}

/** The volume. It is an object of its own, so that it goes with the stack, and stays when the server is replaced. */
export function claim(name: string, namespace: Namespace, storage: Size, storageClass?: string): Manifest {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    // A volume that is made where its first pod runs waits for that pod, which comes after this.
    metadata: { name, namespace, annotations: { "pulumi.com/skipAwait": "true" } },
    spec: {
      accessModes: ["ReadWriteOnce"],
      resources: { requests: { storage: toQuantity(storage) } },
      ...(storageClass !== undefined && { storageClassName: storageClass }),
    },
  };
}

/** What clients connect to. */
export function clientService(name: string, namespace: Namespace): Manifest {
  return service(name, namespace, {});
}

/** What gives the pod its own name; it needs no pod itself. */
export function podService(name: string, namespace: Namespace): Manifest {
  return service(name, namespace, { clusterIP: "None" });
}

function service(name: string, namespace: Namespace, spec: object): Manifest {
  const ports = [{ name: "postgres", port, targetPort: "postgres", appProtocol: "postgresql" }];
  return serviceManifest(name, namespace, labels, { ...spec, ports });
}

/** A Secret of the server's own. */
export function secret(
  name: string,
  namespace: Namespace,
  stringData: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>,
): Manifest {
  return { apiVersion: "v1", kind: "Secret", metadata: { name, namespace }, stringData };
}

/** What pods of the namespace may call: the server, for the Jobs that run SQL. */
export const toServer = {
  to: [{ podSelector: { matchLabels: labels } }],
  ports: [{ port, protocol: "TCP" }],
};
