import type { Manifest } from "../../../policies/harness";
import type { Properties } from "../../../policies/value";

const serving = "serving.knative.dev/v1";

/** What the tried pods are made of. */
export interface Pod extends Manifest {
  readonly kind: "Pod";
  readonly metadata: Properties;
  readonly spec: Properties;
}

/** A container that the level "restricted" of the Pod Security Standards takes in `pod`, with other fields. */
export const container = (fields: Properties = {}): Properties => ({
  name: "api",
  image: "registry.k8s.io/pause:3.10",
  securityContext: confined(),
  ...fields,
});

/** The security context of `container`, with other fields. */
export const confined = (fields: Properties = {}): Properties => ({
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  ...fields,
});

/** What `pod` says for all of its containers, with other fields. */
export const shared = (fields: Properties = {}): Properties => ({
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
  ...fields,
});

/** A pod that the level takes, with other fields. */
export const pod = (spec: Properties = {}, metadata: Properties = {}): Pod => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "tried", ...metadata },
  spec: { securityContext: shared(), containers: [container()], ...spec },
});

/** A second container, that runs before the others or beside them. */
export const sidecar = (fields: Properties = {}): Properties =>
  container({ name: "proxy", restartPolicy: "Always", ...fields });

const labels = { app: "tried" };

interface Template extends Properties {
  readonly metadata: Properties;
  readonly spec: Properties;
}

type Made = (template: Template) => Properties;

const selected: Made = (template) => ({ spec: { selector: { matchLabels: labels }, template } });
const finite = ({ metadata, spec }: Template) => ({ metadata, spec: { ...spec, restartPolicy: "Never" } });

/** Each kind of object that makes pods: its API, where its pods are, and what it says of them. */
const kinds: Readonly<Record<string, readonly [api: string, at: string, fields: Made]>> = {
  Deployment: ["apps/v1", "spec.template.spec", selected],
  StatefulSet: ["apps/v1", "spec.template.spec", selected],
  DaemonSet: ["apps/v1", "spec.template.spec", selected],
  ReplicaSet: ["apps/v1", "spec.template.spec", selected],
  ReplicationController: [
    "v1",
    "spec.template.spec",
    (template) => ({ spec: { selector: labels, template } }),
  ],
  PodTemplate: ["v1", "template.spec", (template) => ({ template })],
  Job: ["batch/v1", "spec.template.spec", (template) => ({ spec: { template: finite(template) } })],
  CronJob: [
    "batch/v1",
    "spec.jobTemplate.spec.template.spec",
    (template) => ({
      spec: { schedule: "0 0 * * *", jobTemplate: { spec: { template: finite(template) } } },
    }),
  ],
  Service: [serving, "spec.template.spec", (template) => ({ spec: { template: forKnative(template) } })],
  Configuration: [
    serving,
    "spec.template.spec",
    (template) => ({ spec: { template: forKnative(template) } }),
  ],
  Revision: [serving, "spec", (template) => ({ spec: forKnative(template).spec })],
};

/** Knative leaves it to each container what a pod would say for all of them. */
const forKnative = ({ metadata, spec: { securityContext, containers, ...spec } }: Template): Template => ({
  metadata,
  spec: {
    ...spec,
    containers: (containers as readonly Properties[]).map((one) => ({
      ...one,
      securityContext: { ...(securityContext as Properties), ...(one.securityContext as Properties) },
    })),
  },
});

/** Something that makes pods, and where it says what they are. */
export interface Maker {
  readonly kind: string;
  readonly at: string;
  readonly manifest: Manifest;
}

/** A pod as each kind of object that makes some would have it. */
export function makersOf({ metadata: { name, ...metadata }, spec }: Pod): Maker[] {
  const template = { metadata: { labels, ...metadata }, spec };
  return Object.entries(kinds).map(([kind, [apiVersion, at, fields]]) => {
    const own: Properties = kind === "Revision" ? { name, ...metadata } : { name };
    return { kind, at, manifest: { apiVersion, kind, metadata: own, ...fields(template) } };
  });
}

/** The beginning of a message: what is wrong, and the change that puts it right. */
export const says = (wrong: string, fix: string): string => `${wrong}.\n  Fix: ${fix}.\n  Why: `;
