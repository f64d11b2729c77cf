import type * as pulumi from "@pulumi/pulumi";
import type { Size } from "../../contracts";
import { KubernetesObject, type Manifest } from "../../kubernetes/object";
import type { ServerCertificate } from "./certificate";
import { claim, clientService, podService, secret, settings } from "./objects";
import type { ServerSize } from "./settings";
import { statefulSet } from "./stateful-set";

/** A server with all that it needs. */
export interface Server extends ServerSize {
  readonly namespace: pulumi.Input<string>;
  readonly image: string;
  readonly cpu: number;
  readonly memory: Size;
  readonly storageClass?: string;
  readonly deleteProtection?: boolean;
  readonly tls: ServerCertificate;
  readonly password: pulumi.Input<string>;
}

/** Names of the objects in the namespace. */
const names = {
  server: "postgres",
  service: "postgres",
  pods: "postgres-pods",
  settings: "postgres-settings",
  tls: "postgres-tls",
  admin: "postgres-admin",
  claim: "postgres-data",
} as const;

/** Names under which pods know the server, the one that is good everywhere last. */
export function hostsOf(namespace: string): [string, ...string[]] {
  const { service } = names;
  return [service, ...["", ".svc", ".svc.cluster.local"].map((end) => `${service}.${namespace}${end}`)];
}

/** A volume is made and the server started on it; after a crash it first repeats what the volume has not yet. */
const customTimeouts = { create: "5m", update: "5m", delete: "3m" };

/** Creates the server. @returns what is there once it answers */
export function createServer(
  name: string,
  server: Server,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResource {
  const { namespace, tls, password, storage, storageClass, deleteProtection } = server;
  const create = (suffix: string, manifest: Manifest, more?: pulumi.CustomResourceOptions) =>
    new KubernetesObject(`${name}-${suffix}`, manifest, { ...opts, ...more });
  const hidden = { additionalSecretOutputs: ["data", "stringData"] };
  const chain = { "ca.crt": tls.ca, "tls.crt": tls.certificate, "tls.key": tls.key };
  // The server reads these when it starts: a change of one makes a new pod.
  const read = {
    settings: create("settings", settings(names.settings, namespace, server)),
    tls: create("tls", secret(names.tls, namespace, chain), hidden),
    admin: create("admin", secret(names.admin, namespace, { password }), hidden),
  };
  const versions = {
    "cakestack.dev/settings": read.settings.metadata.resourceVersion,
    "cakestack.dev/tls": read.tls.metadata.resourceVersion,
    "cakestack.dev/admin": read.admin.metadata.resourceVersion,
  };
  const before = [
    create("volume", claim(names.claim, namespace, storage, storageClass), {
      protect: deleteProtection,
      // The end of a deletion that comes before it is watched for is missed, and found when this time is up.
      customTimeouts: { delete: "20s" },
    }),
    create("pods", podService(names.pods, namespace)),
  ];
  const manifest = statefulSet({ ...server, names, versions });
  const started = create("server", manifest, { dependsOn: before, customTimeouts });
  // A Service without pods is waited for in vain; with one, it is there when the pod can be reached.
  return create("service", clientService(names.service, namespace), { dependsOn: started });
}
