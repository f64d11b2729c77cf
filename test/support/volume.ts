import { randomUUID } from "node:crypto";
import execa from "execa";
import { unprivileged } from "./unprivileged";

const claim = {
  apiVersion: "v1",
  kind: "PersistentVolumeClaim",
  metadata: { name: "kept", namespace: "default" },
  spec: {
    accessModes: ["ReadWriteOnce"],
    storageClassName: "standard",
    resources: { requests: { storage: "1Mi" } },
  },
};

/** A volume of the platform's storage class, written and read by pods as a user's would. */
export class Volume {
  constructor(private readonly env: Record<string, string>) {}

  async write(text: string): Promise<void> {
    await this.kubectl(["apply", "-f", "-"], JSON.stringify(claim));
    await this.pod(`echo ${text} > /data/text`);
  }

  async read(): Promise<string> {
    return this.pod("/bin/busybox cat /data/text");
  }

  async remove(): Promise<void> {
    await this.kubectl(["delete", "pvc", claim.metadata.name]);
  }

  /** Runs a line in a pod that has the volume at /data. @returns what it prints */
  private async pod(line: string): Promise<string> {
    const name = `volume-${randomUUID().slice(0, 8)}`;
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace: "default" },
      spec: {
        restartPolicy: "Never",
        containers: [
          {
            name: "main",
            image: "dev.local/busybox:1",
            imagePullPolicy: "IfNotPresent",
            command: ["/bin/sh", "-c", line],
            volumeMounts: [{ name: "data", mountPath: "/data" }],
            securityContext: unprivileged,
          },
        ],
        volumes: [{ name: "data", persistentVolumeClaim: { claimName: claim.metadata.name } }],
      },
    };
    await this.kubectl(["apply", "-f", "-"], JSON.stringify(pod));
    await this.kubectl(["wait", `pod/${name}`, "--for=jsonpath={.status.phase}=Succeeded", "--timeout=90s"]);
    const printed = await this.kubectl(["logs", name]);
    await this.kubectl(["delete", "pod", name, "--wait=false"]);
    return printed;
  }

  private async kubectl(args: readonly string[], input?: string): Promise<string> {
    return (await execa("kubectl", args, { env: this.env, input })).stdout;
  }
}
