import * as fs from "node:fs/promises";
import * as path from "node:path";
import { nodeImage } from "../../../components/images/node";
import type { Instance } from "../../home";
import type { Report, ToolName } from "../../toolchain/tool";
import { refuseProblems } from "../checks/check";
import { portChecks } from "../checks/ports";
import { localDomain, type LocalPlatform, type PlatformState, type PlatformStatus } from "../platform";
import { chosenPorts, ingressNodePort, portsOf } from "../ports";
import { readState, removeState, writeState } from "../state";
import { createCluster, deleteCluster, requireKind, untilReady, type ClusterFiles } from "./cluster";
import { nodesOf, type Container } from "./docker";
import { run } from "./run";

/** A Kubernetes in Docker, by kind (sigs.k8s.io/kind), for machines that have Docker and no root. */
export class KindPlatform implements LocalPlatform {
  readonly kind = "kind";
  private readonly cluster: string;
  private readonly files: ClusterFiles;

  /** @param patience milliseconds that a started cluster may take to be ready */
  constructor(
    private readonly instance: Instance,
    private readonly patience = 180_000,
  ) {
    this.cluster = `cakestack-${instance.name}`;
    const inInstance = (file: string): string => path.join(instance.directory, file);
    this.files = { configuration: inInstance("kind.json"), kubeconfig: inInstance("kubeconfig") };
  }

  async check(): Promise<void> {
    // One that runs holds its own ports.
    if ((await nodesOf(this.cluster)).some(isRunning)) return;
    await requireKind();
    refuseProblems(await portChecks(await chosenPorts(this.instance)));
  }

  tools(): readonly ToolName[] {
    return [];
  }

  async start(report: Report): Promise<PlatformState> {
    await this.check();
    const nodes = await this.completeNodes(report);
    const ports = await portsOf(this.instance);
    if (nodes.length === 0) {
      report("creating a kind cluster");
      await createCluster(this.cluster, ports, this.files);
    } else if (!nodes.every(isRunning)) {
      report("starting the kind cluster");
      await run("docker", ["start", ...nodes.map(nameOf)]);
    }
    await untilReady(this.cluster, this.patience);
    const state: PlatformState = {
      kind: "kind",
      // It stays good: address, port and credentials are the cluster's for as long as it exists.
      kubeconfig: this.files.kubeconfig,
      ingressPort: ports.ingress,
      ingressNodePort,
      domain: localDomain,
      storageClass: "standard",
      images: { kind: "kind", cluster: this.cluster, base: nodeImage },
      // kind's own network plugin enforces them in every version that `requireKind` takes.
      networkPolicies: true,
    };
    await writeState(this.instance, state);
    return state;
  }

  async stop(report: Report): Promise<void> {
    report("stopping the kind cluster");
    const running = (await nodesOf(this.cluster)).filter(isRunning);
    if (running.length > 0) await run("docker", ["stop", ...running.map(nameOf)]);
    await removeState(this.instance);
  }

  async wipe(report: Report): Promise<void> {
    report("deleting the kind cluster and the data of the local platform");
    if ((await nodesOf(this.cluster)).length > 0) await deleteCluster(this.cluster, this.files);
    await fs.rm(this.instance.directory, { recursive: true, force: true });
  }

  async status(): Promise<PlatformStatus> {
    const running = (await nodesOf(this.cluster)).some(isRunning);
    return { running, ready: running && (await readState(this.instance)) !== undefined, components: [] };
  }

  /** Without those of a cluster whose creation was cut off, or whose instance was deleted: they are of no use. */
  private async completeNodes(report: Report): Promise<Container[]> {
    const nodes = await nodesOf(this.cluster);
    const isComplete = nodes.length > 0 && (await fs.stat(this.files.kubeconfig).catch(() => undefined));
    if (isComplete) return nodes;
    if (nodes.length > 0) {
      report("deleting an unfinished kind cluster");
      await deleteCluster(this.cluster, this.files);
    }
    await fs.rm(this.files.kubeconfig, { force: true });
    return [];
  }
}

const isRunning = (node: Container): boolean => node.running;
const nameOf = (node: Container): string => node.name;
