import type * as pulumi from "@pulumi/pulumi";
import type { FunctionSpec, PodConnection } from "../../contracts";
import { authorityMount, authorityVolume } from "../../database-authority";
import { toSeconds } from "../../duration";
import { databaseVariables as names } from "../../function-variables";
import type { Manifest } from "../../kubernetes/object";
import { lockedContainer } from "../../kubernetes/pod-security";
import { toQuantity } from "../../size";

/** What a function gets that does not say. */
export const defaults = {
  scale: { min: 0, max: 10, concurrency: 100 },
  memory: "256 MB",
  timeout: "60 seconds",
  startTimeout: "90 seconds",
} as const;

interface ServiceInput {
  readonly name: string;
  readonly namespace: pulumi.Input<string>;
  readonly image: pulumi.Input<string>;
  readonly spec: FunctionSpec;
  /** The Secret with the function's secrets; its version changes with its content, and says nothing of it. */
  readonly secret?: { readonly name: string; readonly version: pulumi.Input<string> };
}

/** How it scales. A burst waits in pods that may have connections, instead of being refused by the database. */
export function scaleOf({ scale, needs }: FunctionSpec): Required<NonNullable<FunctionSpec["scale"]>> {
  const most = Math.min(defaults.scale.max, needs?.database?.pods ?? Infinity);
  return { ...defaults.scale, ...scale, max: scale?.max ?? most };
}

/** Whether it takes events, and no requests. */
export const isWoken = ({ triggers = [] }: Pick<FunctionSpec, "triggers">): boolean => triggers.length > 0;

/** Who reaches it. */
export const visibilityOf = (spec: FunctionSpec): "public" | "cluster" =>
  spec.visibility ?? (isWoken(spec) ? "cluster" : "public");

/** The longest that one request may take, in whole seconds. */
export const timeoutSeconds = ({ timeout = defaults.timeout }: FunctionSpec): number =>
  Math.ceil(toSeconds(timeout));

/** How long a new version may take to be ready, in whole seconds. */
export const startSeconds = ({ startTimeout = defaults.startTimeout }: FunctionSpec): number =>
  Math.ceil(toSeconds(startTimeout));

/** The connection of its pods. One for others is refused before. */
function connectionOf({ needs }: FunctionSpec): PodConnection | undefined {
  const { database } = needs ?? {};
  return database?.secret === undefined ? undefined : database;
}

/** The Knative Service of a function. */
export function serviceManifest({ name, namespace, image, spec, secret }: ServiceInput): Manifest {
  const scale = scaleOf(spec);
  const database = connectionOf(spec);
  const clusterOnly = visibilityOf(spec) === "cluster" && {
    labels: { "networking.knative.dev/visibility": "cluster-local" },
  };
  return {
    apiVersion: "serving.knative.dev/v1",
    kind: "Service",
    metadata: {
      name,
      namespace,
      ...clusterOnly,
      annotations: { "pulumi.com/waitFor": "condition=Ready" },
    },
    spec: {
      template: {
        metadata: {
          annotations: {
            "autoscaling.knative.dev/min-scale": String(scale.min),
            "autoscaling.knative.dev/max-scale": String(scale.max),
            "serving.knative.dev/progress-deadline": `${startSeconds(spec)}s`,
            // A changed secret makes a new revision, as a changed variable does.
            ...(secret && { "cakestack.dev/secrets": secret.version }),
            ...(database && { "cakestack.dev/database": database.version }),
          },
        },
        spec: {
          containerConcurrency: scale.concurrency,
          timeoutSeconds: timeoutSeconds(spec),
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          containers: [container(image, spec, secret?.name)],
          ...(database && { volumes: [authorityVolume(database)] }),
        },
      },
    },
  };
}

/** The variables that tell a function of its database. */
function databaseVariables(database?: PodConnection): object[] {
  if (!database) return [];
  return [
    { name: names.url, valueFrom: { secretKeyRef: { name: database.secret, key: "url" } } },
    { name: names.poolSize, value: String(database.poolSize) },
  ];
}

function container(image: pulumi.Input<string>, spec: FunctionSpec, secret?: string): object {
  const memory = toQuantity(spec.memory ?? defaults.memory);
  const database = connectionOf(spec);
  const plain = Object.entries(spec.environment ?? {}).map(([name, value]) => ({ name, value }));
  const secrets = Object.keys(spec.secrets ?? {}).map((name) => ({
    name,
    valueFrom: { secretKeyRef: { name: secret, key: name } },
  }));
  const variables = [...plain, ...secrets, ...databaseVariables(database)];
  return {
    image,
    imagePullPolicy: "IfNotPresent",
    // An empty list would show as a change for ever: the API server drops it.
    ...(variables.length > 0 && { env: variables }),
    ...(database && { volumeMounts: [authorityMount] }),
    ports: [{ containerPort: 8080 }],
    resources: { requests: { cpu: "50m", memory }, limits: { memory } },
    securityContext: {
      ...lockedContainer,
      runAsNonRoot: true,
      runAsUser: 65532,
      seccompProfile: { type: "RuntimeDefault" },
    },
  };
}
