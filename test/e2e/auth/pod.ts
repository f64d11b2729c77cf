/** What a pod runs, and what differs from one that has nothing. */
export interface PodSpec {
  readonly image?: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly user: number;
  readonly memory: string;
  readonly ready?: object;
  /** Folders that it may write to. */
  readonly writable?: readonly string[];
  /** Whether the rest is what it was in the image. @default true */
  readonly readOnly?: boolean;
  /** Name of the configuration that is there in `/schema`. */
  readonly schema?: string;
  /** Addresses of other pods, by name. */
  readonly hosts?: Readonly<Record<string, string>>;
}

/** A pod that can do what a restricted pod may. */
export const podOf = (
  namespace: string,
  name: string,
  { image, args, env, user, memory, ready, writable = [], readOnly = true, schema, hosts = {} }: PodSpec,
) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace },
  spec: {
    restartPolicy: "Never",
    hostAliases: Object.entries(hosts).map(([hostname, ip]) => ({ ip, hostnames: [hostname] })),
    securityContext: { runAsNonRoot: true, runAsUser: user, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name,
        image,
        imagePullPolicy: "IfNotPresent",
        args,
        env: Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
        resources: { requests: { cpu: "100m", memory }, limits: { memory } },
        readinessProbe: ready && { ...ready, periodSeconds: 1, failureThreshold: 120 },
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          readOnlyRootFilesystem: readOnly,
        },
        volumeMounts: [
          { name: "authority", mountPath: "/authority" },
          { name: "tls", mountPath: "/tls" },
          ...(schema ? [{ name: "schema", mountPath: "/schema" }] : []),
          ...writable.map((mountPath, index) => ({ name: `writable-${index}`, mountPath })),
        ],
      },
    ],
    volumes: [
      { name: "authority", configMap: { name: "authority" } },
      { name: "tls", secret: { secretName: "tls" } },
      ...(schema ? [{ name: "schema", configMap: { name: schema } }] : []),
      ...writable.map((_, index) => ({ name: `writable-${index}`, emptyDir: {} })),
    ],
  },
});
