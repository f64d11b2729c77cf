import type { Input } from "@pulumi/pulumi";
import type { PodConnection } from "../../contracts";
import { authorityMount, authorityVolume } from "../../database-authority";
import type { Manifest } from "../../kubernetes/object";
import { lockedContainer } from "../../kubernetes/pod-security";
import { spreadOver } from "../../kubernetes/availability";
import { variablesOf, type Variables } from "../variables";
import { farewell } from "./environment";
import { httpPort } from "./hosts";
import type { KeycloakImage } from "./image";
import type { PodSize } from "./size";

/** Labels of the pods. */
export const labels = { app: "keycloak" };

/** Where health and metrics are: never behind a Service. */
const managementPort = 9000;

/** Pods among themselves: the cache, and whether they are alive. */
export const clusterPorts = [7800, 57800] as const;

/** The first start makes a hundred tables, which takes CockroachDB minutes. */
const longestStart = 600;

/** How often a pod is asked whether it is ready, in seconds. */
const readyPeriod = 2;

/**
 * How long a pod that doubts itself goes on serving, in seconds. When the pod that led the others is killed, its row stays in
 * their table for a while, and Keycloak says of those that are left that they are the lost part of a split network: 18 s
 * were measured with two pods, until there was a new one. A part that is really lost serves for so long, too, from its cache.
 */
const longestDoubt = 60;

/** What the StatefulSet is made from. */
export interface PodsSpec {
  readonly name: string;
  readonly namespace: Input<string>;
  /** Name of the Service that the pods' names are in. */
  readonly podService: string;
  readonly image: KeycloakImage;
  readonly replicas: number;
  readonly size: PodSize;
  readonly environment: Variables;
  readonly connection: PodConnection;
}

/**
 * Keycloak's pods. A StatefulSet, as in Keycloak's own example, because it replaces one pod after the other: what they
 * keep in memory is kept by two of them.
 */
export function statefulSet(spec: PodsSpec): Manifest {
  const { name, namespace, replicas, connection } = spec;
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: {
      name,
      namespace,
      // The database is deleted next: not before the pods have ended.
      annotations: { "pulumi.com/deletionPropagationPolicy": "foreground" },
    },
    spec: {
      replicas,
      serviceName: spec.podService,
      // In order, a version that never becomes ready would keep its successor from being started, too.
      podManagementPolicy: "Parallel",
      // A new pod is given its part of the others' memory before the next one goes.
      ...(replicas > 1 && { minReadySeconds: 10 }),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { "cakestack.dev/database": connection.version } },
        spec: podSpec(spec),
      },
    },
  };
}

function podSpec(spec: PodsSpec): object {
  const { delay, timeout } = farewell(spec.replicas);
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: delay + timeout + 5,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
    ...(spec.replicas > 1 && { topologySpreadConstraints: spreadOver(labels) }),
    containers: [container(spec)],
    volumes: [
      authorityVolume(spec.connection),
      { name: "data", emptyDir: {} },
      { name: "tmp", emptyDir: {} },
    ],
  };
}

function container({ image, size, environment }: PodsSpec): object {
  const health = (path: string) => ({ httpGet: { path: `/health/${path}`, port: "management" } });
  return {
    name: "keycloak",
    image: image.name,
    imagePullPolicy: "IfNotPresent",
    args: image.build === "optimized" ? ["start", "--optimized"] : ["start"],
    env: [
      { name: "POD_IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
      ...variablesOf(environment),
    ],
    ports: [
      { name: "http", containerPort: httpPort },
      { name: "management", containerPort: managementPort },
    ],
    startupProbe: { ...health("started"), periodSeconds: 1, failureThreshold: longestStart },
    readinessProbe: {
      ...health("ready"),
      periodSeconds: readyPeriod,
      timeoutSeconds: 5,
      failureThreshold: longestDoubt / readyPeriod,
    },
    livenessProbe: { ...health("live"), periodSeconds: 10, timeoutSeconds: 5 },
    // What it says last shows in an update that fails.
    terminationMessagePolicy: "FallbackToLogsOnError",
    resources: {
      requests: { cpu: `${size.cpu}m`, memory: `${size.memory.request}Mi` },
      limits: { memory: `${size.memory.limit}Mi` },
    },
    securityContext: {
      ...lockedContainer,
      // One that sets its build options as it starts writes them to its own folder.
      readOnlyRootFilesystem: image.build === "optimized",
    },
    volumeMounts: [
      authorityMount,
      // Compressed files of themes, and logs of transactions over several databases.
      { name: "data", mountPath: "/opt/keycloak/data" },
      { name: "tmp", mountPath: "/tmp" },
    ],
  };
}
