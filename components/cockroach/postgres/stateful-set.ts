import type * as pulumi from "@pulumi/pulumi";
import type { Size } from "../../contracts";
import type { Manifest } from "../../kubernetes/object";
import { lockedContainer } from "../../kubernetes/pod-security";
import { toQuantity } from "../../size";
import { prepareScript } from "./prepare";
import { paths } from "./settings";

export const port = 5432;

/** Labels of the server's pod. */
export const labels = { app: "postgres" };

/** Who the server runs as: the user `postgres` of the official image. */
const user = 999;

/** PostgreSQL writes what is in memory to the volume before it ends; killed earlier, it does so when it starts again. */
const longestStop = 120;

/** What the StatefulSet is made from. */
export interface ServerSpec {
  readonly namespace: pulumi.Input<string>;
  readonly image: string;
  readonly cpu: number;
  readonly memory: Size;
  /** Of the StatefulSet, its Services, and what its pod mounts. */
  readonly names: Readonly<
    Record<"server" | "service" | "pods" | "settings" | "tls" | "admin" | "claim", string>
  >;
  /** Annotations of the pod. */
  readonly versions: Readonly<Record<string, pulumi.Input<string>>>;
}

/** One server on one volume. */
export function statefulSet(spec: ServerSpec): Manifest {
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: {
      name: spec.names.server,
      namespace: spec.namespace,
      // The volume is deleted next: not before the server has ended.
      annotations: { "pulumi.com/deletionPropagationPolicy": "foreground" },
    },
    spec: {
      replicas: 1,
      serviceName: spec.names.pods,
      selector: { matchLabels: labels },
      template: { metadata: { labels, annotations: spec.versions }, spec: podSpec(spec) },
    },
  };
}

function podSpec(spec: ServerSpec): object {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: longestStop,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: user,
      runAsGroup: user,
      fsGroup: user,
      // Only the volume's root: PostgreSQL refuses data that its group may write.
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    initContainers: [
      {
        ...container(spec, "prepare"),
        command: ["sh", "-c", prepareScript],
        volumeMounts: [...shared, { name: "admin", mountPath: paths.admin, readOnly: true }],
      },
    ],
    containers: [server(spec)],
    volumes: [
      { name: "data", persistentVolumeClaim: { claimName: spec.names.claim } },
      { name: "settings", configMap: { name: spec.names.settings } },
      { name: "tls", secret: { secretName: spec.names.tls, defaultMode: 0o440 } },
      { name: "admin", secret: { secretName: spec.names.admin, defaultMode: 0o440 } },
      { name: "sockets", emptyDir: {} },
      { name: "tmp", emptyDir: {} },
    ],
  };
}

const shared = [
  { name: "data", mountPath: paths.volume },
  { name: "settings", mountPath: paths.settings, readOnly: true },
  { name: "tmp", mountPath: "/tmp" },
];

function server(spec: ServerSpec): object {
  const { data, lock, settings, sockets, tls } = paths;
  // As a client that verifies the name, up to the question for a password. PostgreSQL says no while it recovers.
  const connection = `host=${spec.names.service} hostaddr=127.0.0.1 sslmode=verify-full sslrootcert=${tls}/ca.crt`;
  return {
    ...container(spec, "postgres"),
    // The lock ends with the server: a pod that was deleted by force may still be running beside its successor.
    command: [
      "flock",
      "--no-fork",
      lock,
      "postgres",
      "-D",
      data,
      "-c",
      `config_file=${settings}/postgresql.conf`,
    ],
    ports: [{ name: "postgres", containerPort: port }],
    readinessProbe: {
      exec: { command: ["pg_isready", "--quiet", `--dbname=${connection}`] },
      periodSeconds: 2,
      timeoutSeconds: 5,
    },
    // No liveness probe: it would kill what is only busy, and what cannot go on ends by itself.
    lifecycle: {
      preStop: { exec: { command: ["pg_ctl", "stop", `--pgdata=${data}`, "--mode=fast", "--no-wait"] } },
    },
    volumeMounts: [
      ...shared,
      { name: "tls", mountPath: tls, readOnly: true },
      { name: "sockets", mountPath: sockets },
    ],
  };
}

function container({ image, cpu, memory }: ServerSpec, name: string): object {
  const size = toQuantity(memory);
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    // What a container says last is part of its pod's state, which an update that fails shows.
    terminationMessagePolicy: "FallbackToLogsOnError",
    resources: { requests: { cpu: `${Math.round(cpu * 1000)}m`, memory: size }, limits: { memory: size } },
    securityContext: lockedContainer,
  };
}
