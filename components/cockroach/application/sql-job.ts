import type * as pulumi from "@pulumi/pulumi";
import { authorityFolder, authorityKey } from "../../database-authority";
import type { Manifest } from "../../kubernetes/object";
import { lockedContainer } from "../../kubernetes/pod-security";

/** One program that is run to its end. */
export interface Task {
  readonly namespace: pulumi.Input<string>;
  readonly image: string;
  readonly command: readonly string[];
  /** Environment variables by name, each with a key of the Secret. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** A Secret, whose key `ca.crt` is mounted too. */
  readonly secret: pulumi.Input<string>;
  /** A ConfigMap with files, and where they are. */
  readonly files: { readonly configMap: pulumi.Input<string>; readonly path: string };
  readonly memory: string;
  /** In seconds. */
  readonly deadline: number;
}

const labels = { "app.kubernetes.io/managed-by": "cakestack", "app.kubernetes.io/component": "database" };

/** @param name which has to change with what is run: a Job runs once */
export function jobManifest(name: pulumi.Input<string>, task: Task): Manifest {
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: {
      name,
      namespace: task.namespace,
      labels,
      // One that failed is run again by the next update; waiting for it once more would help nobody.
      annotations: { "pulumi.com/replaceUnready": "true" },
    },
    spec: jobSpec(task),
  };
}

/** @param schedule in cron's form; without one it runs only when somebody asks */
export function cronJobManifest(name: string, schedule: string | undefined, task: Task): Manifest {
  return {
    apiVersion: "batch/v1",
    kind: "CronJob",
    metadata: { name, namespace: task.namespace, labels },
    spec: {
      schedule: schedule ?? "0 4 * * *",
      suspend: schedule === undefined,
      concurrencyPolicy: "Forbid",
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 1,
      jobTemplate: { metadata: { labels }, spec: jobSpec(task) },
    },
  };
}

function jobSpec(task: Task): object {
  return {
    // What may pass is tried again within the pod: the provider misses the end of a Job by a rule about exit codes.
    backoffLimit: 0,
    activeDeadlineSeconds: task.deadline,
    template: { metadata: { labels }, spec: podSpec(task) },
  };
}

function podSpec(task: Task): object {
  const plain = Object.entries(task.environment ?? {}).map(([name, value]) => ({ name, value }));
  const secrets = Object.entries(task.secrets).map(([name, key]) => ({
    name,
    valueFrom: { secretKeyRef: { name: task.secret, key } },
  }));
  return {
    restartPolicy: "Never",
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "sql",
        image: task.image,
        imagePullPolicy: "IfNotPresent",
        command: task.command,
        env: [...plain, ...secrets],
        // What it printed last is what went wrong: it shows in the update.
        terminationMessagePolicy: "FallbackToLogsOnError",
        resources: { requests: { cpu: "50m", memory: task.memory }, limits: { memory: task.memory } },
        securityContext: lockedContainer,
        volumeMounts: [
          { name: "files", mountPath: task.files.path, readOnly: true },
          { name: "authority", mountPath: authorityFolder, readOnly: true },
          { name: "scratch", mountPath: "/tmp" },
        ],
      },
    ],
    volumes: [
      { name: "files", configMap: { name: task.files.configMap } },
      {
        name: "authority",
        secret: {
          secretName: task.secret,
          items: [{ key: authorityKey, path: authorityKey }],
          optional: true,
        },
      },
      { name: "scratch", emptyDir: {} },
    ],
  };
}
