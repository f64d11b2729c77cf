import type { Manifest } from "../../../policies/harness";
import type { Properties } from "../../../policies/value";

/** A container that every rule takes, with other fields. */
export const container = (fields: Properties = {}): Properties => ({
  name: "api",
  image: "registry.k8s.io/pause:3.10",
  resources: { requests: { cpu: "10m", memory: "16Mi" }, limits: { memory: "16Mi" } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
  readinessProbe: { tcpSocket: { port: 8080 } },
  ...fields,
});

/** One that runs to its end before the others. */
export const before = (fields: Properties = {}): Properties =>
  container({ name: "prepare", readinessProbe: undefined, ...fields });

/** One that runs before the others and beside them. */
export const beside = (fields: Properties = {}): Properties =>
  container({ name: "proxy", restartPolicy: "Always", ...fields });

/** One that is put into a pod that runs. */
export const within = (fields: Properties = {}): Properties => ({
  name: "debug",
  image: "registry.k8s.io/pause:3.10",
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
  ...fields,
});

/** Pods that every rule takes, with other fields. */
export const podSpec = (fields: Properties = {}): Properties => ({
  automountServiceAccountToken: false,
  securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
  containers: [container()],
  ...fields,
});

const metadata = { name: "tried", namespace: "default" };
const labels = { app: "tried" };

const object = (apiVersion: string, kind: string, rest: Properties): Manifest => ({
  apiVersion,
  kind,
  metadata,
  ...rest,
});

/** A bare pod. */
export const pod = (spec: Properties = {}): Manifest => object("v1", "Pod", { spec: podSpec(spec) });

const template = (spec: Properties): Properties => ({ metadata: { labels }, spec: podSpec(spec) });
const selected = (spec: Properties, rest: Properties = {}): Properties => ({
  spec: { selector: { matchLabels: labels }, template: template(spec), ...rest },
});
const ending = (spec: Properties): Properties => template({ restartPolicy: "Never", ...spec });

/** Each kind of object that makes pods: where it says what they are, and how it is made from that. */
export const makers = {
  Pod: ["spec", pod],
  PodTemplate: ["template.spec", (spec) => object("v1", "PodTemplate", { template: template(spec) })],
  Deployment: ["spec.template.spec", (spec) => object("apps/v1", "Deployment", selected(spec))],
  StatefulSet: [
    "spec.template.spec",
    (spec) => object("apps/v1", "StatefulSet", selected(spec, { serviceName: "tried" })),
  ],
  DaemonSet: ["spec.template.spec", (spec) => object("apps/v1", "DaemonSet", selected(spec))],
  ReplicaSet: ["spec.template.spec", (spec) => object("apps/v1", "ReplicaSet", selected(spec))],
  ReplicationController: [
    "spec.template.spec",
    (spec) => object("v1", "ReplicationController", { spec: { selector: labels, template: template(spec) } }),
  ],
  Job: ["spec.template.spec", (spec) => object("batch/v1", "Job", { spec: { template: ending(spec) } })],
  CronJob: [
    "spec.jobTemplate.spec.template.spec",
    (spec) =>
      object("batch/v1", "CronJob", {
        spec: { schedule: "0 0 * * *", jobTemplate: { spec: { template: ending(spec) } } },
      }),
  ],
  "Knative Service": [
    "spec.template.spec",
    (spec) => object("serving.knative.dev/v1", "Service", { spec: { template: { spec: podSpec(spec) } } }),
  ],
  Configuration: [
    "spec.template.spec",
    (spec) =>
      object("serving.knative.dev/v1", "Configuration", { spec: { template: { spec: podSpec(spec) } } }),
  ],
  Revision: ["spec", (spec) => object("serving.knative.dev/v1", "Revision", { spec: podSpec(spec) })],
} as const satisfies Record<string, readonly [at: string, of: (spec: Properties) => Manifest]>;

/** A name in `makers`. */
export type Maker = keyof typeof makers;

/** All names in `makers`. */
export const everyKind = Object.keys(makers) as Maker[];

/** The pods of every kind of object: its name, where its pods are, and itself. */
export const inEveryKind = (spec: Properties): [kind: Maker, at: string, manifest: Manifest][] =>
  everyKind.map((kind) => [kind, makers[kind][0], makers[kind][1](spec)]);
