import * as fs from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "../../errors";
import { ingressNodePort, type Ports } from "../ports";
import { writePrivate } from "../state";
import { run } from "./run";

/** The first minor version of kind 0.x whose clusters are new enough for Knative: they run Kubernetes 1.34. */
const oldestKind = 30;

/** @throws UserError when kind is missing or too old */
export async function requireKind(): Promise<void> {
  const version = await run("kind", ["version"]);
  const [found, major, minor] = /v(\d+)\.(\d+)\S*/.exec(version) ?? [];
  if (Number(major) > 0 || Number(minor) >= oldestKind) return;
  throw new UserError(
    `kind is too old: found ${found ?? (version || "no version")}, needed v0.${oldestKind} or newer, ` +
      "whose Kubernetes Knative runs on. Install a newer kind.",
  );
}

/** Files that a kind cluster has on this machine. */
export interface ClusterFiles {
  /** What kind is told. */
  readonly configuration: string;
  /** What kind writes when the cluster is complete: the user's own kubeconfig stays as it is. */
  readonly kubeconfig: string;
}

export async function createCluster(cluster: string, ports: Ports, files: ClusterFiles): Promise<void> {
  const ingress = { containerPort: ingressNodePort, hostPort: ports.ingress, listenAddress: "127.0.0.1" };
  const configuration = {
    kind: "Cluster",
    apiVersion: "kind.x-k8s.io/v1alpha4",
    networking: { apiServerAddress: "127.0.0.1", apiServerPort: ports.api },
    nodes: [{ role: "control-plane", extraPortMappings: [ingress] }],
  };
  // JSON is YAML.
  await writePrivate(files.configuration, JSON.stringify(configuration, null, 2));
  const into = ["--config", files.configuration, "--kubeconfig", files.kubeconfig];
  await run("kind", ["create", "cluster", "--name", cluster, ...into]);
  await fs.chmod(files.kubeconfig, 0o600);
}

export async function deleteCluster(cluster: string, files: ClusterFiles): Promise<void> {
  await run("kind", ["delete", "cluster", "--name", cluster, "--kubeconfig", files.kubeconfig]);
}

/** Asks a node's own kubectl, because the machine may have none. Its API server takes a while to answer at all. */
export async function untilReady(cluster: string, patience: number): Promise<void> {
  const kubectl = ["exec", `${cluster}-control-plane`, "kubectl", "--kubeconfig=/etc/kubernetes/admin.conf"];
  const question = [...kubectl, "wait", "--for=condition=Ready", "nodes", "--all", "--timeout=10s"];
  const deadline = Date.now() + patience;
  for (let last = ""; ; await wait(200)) {
    try {
      await run("docker", question);
      return;
    } catch (error) {
      last = (error as Error).message;
    }
    if (Date.now() > deadline) {
      throw new UserError(`The kind cluster is not ready after ${patience / 1000} seconds. ${last}`);
    }
  }
}
