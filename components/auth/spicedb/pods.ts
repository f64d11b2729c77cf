import { lockedContainer } from "../../kubernetes/pod-security";
import { variablesOf, type Variables } from "../variables";
import { names, tlsFolder } from "./names";

/** A container of SpiceDB's. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: Variables;
  /** In thousandths of a core. */
  readonly cpu: number;
  /** As Kubernetes writes it. */
  readonly memory: string;
}

/** What every pod has: no right and no way to get one. Its program is one static file. */
export const restrictedPod = {
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 65532,
    runAsGroup: 65532,
    fsGroup: 65532,
    seccompProfile: { type: "RuntimeDefault" },
  },
} as const;

/** @param mounts beside `scratch` */
export function container(spec: ContainerSpec, mounts: readonly object[] = []): object {
  return {
    name: spec.name,
    image: spec.image,
    imagePullPolicy: "IfNotPresent",
    command: spec.command,
    env: variablesOf(spec.environment),
    // What it says last shows in an update that fails.
    terminationMessagePolicy: "FallbackToLogsOnError",
    resources: {
      requests: { cpu: `${spec.cpu}m`, memory: spec.memory },
      limits: { memory: spec.memory },
    },
    securityContext: lockedContainer,
    volumeMounts: [...mounts, { name: "tmp", mountPath: "/tmp" }],
  };
}

export const scratch = { name: "tmp", emptyDir: {} };

/** The certificate; its key only for who serves. */
export const tlsVolume = (keys: readonly string[]): object => ({
  name: "tls",
  secret: {
    secretName: names.tls,
    defaultMode: 0o440,
    items: keys.map((key) => ({ key, path: key })),
  },
});

export const tlsMount = { name: "tls", mountPath: tlsFolder, readOnly: true };
