import * as fs from "node:fs/promises";
import * as path from "node:path";
import { platformAddress, platformSocket, serviceAddress } from "../../emulators/cockroach-cloud/hosts";
import type { Home, Instance } from "../../home";
import { ensureTools, environmentOf, programOf } from "../../toolchain";
import type { Report, ResolvedTool, ToolName } from "../../toolchain/tool";
import { refuseProblems } from "../checks/check";
import { machineChecks } from "../checks/machine";
import { portChecks } from "../checks/ports";
import {
  localDomain,
  type LocalPlatform,
  type PlatformNeeds,
  type PlatformState,
  type PlatformStatus,
} from "../platform";
import {
  chosenPorts,
  emulatorPortsOf,
  ingressNodePort,
  portsOf,
  type EmulatorPorts,
  type Ports,
} from "../ports";
import { readState, removeState, writeState } from "../state";
import { applyAddons } from "./addons";
import { importImages, platformImages } from "./images";
import { neededImages, needsOf, type Need } from "./needed-images";
import { Node } from "./node";

const toolNames = [
  "kubernetes",
  "node",
  "debian",
  "coredns",
  "local-path-provisioner",
  "function-base",
] as const;

type Tools = Record<(typeof toolNames)[number], ResolvedTool>;

/** A single-node Kubernetes in namespaces of this machine, without Docker. Needs Linux and root. */
export class EmbeddedPlatform implements LocalPlatform {
  readonly kind = "embedded";
  private readonly node: Node;

  constructor(
    private readonly home: Home,
    private readonly instance: Instance,
  ) {
    this.node = new Node(instance);
  }

  async check(): Promise<void> {
    // One that runs holds its own ports, and is not ended because the disk has filled.
    if ((await this.node.pid()) !== undefined) return;
    const ports = await portChecks(await chosenPorts(this.instance));
    refuseProblems([...(await machineChecks(this.home)), ...ports]);
  }

  tools(needs: PlatformNeeds = {}): readonly ToolName[] {
    return [...toolNames, ...needsOf(needs).flatMap((need) => neededImages[need].tools)];
  }

  async start(report: Report, needs: PlatformNeeds = {}): Promise<PlatformState> {
    const running = (await this.node.settles(report)) ? await readState(this.instance) : undefined;
    const state = running ?? (await this.bringUp(report));
    return this.withImages(state, needs, report);
  }

  private async bringUp(report: Report): Promise<PlatformState> {
    await this.check();
    const tools = await ensureTools(this.home, toolNames, report);
    await this.node.stop(programOf(tools.node, "cake-node"));
    const ports = await portsOf(this.instance);
    // Making tools takes long enough for a port to be taken meanwhile.
    refuseProblems(await portChecks(ports));
    const { sql } = await emulatorPortsOf(this.instance);
    const configuration = nodeConfiguration(tools, { ...ports, sql }, this.instance);
    await this.node.start(programOf(tools.node, "cake-node"), configuration, report);
    const socket = this.containerd;
    const kubeconfig = path.join(this.instance.directory, "pki", "admin.kubeconfig");
    await importImages(this.instance, tools.debian, socket, platformImages(tools), report);
    await applyAddons(programOf(tools.kubernetes, "kubectl"), kubeconfig, this.instance, report);
    const state: PlatformState = {
      kind: "embedded",
      kubeconfig,
      ingressPort: ports.ingress,
      ingressNodePort,
      domain: localDomain,
      storageClass: "standard",
      images: { kind: "containerd", socket, base: path.join(tools["function-base"].directory, "rootfs.tar") },
      egressCidrs: [`${platformAddress}/32`],
      networkPolicies: true,
    };
    await writeState(this.instance, state);
    return state;
  }

  /** Adds the images that are asked for, unless the platform has them. */
  private async withImages(
    state: PlatformState,
    needs: PlatformNeeds,
    report: Report,
  ): Promise<PlatformState> {
    const needed = needsOf(needs);
    if (needed.length === 0) return state;
    const told: Partial<PlatformState>[] = [];
    for (const need of needed) told.push(await this.load(need, report));
    const more = told.reduce<PlatformState>((all, one) => ({ ...all, ...one }), state);
    await writeState(this.instance, more);
    return more;
  }

  /** @returns what the program is to be told */
  private async load(need: Need, report: Report): Promise<Partial<PlatformState>> {
    const { tools: names, images, told } = neededImages[need];
    const tools = await ensureTools(this.home, ["debian", ...names], report);
    const made = names.map((name) => tools[name]);
    await importImages(this.instance, tools.debian, this.containerd, images(...made), report);
    return told(...made);
  }

  private get containerd(): string {
    return path.join(this.instance.run, "containerd.sock");
  }

  async stop(report: Report): Promise<void> {
    report("stopping the local platform");
    // Nothing is made only to find that there is nothing to stop.
    if (await this.node.leftTraces()) {
      const tools = await ensureTools(this.home, ["node"], report);
      await this.node.stop(programOf(tools.node, "cake-node"));
    }
    await removeState(this.instance);
  }

  async wipe(report: Report): Promise<void> {
    await this.stop(report);
    report("deleting the data of the local platform");
    await fs.rm(this.instance.directory, { recursive: true, force: true });
  }

  async status(): Promise<PlatformStatus> {
    const running = (await this.node.pid()) !== undefined;
    const report = running ? await this.node.report() : undefined;
    return { running, ready: report?.ready ?? false, components: report?.components ?? [] };
  }
}

function nodeConfiguration(tools: Tools, ports: Ports & Pick<EmulatorPorts, "sql">, instance: Instance) {
  const environment = environmentOf(tools.debian);
  return {
    path: [
      tools.kubernetes.directory,
      tools.node.directory,
      environment.PATH ?? "",
      "/usr/sbin:/usr/bin:/sbin:/bin",
    ].join(":"),
    libraryPath: environment.LD_LIBRARY_PATH ?? "",
    cni: path.dirname(programOf(tools.debian, "ptp")),
    pauseImage: "dev.local/pause:1",
    apiPort: ports.api,
    forwards: [{ port: ports.ingress, nodePort: ingressNodePort }],
    services: [{ address: serviceAddress, port: ports.sql, socket: platformSocket(instance.name) }],
  };
}
